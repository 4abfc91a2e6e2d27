// One conference: on its way, going on, or over (会场).
import { html, useEffect, useLayoutEffect, useMemo, useRef } from "../../vendor/preact.js";
import { language, t } from "../../i18n.js";
import { watch } from "../../live.js";
import { announce } from "../../components/announce.js";
import { ButtonLink } from "../../components/button.js";
import { focusIsLost } from "../../components/focus.js";
import { furnish } from "../../components/furnish.js";
import { Later } from "../../components/later.js";
import { Empty, Failed, Loading } from "../../components/state.js";
import { Board } from "./room/board.js";
import { Connection } from "./room/connection.js";
import { Summary } from "./room/summary.js";

await furnish("conference");

/** A *guest* has no account: the cookie of this one conference is all there is. */
export function Room({ id, guest = false }) {
  const live = useMemo(() => watch(id, { guest }), [id, guest]);
  useEffect(() => {
    live.start();
    return live.stop;
  }, [live]);
  const board = live.board.value;
  const over = board && isOver(board);
  useTitle(board);
  useReturn(live);

  return html`<div class="room">
    <div class="unseen" role="alert">${useWasThere(board) && over && t("over-said")}</div>
    <${Connection} live=${live} />
    <${Content} live=${live} board=${board} guest=${guest} />
  </div>`;
}

function Content({ live, board, guest }) {
  const problem = live.problem.value;
  if (problem) return html`<${Missing} problem=${problem} guest=${guest} retry=${live.hurry} />`;
  if (!board) return html`<${Loading} rows=${5} />`;
  const started = board.confirmed_at !== null;
  if (started && isOver(board)) return html`<${Summary} board=${board} guest=${guest} />`;
  if (started) return html`<${Board} live=${live} board=${board} guest=${guest} />`;
  return html`<${Later}
    load=${() => Promise.all([import("../../components/starting.js"), furnish("start")])}
    pick=${([{ Starting }]) => Starting}
    board=${board}
    onCancel=${() => live.act("POST", "/end", {})}
  />`;
}

/** Nobody is there any more; the bill may still be counted. */
function isOver({ state, parties }) {
  return state === "ended" || (state === "ending" && parties.every(({ over }) => over));
}

function Missing({ problem, guest, retry }) {
  const heading = useRef(null);
  useLayoutEffect(() => focusIfLost(heading.current), []);
  const gone = problem.code === "not_found" || problem.code === "no_session";
  const back = html`<${ButtonLink} kind="primary" href=${guest ? "#/quick" : "#/conference"}>
    ${t(guest ? "room-back-quick" : "room-back")}
  <//>`;
  return html`
    <h1 tabindex="-1" ref=${heading}>${t(gone ? "room-gone" : "room-title")}</h1>
    <section class="card">
      ${gone
        ? html`<${Empty} icon="search" text=${t("room-gone-text")} action=${back} />`
        : html`<${Failed} problem=${problem} retry=${retry} />`}
    </section>
  `;
}

/** The tab of the window says who is there; afterwards it is named as any page. */
function useTitle(board) {
  const { joined, confirmed_at: began } = board ?? {};
  const state = board && isOver(board) ? "ended" : board?.state;
  useEffect(() => {
    if (!state) return;
    const page = { ended: "over-title", ending: "room-ending" }[state] ?? "room-title";
    document.title = state === "live" && began ? t("room-tab", { count: joined }) : t("page-title", { page: t(page) });
  }, [state, joined, began, language.value]);
}

/** Say that the connection is back, with how things stand. */
function useReturn({ connection, board }) {
  const last = useRef("live");
  const now = connection.value;
  useEffect(() => {
    if (now === "live" && last.current === "offline" && board.value) {
      announce(t("room-recovered", { count: board.value.joined }));
    }
    if (now !== "syncing") last.current = now;
  }, [now]);
}

/** Whether somebody was here while it went on: who opens an old one need not be told that it is over. */
function useWasThere(board) {
  const there = useRef(false);
  if (board?.confirmed_at && !isOver(board)) there.current = true;
  return there.current;
}

function focusIfLost(element) {
  if (focusIsLost()) element.focus({ preventScroll: true });
}
