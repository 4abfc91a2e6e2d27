// The page of call records (话单查询, S82): a month chosen, its sums, its days, and every call with how it is charged.
import { html, useEffect } from "../vendor/preact.js";
import { announce } from "../components/announce.js";
import { ButtonLink } from "../components/button.js";
import { ByPhone } from "../components/by-phone.js";
import { furnish } from "../components/furnish.js";
import { Empty, Failed, Loading } from "../components/state.js";
import { t } from "../i18n.js";
import { money, monthName } from "./records/amounts.js";
import { Days, Months } from "./records/charts.js";
import { Choose } from "./records/choose.js";
import { useRecords } from "./records/kept.js";
import { List } from "./records/list.js";
import { Sheet } from "./records/sheet.js";
import { Summary } from "./records/summary.js";

export const title = "records-title";

await Promise.all([furnish("records"), furnish("statement")]);

export default function Records({ params }) {
  const kept = useRecords(params.get("month"));
  const statement = kept.statement.value;
  useEffect(() => {
    if (!statement) return;
    const { month, conferences: count, charge } = statement;
    announce(
      count
        ? t("records-told", { month: monthName(month), count, amount: money(charge) })
        : t("records-none", { month: monthName(month) }),
    );
  }, [statement?.month]);

  return html`
    <div class="records">
      <div class="page-head">
        <div>
          <h1 tabindex="-1">${t("records-title")}</h1>
          <p class="lead">${t("records-lead")}</p>
        </div>
        <${Choose} kept=${kept} />
      </div>
      <div class="stack">
        <${Month} kept=${kept} />
        ${(statement || kept.problem.value) &&
        html`<${ByPhone} title=${t("records-by-phone")} steps=${[t("start-dial"), t("records-press"), t("records-hear")]} />`}
      </div>
    </div>
    ${statement && html`<${Sheet} statement=${statement} lines=${kept.lines.value} more=${Boolean(kept.cursor.value)} />`}
  `;
}

function Month({ kept }) {
  const statement = kept.statement.value;
  if (kept.problem.value) {
    const hopeless = kept.problem.value.code === "bad_month";
    return html`<div class="card">
      <${Failed} problem=${kept.problem.value} busy=${kept.loading.value} retry=${hopeless ? null : kept.again} />
    </div>`;
  }
  if (!statement) return html`<${Loading} rows=${5} />`;
  const months = kept.months.value;
  const history = months?.some(({ calls }) => calls > 0) && html`<${Months} months=${months} here=${statement.month} />`;
  if (kept.lines.value.length === 0) return html`<${Nothing} month=${statement.month} />${history}`;
  return html`
    <${Summary} kept=${kept} statement=${statement} />
    <div class="records-charts"><${Days} statement=${statement} />${history}</div>
    <${List} kept=${kept} />
  `;
}

function Nothing({ month }) {
  return html`<section class="card">
    <${Empty}
      icon="receipt-text"
      text=${t("records-none", { month: monthName(month) })}
      action=${html`<${ButtonLink} icon="phone-call" href="#/conference">${t("records-start")}<//>`}
    />
  </section>`;
}
