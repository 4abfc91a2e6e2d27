// Whether a call agrees with the network's own list, in a word and a sign (核对).
import { html } from "../../vendor/preact.js";
import { Icon } from "../../components/icon.js";
import { t } from "../../i18n.js";

const ICONS = { yes: "check", no: "clock", doubt: "circle-help" };

export function Checked({ as }) {
  return html`<span class=${`checked ${as}`}><${Icon} name=${ICONS[as]} />${t(`records-checked-${as}`)}</span>`;
}
