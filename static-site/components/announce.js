// What somebody who cannot see the page must hear (朗读播报).
import { effect, html, signal } from "../vendor/preact.js";
import { account } from "../store.js";

const STAYS = 10000;

const said = signal([]);

/** Let a screen reader say *text* when it has finished its sentence, even the same text again. */
export function announce(text) {
  const one = { text };
  said.value = [...said.value, one];
  setTimeout(() => (said.value = said.value.filter((other) => other !== one)), STAYS);
}

// Not for whoever logs in next.
effect(() => {
  if (account.value === null) said.value = [];
});

/** The one live region, once in the shell: what is added to it is said. */
export function LiveRegion() {
  return html`<div class="unseen" aria-live="polite">
    ${said.value.map((one) => html`<p key=${one}>${one.text}</p>`)}
  </div>`;
}
