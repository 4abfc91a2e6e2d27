// One reservation in the list: when, with whom, how it stands, and what can be done (预约).
import { html } from "../../vendor/preact.js";
import { phone } from "../../format.js";
import { date, t, time, written } from "../../i18n.js";
import { Button, ButtonLink } from "../../components/button.js";
import { Icon } from "../../components/icon.js";
import { reserveAgain } from "./draft.js";
import { beijing, day, REPEATS, when } from "../../components/reservation/moments.js";
import { remedy, why } from "./why.js";

const MINUTE = 60_000;
const DAY = 86_400_000;
const STATES = {
  scheduled: ["calendar-clock", "going", "reservation-scheduled"],
  starting: ["phone-call", "going", "reservation-starting"],
  going: ["phone-call", "good", "reservation-going"],
  started: ["circle-check", "good", "reservation-started"],
  missed: ["phone-missed", "bad", "reservation-not-begun"],
  cancelled: ["ban", "quiet", "reservation-cancelled"],
};
const MADE = { web: "reservation-made-web", phone: "reservation-made-phone", operator: "reservation-made-operator" };

export const headingOf = ({ id }) => `reservation-${id}`;

export function Row({ one, note, going, now, fresh, onCancel }) {
  const { title, state, repeat, until } = one;
  const [icon, tone, word] = STATES[going && state === "started" ? "going" : state];
  const from = Date.parse(one.starts_at);
  const to = new Date(from + one.minutes * MINUTE).toISOString();
  return html`<li class=${fresh ? "fresh" : ""}>
    <${Tile} moment=${one.starts_at} now=${now} />
    <div class="reservation-text">
      <h2 id=${headingOf(one)} tabindex="-1">
        <span class="unseen">${day(one.starts_at, now)}${" "}</span>
        <span class="reservation-time">${time(one.starts_at)}–${time(to)}</span>
        ${title && html` <bdi>${title}</bdi>`}
      </h2>
      <p class="reservation-facts">
        <span class=${`reservation-state ${tone}`}><${Icon} name=${icon} />${t(word)}</span>
        <span>${t(MADE[one.made_by])}</span>
        ${repeat !== "once" &&
        html`<span class="reservation-tag">${t(REPEATS[repeat])}${until && t("reservation-till", { day: date(until) })}</span>`}
      </p>
      <p class="reservation-more">
        <span>${t("reservation-host", { number: whole(one.host_number) })}${note && html` (<bdi>${note}</bdi>)`}</span>
        <span>${t("reservation-parties", { count: one.parties.length + 1, names: namesOf(one.parties) })}</span>
      </p>
      <${News} one=${one} />
    </div>
    <${Acts} one=${one} going=${going} now=${now} onCancel=${onCancel} />
  </li>`;
}

/** The date as a leaf of a calendar; the heading says it to who cannot see it. */
function Tile({ moment, now }) {
  const { date: that } = beijing(moment);
  const near = [beijing(now).date, beijing(now + DAY).date].indexOf(that);
  const other = that.slice(0, 4) !== beijing(now).date.slice(0, 4);
  const word = ["reservation-today", "reservation-tomorrow"][near];
  return html`<div class="reservation-tile" aria-hidden="true">
    <span>${written(moment, { ...(other && { year: "numeric" }), month: "short" })}</span>
    <strong>${Number(that.slice(8))}</strong>
    <span>${word ? t(word) : written(moment, { weekday: "short" })}</span>
  </div>`;
}

/** Why it was not, or when it is tried again. */
function News({ one }) {
  const { state, reason, attempt } = one;
  if (state === "missed") {
    return html`<p class="reservation-news bad">${t("reservation-why", { why: why(reason), remedy: remedy(reason) })}</p>`;
  }
  if (state !== "scheduled" || one.rings_at === one.starts_at) return null;
  const args = { time: time(one.rings_at), number: whole(one.host_number), why: why(reason) };
  const again = reason !== "postponed" && attempt > 1;
  return html`<p class="reservation-news">${t(again ? "reservation-next-phone" : "reservation-postponed", args)}</p>`;
}

function Acts({ one, going, now, onCancel }) {
  const { id, state, conference_id: conference } = one;
  const args = { when: when(one.starts_at, now) };
  if (going && (state === "starting" || state === "started")) {
    return html`<div class="reservation-acts">
      <${ButtonLink} kind="primary" icon="arrow-right" href=${`#/conference/${conference}`}>${t("reservation-enter")}<//>
    </div>`;
  }
  if (state === "starting") return null;
  if (state !== "scheduled") {
    return html`<div class="reservation-acts">
      <${Button} kind="quiet" aria-label=${t("reservation-again-one", args)} onClick=${() => reserveAgain(one, now)}>
        ${t("reservation-again")}
      <//>
    </div>`;
  }
  return html`<div class="reservation-acts">
    <${ButtonLink} kind="quiet" href=${`#/reservations/${id}`} aria-label=${t("reservation-change-one", args)}>
      ${t("reservation-change")}
    <//>
    <${Button} kind="quiet" aria-label=${t("reservation-cancel-one", args)} onClick=${onCancel}>${t("reservation-cancel")}<//>
    <${ButtonLink} kind="quiet" href=${`/api/reservations/${id}/ics`} download aria-label=${t("reservation-ics-one", args)}>
      ${t("reservation-ics")}
    <//>
  </div>`;
}

/** Keep the writing direction of one name from turning its neighbours around. */
function namesOf(parties) {
  return parties.map(({ name, number }) => `\u2068${name || whole(number)}\u2069`).join(t("reservation-and"));
}

/** A number that stays on one line. */
const whole = (number) => phone(number).replaceAll(" ", "\u00a0");
