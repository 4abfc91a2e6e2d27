// What somebody who cannot see the page must hear (朗读播报).
import { html, signal } from "../vendor/preact.js";

const said = signal("");

/** Let a screen reader say *text* when it has finished its sentence, even the same text again. */
export function announce(text) {
  said.value = "";
  setTimeout(() => {
    said.value = text;
  }, 60);
}

/** The one live region, once in the shell. */
export function LiveRegion() {
  return html`<div class="unseen" aria-live="polite">${said.value}</div>`;
}
