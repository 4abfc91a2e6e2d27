// The day, the hour, the length, and whether it is repeated (预约时间).
import { html } from "../../vendor/preact.js";
import { t, time } from "../../i18n.js";
import { Field, SelectField } from "../field.js";
import { TimeField } from "../time-field.js";
import { beijing, day, quarters, readTime, repeated, REPEATS, when } from "./moments.js";

const LENGTHS = [30, 60, 90, 120];

export function When({ values, bounds, now, reservation, onChange }) {
  const first = beijing(bounds.earliest);
  const last = beijing(bounds.latest);
  const kept = reservation && beijing(reservation.starts_at).date;
  const min = kept && kept < first.date ? kept : first.date;
  const today = first.date === beijing(now).date;
  const lengths = LENGTHS.includes(values.minutes) ? LENGTHS : [...LENGTHS, values.minutes].toSorted((a, b) => a - b);
  return html`
    <div class="when-fields">
      <${Field}
        name="date"
        type="date"
        label=${t("reservation-date")}
        value=${values.date}
        min=${min}
        max=${last.date}
        required
        data-mismatch=${t("reservation-date-out", { first: day(bounds.earliest, now), last: day(bounds.latest, now) })}
        onInput=${(event) => onChange({ date: event.currentTarget.value })}
      />
      <${TimeField}
        name="starts_at"
        label=${t("reservation-time")}
        value=${values.time}
        times=${values.date === first.date ? [...new Set([first.time, ...quarters(first.time)])] : quarters("00:00")}
        read=${readTime}
        required
        onChange=${(text) => onChange({ time: text })}
      />
      <${SelectField}
        name="minutes"
        label=${t("reservation-length")}
        onChange=${(event) => onChange({ minutes: Number(event.currentTarget.value) })}
      >
        ${lengths.map(
          (one) => html`<option key=${one} value=${one} selected=${one === values.minutes}>${t("reservation-minutes", { count: one })}</option>`,
        )}
      <//>
    </div>
    <p class="hint">
      ${t("reservation-earliest", {
        when: today ? time(bounds.earliest) : when(bounds.earliest, now),
        minutes: bounds.lead,
        last: day(bounds.latest, now),
      })}
    </p>
  `;
}

/** A new one can be repeated; what comes of it are reservations of their own. */
export function Again({ values, bounds, now, onChange }) {
  const { date, repeat, until } = values;
  const known = repeat !== "once" && date && until >= date;
  const { count, first, last } = known ? repeated(date, repeat, until) : {};
  return html`
    <div class="when-fields">
      <${SelectField} name="repeat" label=${t("reservation-repeat")} onChange=${(event) => onChange({ repeat: event.currentTarget.value })}>
        ${Object.entries(REPEATS).map(
          ([name, word]) => html`<option key=${name} value=${name} selected=${name === repeat}>${t(word)}</option>`,
        )}
      <//>
      ${repeat !== "once" &&
      html`<${Field}
        name="until"
        type="date"
        label=${t("reservation-until")}
        value=${until}
        min=${date}
        max=${beijing(bounds.latest).date}
        required
        data-mismatch=${t("error-bad-until")}
        onInput=${(event) => onChange({ until: event.currentTarget.value })}
      />`}
    </div>
    ${repeat !== "once" &&
    html`<p class="hint" role="status">
      ${count > 0 && t("reservation-count", { count, first: day(first, now), last: day(last, now) })}
      ${repeat === "workdays" && html`<br />${t("reservation-holidays")}`}
    </p>`}
  `;
}
