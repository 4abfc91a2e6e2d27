// What somebody who cannot see the page must hear (朗读播报).
import { html, signal } from "../vendor/preact.js";
import { whenGone } from "../store.js";

const said = signal([]);

/** Let a screen reader say *text* when it has finished its sentence, even the same again. */
export function announce(text) {
  const one = { text };
  setTimeout(() => (said.value = [...said.value, one]), 60); // after the focus
  setTimeout(() => (said.value = said.value.filter((other) => other !== one)), 10000);
}

whenGone(() => (said.value = []));

/** The one live region, once in the shell: what is added to it is said. */
export function LiveRegion() {
  return html`<div class="unseen" aria-live="polite">
    ${said.value.map((one) => html`<p key=${one}>${one.text}</p>`)}
  </div>`;
}
