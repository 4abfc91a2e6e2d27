// Where the focus goes when what had it is gone.

/** Give the element *id* the focus once the page shows what was just decided. */
export function focusSoon(id) {
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(id)?.focus()));
}

/** Give it to the page's heading. */
export function focusHeading() {
  document.querySelector("main h1")?.focus({ preventScroll: true });
}
