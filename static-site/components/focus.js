// Where the focus goes when what had it is gone.

/** Give the element *id* the focus once the page shows what was just decided. */
export function focusSoon(id) {
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(id)?.focus()));
}

/** Give it to the page's heading. */
export function focusHeading() {
  document.querySelector("main h1")?.focus({ preventScroll: true });
}

// Where nothing ever had it, a page begins at its top.
let given = false;
document.addEventListener("focusin", () => {
  given = true;
});

/** Keep it in the page while what is to have it is on its way. */
export function holdFocus() {
  if (given && document.activeElement === document.body) {
    document.getElementById("main")?.focus({ preventScroll: true });
  }
}

/** Say whether what had it is gone. */
export function focusIsLost() {
  return [document.body, document.getElementById("main")].includes(document.activeElement);
}
