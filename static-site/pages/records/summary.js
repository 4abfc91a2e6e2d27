// What the month comes to, whether it is final, and what can be taken along (合计).
import { html, useState } from "../../vendor/preact.js";
import { Alert } from "../../components/alert.js";
import { Button } from "../../components/button.js";
import { Icon } from "../../components/icon.js";
import { say } from "../../components/problem.js";
import { toast } from "../../components/toast.js";
import { date, t } from "../../i18n.js";
import { money, monthName } from "./amounts.js";
import { printStatement } from "./printing.js";
import { save } from "./saving.js";

const ICONS = { open: "clock", parked: "hourglass", closed: "circle-check" };

export function Summary({ kept, statement }) {
  const { month, state, conferences, calls, minutes, charge, doubts } = statement;
  return html`<section class="card stack" aria-labelledby="records-sums">
    <div class="records-head">
      <h2 id="records-sums">${monthName(month)}</h2>
      <p class=${`records-state ${state}`}><${Icon} name=${ICONS[state]} />${t(`records-state-${state}`)}</p>
    </div>
    <dl class="records-sums">
      <${Sum} name="records-times" more=${t("records-calls", { count: calls })}>${conferences}<//>
      <${Sum} name="records-minutes">${minutes}<//>
      <${Sum} name="records-charge">${money(charge)}<//>
    </dl>
    ${state === "parked"
      ? html`<${Alert} kind="warning"><p>${t("records-parked", { count: doubts })}</p><//>`
      : html`<p class="muted">${standOf(statement)}</p>`}
    <${Acts} kept=${kept} month=${month} />
  </section>`;
}

function Sum({ name, more, children }) {
  return html`<div>
    <dt>${t(name)}</dt>
    <dd><strong>${children}</strong>${more && html`<span class="muted">${more}</span>`}</dd>
  </div>`;
}

/** Return the sentence on how final the sums of a month are. */
export function standOf({ state, closed, doubts, after_closing: after }) {
  if (state === "parked") return t("records-parked", { count: doubts });
  if (!closed) return t("records-open");
  const billed = { date: date(closed.at), amount: money(closed.charge), after: money(after) };
  return t(after === 0 ? "records-closed" : "records-after", billed);
}

function Acts({ kept, month }) {
  const [saving, setSaving] = useState(null);
  const [failure, setFailure] = useState(null);
  const filling = kept.filling.value;

  async function take(kind) {
    if (saving) return;
    setSaving(kind);
    setFailure(null);
    try {
      toast(t("records-saved", { name: await save(month, kind) }));
    } catch (problem) {
      setFailure(problem);
    }
    setSaving(null);
  }

  async function print() {
    setFailure(null);
    try {
      if (await kept.all()) await printStatement(month);
    } catch (problem) {
      setFailure(problem);
    }
  }

  const file = (kind, icon) => html`<${Button} icon=${icon} busy=${saving === kind} onClick=${() => take(kind)}>
    ${t(`records-save-${kind}`)}
  <//>`;
  return html`
    <div class="actions">
      ${file("csv", "download")} ${file("xlsx", "download")}
      <${Button} icon="printer" busy=${filling?.all} inactive=${Boolean(filling)} onClick=${print}>${t("records-print")}<//>
    </div>
    ${filling?.all && html`<${Progress} kept=${kept} />`}
    ${failure && html`<${Alert}><p>${say(failure)}</p><//>`}
  `;
}

function Progress({ kept }) {
  const { done } = kept.filling.value;
  const total = Math.max(done, kept.statement.value.calls);
  const text = t("records-filling", { done, total });
  return html`<div class="records-progress">
    <progress max=${total} value=${done} aria-label=${text}></progress>
    <span aria-hidden="true">${text}</span>
    <${Button} kind="quiet" onClick=${kept.stop}>${t("cancel")}<//>
  </div>`;
}
