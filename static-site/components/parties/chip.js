// One of those to be called, with a way to leave the list (与会者标签).
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { html } from "../../vendor/preact.js";
import { IconButton } from "../button.js";
import { Icon } from "../icon.js";
import { whoOf } from "./admission.js";

/** *wrong* is a sentence; *other* is the second number of the contact, if it has one. */
export function Chip({ id, party, wrong, other, onSwap, onRemove }) {
  const { name, number } = party;
  return html`<li class=${`chip${wrong ? " wrong" : ""}`}>
    ${wrong && html`<${Icon} name="circle-alert" />`}
    <span class="chip-text">
      ${name && html`<bdi>${name}</bdi>`}
      <span class="chip-number">${phone(number)}</span>
      ${wrong && html`<span class="chip-wrong">${wrong}</span>`}
    </span>
    ${other &&
    html`<${IconButton}
      id=${`${id}-other`}
      icon="refresh-cw"
      label=${t("parties-other-number", { name, number: phone(other) })}
      onClick=${onSwap}
    />`}
    <${IconButton} id=${id} icon="x" label=${t("parties-remove", { who: whoOf(party) })} onClick=${onRemove} />
  </li>`;
}
