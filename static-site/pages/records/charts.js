// The charge by day and by month: columns to look at, and the same as a table to read (费用图).
import { html } from "../../vendor/preact.js";
import { price, t, written, yuan } from "../../i18n.js";
import { dayName, daysOf, money, monthName } from "./amounts.js";

const WIDE = 10; // units of a column with its gap
const HIGH = 100;
const BAR = 7;

export function Days({ statement: { month, days } }) {
  const sums = new Map(days.map((one) => [one.day, one]));
  const columns = Array.from({ length: daysOf(month) }, (_, at) => {
    const day = `${month}-${String(at + 1).padStart(2, "0")}`;
    const label = at === 0 || (at + 1) % 5 === 0 ? String(at + 1) : "";
    return { key: day, name: dayName(day), label, charge: sums.get(day)?.charge ?? 0 };
  });
  return html`<${Chart}
    name=${t("records-by-day")}
    columns=${columns}
    rows=${days.map((one) => ({ ...one, key: one.day, name: dayName(one.day) }))}
    column=${t("records-day")}
  />`;
}

export function Months({ months, here }) {
  const columns = months.toReversed().map(({ month, charge }) => ({
    key: month,
    name: monthName(month),
    label: written(`${month}-15T00:00:00Z`, { month: "numeric" }).replace(/\D/g, ""),
    charge,
    here: month === here,
  }));
  const link = (month) =>
    html`<a href=${`#/records?month=${month}`} aria-current=${month === here ? "true" : undefined}>${monthName(month)}</a>`;
  return html`<${Chart}
    name=${t("records-by-month")}
    columns=${columns}
    rows=${months.map((one) => ({ ...one, key: one.month, name: link(one.month) }))}
    column=${t("records-month")}
  />`;
}

function Chart({ name, columns, rows, column }) {
  const most = columns.reduce((best, one) => (one.charge > best.charge ? one : best));
  const top = roundUp(most.charge);
  const said = most.charge > 0 ? t("records-chart", { name, when: most.name, amount: money(most.charge) }) : name;
  return html`<section class="card stack chart">
    <h2>${name}</h2>
    ${most.charge > 0 && html`<div class="chart-plot" role="img" aria-label=${said}>
      <div class="chart-scale" aria-hidden="true">
        <span>${t("yuan", { amount: price(top) })}</span><span>${price(top / 2)}</span><span>0</span>
      </div>
      <svg viewBox=${`0 0 ${columns.length * WIDE} ${HIGH}`} preserveAspectRatio="none">
        ${[0, HIGH / 2, HIGH].map((y) => html`<line x1="0" x2=${columns.length * WIDE} y1=${y} y2=${y} />`)}
        ${columns.map((one, at) => html`<${Column} key=${one.key} one=${one} at=${at} top=${top} />`)}
      </svg>
      <div class="chart-labels" aria-hidden="true">
        ${columns.map(({ key, label, here }) => html`<span key=${key} class=${here ? "here" : ""}>${label}</span>`)}
      </div>
    </div>`}
    <details class="chart-table">
      <summary>${t("records-as-table")}</summary>
      <table>
        <caption class="unseen">${name}</caption>
        <thead>
          <tr>
            <th scope="col">${column}</th>
            ${["records-legs", "records-minutes", "records-charge"].map((id) => html`<th scope="col" class="number">${t(id)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (one) => html`<tr key=${one.key}>
              <th scope="row">${one.name}</th>
              <td class="number">${one.calls}</td>
              <td class="number">${one.minutes}</td>
              <td class="number">${money(one.charge)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </details>
  </section>`;
}

function Column({ one: { name, charge, here }, at, top }) {
  const high = (Math.max(charge, 0) / top) * HIGH;
  // The whole height tells its sum, for a column may be too low to point at.
  return html`<g class=${here ? "here" : ""}>
    <title>${name} ${yuan(Math.max(charge, 0))}</title>
    <rect class="whole" x=${at * WIDE} y="0" width=${WIDE} height=${HIGH} />
    ${charge > 0 && html`<rect x=${at * WIDE + (WIDE - BAR) / 2} y=${HIGH - high} width=${BAR} height=${high} />`}
  </g>`;
}

/** Return the round number of fen that a scale up to *most* ends with; its half is one too. */
function roundUp(most) {
  const unit = 10 ** Math.floor(Math.log10(Math.max(most, 100)));
  return [1, 2, 4, 6, 8, 10].map((times) => times * unit).find((one) => one >= most);
}
