// Every party of a conference with what its call costs and why; a correction is a line of its own (计费明细).
import { html } from "../../vendor/preact.js";
import { IconButton } from "../../components/button.js";
import { toast } from "../../components/toast.js";
import { duration, phone } from "../../format.js";
import { date, t, toTheSecond } from "../../i18n.js";
import { equals, formulaOf, money, moment, signed, signedDuration, signedMinutes } from "./amounts.js";
import { Checked } from "./checked.js";

const COLUMNS = ["records-party", "records-times-of", "records-seconds", "records-billed", "records-charge", "records-proof"];

export function Lines({ one }) {
  return html`<table class="lines" role="table">
    <caption class="unseen">${t("records-parties-of", { when: moment(one.began) })}</caption>
    <thead role="rowgroup">
      <tr role="row">
        ${COLUMNS.map((id) => html`<th role="columnheader" scope="col">${t(id)}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${one.lines.map((line) =>
        line.correction ? html`<${CorrectionLine} line=${line} />` : html`<${PartyLine} line=${line} />`,
      )}
    </tbody>
  </table>`;
}

function PartyLine({ line }) {
  const { number, name, host, answered_at: answered, ended_at: ended, seconds, minutes, charge } = line;
  return html`<tr role="row">
    <td role="cell" class="line-party">
      <${Who} number=${number} name=${name} />
      <span class="muted">${t(host ? "records-host" : "records-guest")}</span>
    </td>
    <td role="cell" class="line-times">${toTheSecond(answered)} – ${toTheSecond(ended)}</td>
    <td role="cell" class="line-seconds"><${Label} id="records-seconds" />${duration(seconds)}</td>
    <td role="cell" class="line-billed"><${Label} id="records-billed" />${minutes}</td>
    <td role="cell" class="line-charge">
      <span class="muted">${formulaOf(line)} ${equals(line)}</span> <strong>${money(charge)}</strong>
    </td>
    <td role="cell" class="line-proof"><${Proof} line=${line} /></td>
  </tr>`;
}

function CorrectionLine({ line }) {
  const { number, name, seconds, minutes, charge, correction } = line;
  return html`<tr role="row" class="correction">
    <td role="cell" class="line-party">
      <strong>${reasonOf(correction)}</strong>
      <span class="muted"><${Who} number=${number} name=${name} /></span>
    </td>
    <td role="cell" class="line-times">${t("records-corrected-on", { date: date(correction.made_at) })}</td>
    <td role="cell" class="line-seconds">
      ${seconds !== 0 && html`<${Label} id="records-seconds" />${signedDuration(seconds)}`}
    </td>
    <td role="cell" class="line-billed">
      ${minutes !== 0 && html`<${Label} id="records-billed" />${signedMinutes(minutes)}`}
    </td>
    <td role="cell" class="line-charge">
      <span class="muted">${t("records-reference", { reference: correction.reference })}</span> <strong>${signed(charge)}</strong>
    </td>
    <td role="cell" class="line-proof"><${Proof} line=${line} /></td>
  </tr>`;
}

const REASONS = { rerated: "records-reason-rerated", provider: "records-reason-provider" };

/** Return why a record was corrected, as words. */
export function reasonOf({ reason }) {
  return t(REASONS[reason] ?? "records-reason-other");
}

function Who({ number, name }) {
  return html`<span class="line-who">
    ${name && html`<bdi>${name}</bdi> `}<span class="line-number">${phone(number)}</span>
  </span>`;
}

/** What a wide table says above its column, and a narrow one beside each value. */
function Label({ id }) {
  return html`<span class="line-label" aria-hidden="true">${t(id)}</span>`;
}

function Proof({ line: { tariff, tariff_version: version, call_sid: sid, checked } }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(sid);
      toast(t("records-copied"));
    } catch {
      toast(t("records-not-copied"), { kind: "error" });
    }
  };
  return html`
    <span class="line-check"><${Checked} as=${checked} /><span class="muted">${t("records-tariff", { tariff, version })}</span></span>
    ${sid &&
    html`<span class="line-sid">
      <code>${sid}</code><${IconButton} icon="copy" label=${t("records-copy", { sid })} onClick=${copy} />
    </span>`}
  `;
}
