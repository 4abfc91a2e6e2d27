// One icon of the sprite; always beside a word or inside a named control (图标).
import { html } from "../vendor/preact.js";

const SPRITE = new URL("../vendor/icons.svg", import.meta.url).pathname;

export function Icon({ name, class: extra = "" }) {
  return html`<svg class=${`icon ${extra}`} aria-hidden="true" focusable="false">
    <use href=${`${SPRITE}#${name}`} />
  </svg>`;
}
