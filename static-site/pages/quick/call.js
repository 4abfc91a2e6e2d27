// One 立即使用 on its way: the steps until the host has pressed 1, the conference afterwards.
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { api, keyKeeper } from "../../api.js";
import { t } from "../../i18n.js";
import { go } from "../../router.js";
import { ButtonLink } from "../../components/button.js";
import { Later } from "../../components/later.js";
import { Starting } from "../../components/starting.js";
import { askedFor, quickDraft, startedQuick } from "../../components/starting/draft.js";
import { Empty, Failed, Loading } from "../../components/state.js";

const EVERY = 1000;
const SLOWEST = 15000;
const LIVE = new Set(["live", "ending"]);
/** How a start ends that was never a conference. */
const CAME_TO_NOTHING = new Set(["cancelled", "host_busy", "host_failed", "host_no_answer", "not_confirmed"]);

const keys = keyKeeper();

export function QuickCall({ id }) {
  const { call, problem, set } = useQuickCall(id);
  const [live, setLive] = useState(false);
  const begun = live || (call && (LIVE.has(call.state) || (call.state === "ended" && !CAME_TO_NOTHING.has(call.reason))));
  useEffect(() => {
    if (begun) setLive(true);
  }, [begun]);

  const cancel = async () => set(await api("POST", `/quick-calls/${id}/cancel`, {}));
  if (begun) {
    return html`<${Later}
      load=${() => import("../conference/room.js")}
      pick=${({ Room }) => Room}
      id=${id}
      guest
    />`;
  }
  if (call) {
    return html`<${Starting} board=${boardOf(call)} onCancel=${cancel} onAgain=${again} onOther=${other} />`;
  }
  if (problem?.status === 404) return html`<${Gone} />`;
  return html`
    <h1>${t("quick")}</h1>
    ${problem ? html`<${Failed} problem=${problem} retry=${() => location.reload()} />` : html`<${Loading} />`}
  `;
}

/** Another browser started it, or it is long over. */
function Gone() {
  const link = html`<${ButtonLink} kind="primary" href="#/quick">${t("quick")}<//>`;
  return html`<div class="narrow">
    <h1>${t("quick-gone")}</h1>
    <section class="card"><${Empty} icon="phone-off" text=${t("quick-gone-text")} action=${link} /></section>
  </div>`;
}

/** What a guest may know of a conference before the 1, in the shape of a board. */
function boardOf({ id, state, reason, host_state: hostState, parties }) {
  const others = Array.from({ length: parties }, () => ({ host: false, state: "waiting" }));
  const number = askedFor(id)?.host_number ?? "";
  return { id, state, reason, host_number: number, parties: [{ host: true, state: hostState }, ...others] };
}

async function again({ id }) {
  const body = askedFor(id);
  if (!body) {
    go("/quick");
    return;
  }
  const fresh = await api("POST", "/quick-calls", body, { key: keys({ ...body, after: id }) });
  keys.done();
  startedQuick(fresh.id, body);
  go(`/quick/${fresh.id}`, { replace: true });
}

function other({ id }) {
  const body = askedFor(id);
  if (body) quickDraft.value = { number: "", parties: body.parties };
  go("/quick");
}

/** Ask every second how it stands, less often while there is no answer, and not once it is over. */
function useQuickCall(id) {
  const [call, setCall] = useState(null);
  const [problem, setProblem] = useState(null);
  const latest = useRef(null);
  const set = (answer) => {
    latest.current = answer;
    setCall(answer);
    setProblem(null);
  };
  useEffect(() => {
    const leaving = new AbortController();
    let timer;
    let failures = 0;
    async function ask() {
      clearTimeout(timer);
      if (document.visibilityState !== "visible" && latest.current) return;
      try {
        set(await api("GET", `/quick-calls/${id}`, undefined, { signal: leaving.signal }));
        failures = 0;
      } catch (caught) {
        if (leaving.signal.aborted) return;
        failures += 1;
        if (!latest.current) setProblem(caught);
        if (caught.status === 404) return;
      }
      const { state } = latest.current ?? {};
      if (state !== "ended" && !LIVE.has(state)) timer = setTimeout(ask, Math.min(EVERY * 2 ** failures, SLOWEST));
    }
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      leaving.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [id]);
  return { call, problem, set };
}
