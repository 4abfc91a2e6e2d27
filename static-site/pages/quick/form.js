// The host's number, the others, and the start (立即使用).
import { html, useRef, useState } from "../../vendor/preact.js";
import { api, keyKeeper, Problem } from "../../api.js";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { go } from "../../router.js";
import { service } from "../../store.js";
import { Alert } from "../../components/alert.js";
import { Button, ButtonLink } from "../../components/button.js";
import { Form } from "../../components/form.js";
import { Icon } from "../../components/icon.js";
import { Keys } from "../../components/keys.js";
import { NumberField } from "../../components/number-field.js";
import { Parties } from "../../components/parties.js";
import { checkParties } from "../../components/parties/check.js";
import { numberOf } from "../../components/parties/reading.js";
import { say } from "../../components/problem.js";
import { quickDraft, startedQuick } from "../../components/starting/draft.js";

const MOST = 32; // until the service has said its own
const ABOUT_HOST = new Set(["bad_number", "number_not_allowed", "not_activated"]);

export function QuickForm() {
  const finish = useRef(null);
  const [keys] = useState(keyKeeper);
  const [wrong, setWrong] = useState({});
  const [unknown, setUnknown] = useState(null);
  const { number: typed, parties } = quickDraft.value;
  const host = numberOf(typed).number ?? null;
  const most = service.value?.max_parties ?? MOST;

  function change(update) {
    setWrong({});
    quickDraft.value = { ...quickDraft.value, parties: update(quickDraft.value.parties) };
  }

  function type({ currentTarget }) {
    quickDraft.value = { ...quickDraft.value, number: currentTarget.value };
    setUnknown(null);
  }

  function check(values) {
    const { code } = numberOf(values.host_number);
    const wrongHost = values.host_number && code && { host_number: say({ code, details: {} }) };
    return { ...wrongHost, ...checkParties({ finish, all: () => quickDraft.value.parties, host, most }) };
  }

  async function start({ host_number: number }) {
    const body = { host_number: numberOf(number).number, parties: quickDraft.value.parties };
    setWrong({});
    setUnknown(null);
    try {
      const { id } = await api("POST", "/quick-calls", body, { key: keys(body) });
      keys.done();
      startedQuick(id, body);
      go(`/quick/${id}`);
    } catch (problem) {
      throw problem instanceof Problem ? placed(problem, number) : problem;
    }
  }

  /** A problem of no other number is one of the host's. */
  function placed(problem, number) {
    const { status, code, details } = problem;
    if (details.number) setWrong({ [details.number]: say(problem) });
    if (code === "not_activated") setUnknown(numberOf(number).number);
    const field = !details.number && ABOUT_HOST.has(code) ? "host_number" : details.field;
    return new Problem(status, code, field ? { ...details, field } : details);
  }

  return html`<section class="card">
    <${Form} onSubmit=${start} check=${check}>
      <${NumberField}
        label=${t("prepare-host")}
        name="host_number"
        autocomplete="tel"
        hint=${t("quick-host-hint")}
        defaultValue=${typed}
        onInput=${type}
      />
      ${unknown && html`<${NotActivated} number=${unknown} />`}
      <${Parties} parties=${parties} host=${host} most=${most} wrong=${wrong} finish=${finish} onChange=${change} />
      <p class="start-note"><${Icon} name="smartphone" />${t("start-note")}</p>
      <${Button} class="start-now" kind="primary" type="submit" icon="phone-call">${t("start")}<//>
    <//>
  </section>`;
}

/** The phone has to have dialled 116323 once: then it is activated (S35). */
function NotActivated({ number }) {
  return html`<${Alert} kind="info">
    <div class="stack">
      <p><${Keys} text=${t("quick-activate", { number: phone(number) })} /></p>
      <div class="actions">
        <${ButtonLink} href="#/register">${t("register-now")}<//>
        <${ButtonLink} kind="quiet" href="#/help">${t("by-phone-help")}<//>
      </div>
    </div>
  <//>`;
}
