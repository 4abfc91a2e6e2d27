// One icon of a sprite; always beside a word or inside a named control (图标).
import { html } from "../vendor/preact.js";

const VENDOR = new URL("../vendor/", import.meta.url).pathname;
// All others are of later pages, in a sprite that the first view does without.
const FIRST =
  /^(briefcase|calendar-clock|chevron-down|circle-(alert|check|help)|coffee|eye|eye-off|globe|graduation-cap|handshake|heart|house|info|lightbulb|log-out|map|messages-square|monitor|moon|phone|phone-call|receipt-text|refresh-cw|settings|shield-check|smartphone|sun|tag|triangle-alert|users?|wifi-off)$/;

export function Icon({ name, class: extra = "" }) {
  return html`<svg class=${`icon ${extra}`} aria-hidden="true" focusable="false">
    <use href=${`${VENDOR}${FIRST.test(name) ? "" : "more-"}icons.svg#${name}`} />
  </svg>`;
}
