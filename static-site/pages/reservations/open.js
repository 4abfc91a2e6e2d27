// Which form is open: that of a new reservation, or of one that may still be changed (新建与修改).
import { html, signal, useMemo, useState } from "../../vendor/preact.js";
import { t } from "../../i18n.js";
import { Alert } from "../../components/alert.js";
import { Button, ButtonLink } from "../../components/button.js";
import { focusHeading } from "../../components/focus.js";
import { Empty, Failed, Loading } from "../../components/state.js";
import { blank, draft, draftOf, reserveAgain } from "./draft.js";
import { ReservationForm } from "./form.js";
import { beijing, when } from "../../components/reservation/moments.js";

/** *id* is that of the reservation, null for a new one. */
export function Open({ id, kept }) {
  const { answer, problem, loading, load } = kept;
  if (!answer.value) {
    return html`<${Page} title=${t(id ? "reservation-change-title" : "reservation-new")}>
      ${problem.value
        ? html`<div class="card"><${Failed} problem=${problem.value} busy=${loading.value} retry=${load} /></div>`
        : html`<${Loading} />`}
    <//>`;
  }
  return id ? html`<${Change} id=${id} kept=${kept} />` : html`<${New} kept=${kept} />`;
}

function Page({ title, children }) {
  return html`
    <h1 tabindex="-1">${title}</h1>
    <p class="reservation-back no-print"><a href="#/reservations">${t("reservations-back")}</a></p>
    ${children}
  `;
}

function New({ kept }) {
  // An empty form that was left open for long starts at a time that can be had.
  useMemo(() => {
    const { earliest } = kept.answer.value;
    if (!draft.value || isOld(draft.value, earliest)) draft.value = blank(earliest);
  }, []);
  return html`<${Page} title=${t("reservation-new")}>
    <${ReservationForm} kept=${kept} draft=${draft} />
  <//>`;
}

function isOld({ parties, title, date, time }, earliest) {
  const then = beijing(earliest);
  return parties.length === 0 && !title && `${date} ${time}` < `${then.date} ${then.time}`;
}

function Change({ id, kept }) {
  const one = kept.answer.value.items.find((other) => other.id === id);
  const [edited, setEdited] = useState({ one, again: false });
  const [begun, setBegun] = useState(null);
  const own = useMemo(() => signal(edited.one && draftOf(edited.one)), [edited]);

  /** Somebody else, or the minute, was here first: show how it stands now. */
  async function reload() {
    await kept.load();
    setEdited({ one: kept.answer.value.items.find((other) => other.id === id), again: true });
    focusHeading();
  }

  const now = edited.one && one; // what is being edited may be gone meanwhile
  if (begun !== null || now?.state === "starting" || now?.state === "started") {
    return html`<${Over} one=${now} kept=${kept} conference=${begun || now?.conference_id} begun />`;
  }
  if (!now || now.state !== "scheduled") return html`<${Over} one=${now} kept=${kept} />`;
  return html`<${Page} title=${t("reservation-change-title")}>
    ${edited.again && html`<${Alert} kind="warning">${t("reservation-meanwhile")}<//>`}
    ${edited.one.series_id && html`<${Alert} kind="info">${t("reservation-only-this")}<//>`}
    <${ReservationForm}
      key=${edited.one.version}
      kept=${kept}
      draft=${own}
      reservation=${edited.one}
      onMeanwhile=${reload}
      onBegun=${setBegun}
    />
  <//>`;
}

/** It cannot be changed any more, or never was there. */
function Over({ one, kept, conference, begun }) {
  const word = begun ? "reservation-begun" : one ? `reservation-over-${one.state}` : "error-not-found";
  const live = conference && kept.going.value.has(conference);
  const action = html`<div class="actions">
    ${begun &&
    html`<${ButtonLink} kind="primary" icon="arrow-right" href=${live ? `#/conference/${conference}` : "#/conference"}>
      ${t("reservation-enter")}
    <//>`}
    ${one &&
    !begun &&
    html`<${Button} kind="primary" onClick=${() => reserveAgain(one, kept.answer.value.earliest)}>
      ${t("reservation-again")}
    <//>`}
    <${ButtonLink} href="#/reservations">${t("reservations-back")}<//>
  </div>`;
  return html`<${Page} title=${t("reservation-change-title")}>
    <div class="card">
      <${Empty}
        icon="calendar-clock"
        title=${one && when(one.starts_at, kept.now())}
        text=${t(word)}
        action=${action}
      />
    </div>
  <//>`;
}
