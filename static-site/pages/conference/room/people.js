// Everyone of the conference in the order in which they were added; the order never changes (与会者).
import { html, useLayoutEffect, useRef } from "../../../vendor/preact.js";
import { t } from "../../../i18n.js";
import { secondNumber } from "./actions.js";
import { PEOPLE, Person } from "./person.js";

/** More lines than this, and those who are not there are folded away. */
const MANY = 12;

export function People({ live, board, deeds, contacts }) {
  const box = useRef(null);
  useKeptFocus(box);
  const running = deeds.running.value;
  const refused = deeds.refused.value;
  const still = board.state !== "live" ? "over" : live.connection.value === "offline" ? "offline" : null;
  const taken = board.parties.filter(({ over }) => !over).length; // who is gone leaves a place
  const many = board.parties.length > MANY;
  const folded = many ? board.parties.filter((party) => party.over && !party.host) : [];
  const shown = many ? board.parties.filter((party) => !folded.includes(party)) : board.parties;

  const line = (party) => html`<li key=${party.id}>
    <${Person}
      live=${live}
      party=${party}
      second=${secondNumber(party, contacts, board.parties)}
      running=${runningOf(party, running)}
      wrong=${refused.get(party.id)}
      still=${still}
      deeds=${deeds}
    />
  </li>`;

  return html`<section class="card flush room-people" ref=${box}>
    <header class="room-list-head">
      <h2 id=${PEOPLE} tabindex="-1">${t("room-people")}</h2>
      <span class="muted">${t("room-of-most", { count: taken, most: board.max_parties })}</span>
    </header>
    <ul class="people" aria-labelledby=${PEOPLE}>${shown.map(line)}</ul>
    ${folded.length > 0 &&
    html`<details class="people-folded">
      <summary>${t("room-folded", { count: folded.length })}</summary>
      <ul class="people">${folded.map(line)}</ul>
    </details>`}
  </section>`;
}

/** The actions of a row that run; a text, so that the row sees whether they have changed. */
function runningOf({ id }, running) {
  return [...running].filter((name) => name.startsWith(`${id} `)).map((name) => name.slice(id.length + 1)).join();
}

/**
 * When the button that has the focus is gone with its state, the focus goes to the next button of
 * the same row, or to the row itself.
 */
function useKeptFocus(box) {
  const row = useRef(null);
  // Looked up while the old lines still stand.
  const at = document.activeElement?.closest("[data-row]");
  row.current = at && box.current?.contains(at) ? at.dataset.row : null;
  useLayoutEffect(() => {
    if (!row.current || document.activeElement !== document.body) return;
    const now = box.current.querySelector(`[data-row="${row.current}"]`);
    const fold = now?.closest("details:not([open])")?.querySelector("summary");
    (fold ?? now?.querySelector("button") ?? now ?? box.current.querySelector("h2")).focus();
  });
}
