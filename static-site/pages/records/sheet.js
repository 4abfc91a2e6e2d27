// The statement on paper (对账单): never on the screen, and always there for whoever prints.
import { html, useMemo } from "../../vendor/preact.js";
import { duration, phone } from "../../format.js";
import { date, t, time, toTheSecond } from "../../i18n.js";
import { account } from "../../store.js";
import { dayName, equals, formulaOf, money, moment, monthName, signed, signedDuration, signedMinutes, stateOf } from "./amounts.js";
import { reasonOf } from "./lines.js";
import { addUp, conferencesOf } from "./merge.js";
import { standOf } from "./summary.js";

const COLUMNS = [
  ...["records-party", "records-times-of", "records-seconds", "records-billed"],
  ...["records-formula", "records-charge", "records-check"],
];
const NUMBERS = new Set(["records-seconds", "records-billed", "records-charge"]);

/** With *more*, not all lines of the month are there, and the paper says so. */
export function Sheet({ statement, lines, more }) {
  const { month, name, payer } = statement;
  const conferences = useMemo(() => conferencesOf(lines, more), [lines, more]);
  const apart = useMemo(() => !more && !addUp(statement, lines), [statement, lines, more]);
  const facts = [
    ["records-payer", phone(payer)],
    ["name", name ?? account.value?.name],
    ["records-month", monthName(month)],
    ["records-state", t(stateOf(statement))],
    ["records-printed", `${date(new Date())} ${time(new Date())}`],
  ];
  return html`<article class="sheet">
    <h1>${t("records-sheet")}</h1>
    <dl class="sheet-facts">
      ${facts.map(([id, text]) => text && html`<div><dt>${t(id)}</dt><dd><bdi>${text}</bdi></dd></div>`)}
    </dl>
    <${Sums} statement=${statement} />
    ${stateOf(statement) !== "records-state-none" && html`<p>${standOf(statement)}</p>`}
    ${apart && html`<p><strong>${t("records-apart")}</strong></p>`}
    ${lines.length === 0
      ? html`<p>${t("records-none", { month: monthName(month) })}</p>`
      : html`
          ${more && html`<p><strong>${t("records-partial", { count: lines.length })}</strong></p>`}
          <h2>${t("records-by-day")}</h2>
          <${Days} days=${statement.days} />
          <h2>${t("records-list")}</h2>
          <table class="sheet-lines">
            <thead>
              <tr>${COLUMNS.map(head)}</tr>
            </thead>
            ${conferences.map((one) => html`<${Conference} key=${one.id} one=${one} />`)}
          </table>
        `}
    <h2>${t("records-how")}</h2>
    <ul class="rules">
      ${["minute", "formula", "host", "correction", "check"].map((id) => html`<li>${t(`records-how-${id}`)}</li>`)}
    </ul>
  </article>`;
}

function Sums({ statement: { conferences, calls, minutes, charge } }) {
  const sums = [
    ["records-times", conferences],
    ["records-legs", calls],
    ["records-minutes", minutes],
    ["records-charge", money(charge)],
  ];
  return html`<dl class="sheet-sums">
    ${sums.map(([id, value]) => html`<div><dt>${t(id)}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

function Days({ days }) {
  return html`<table class="sheet-days">
    <thead>
      <tr>
        <th scope="col">${t("records-day")}</th>
        ${["records-legs", "records-minutes", "records-charge"].map((id) => html`<th scope="col" class="number">${t(id)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${days.map(
        ({ day, calls, minutes, charge }) => html`<tr key=${day}>
          <td>${dayName(day)}</td>
          <td class="number">${calls}</td>
          <td class="number">${minutes}</td>
          <td class="number">${money(charge)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function Conference({ one }) {
  const { way, began, parties, minutes, charge, lines } = one;
  return html`<tbody>
    <tr class="sheet-conference">
      <th scope="rowgroup" colspan="5">
        ${moment(began)} · ${t(`records-way-${way.replace("_", "-")}`)} · ${t("records-parties", { count: parties })} ·
        ${" "}${t("records-party-minutes", { count: minutes })}
      </th>
      <th class="number">${money(charge)}</th>
      <td></td>
    </tr>
    ${lines.map((line) => html`<${Line} line=${line} />`)}
  </tbody>`;
}

function Line({ line }) {
  const { number, name, host, call_sid: sid, seconds, correction } = line;
  return html`<tr>
    <td>
      ${correction && html`<strong>${reasonOf(correction)}</strong> `}
      <bdi>${name}</bdi> <span class="sheet-number">${phone(number)}</span> ${!correction && host && t("records-host")}
      <small>${sid}</small>
    </td>
    <td>${correction ? date(correction.made_at) : `${toTheSecond(line.answered_at)} – ${toTheSecond(line.ended_at)}`}</td>
    <td class="number">${correction ? signedDuration(seconds) : duration(seconds)}</td>
    <td class="number">${correction ? signedMinutes(line.minutes) : line.minutes}</td>
    <td>
      ${correction ? t("records-reference", { reference: correction.reference }) : sumOf(line)}
      <small>${t("records-tariff", { tariff: line.tariff, version: line.tariff_version })}</small>
    </td>
    <td class="number">${correction ? signed(line.charge) : money(line.charge)}</td>
    <td>${t(`records-checked-${line.checked}`)}</td>
  </tr>`;
}

function sumOf(line) {
  return `${formulaOf(line)} ${equals(line)} ${money(line.charge)}`;
}

function head(id) {
  return html`<th scope="col" class=${NUMBERS.has(id) ? "number" : ""}>${t(id)}</th>`;
}
