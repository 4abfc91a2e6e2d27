// A modal dialog, and the question before something cannot be undone (对话框).
import { html, useId, useLayoutEffect, useRef } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { Button, IconButton } from "./button.js";
import { focusHeading, focusIsLost } from "./focus.js";

/**
 * Shown while it is rendered; Esc and the cross call *onClose*. *side* makes it a sheet at the edge.
 * Focus starts at the element with `data-focus` (the safe one) and returns to where it came from, or
 * to the page's heading where that is gone.
 */
export function Dialog({ title, children, actions, onClose, side = false, wide = false }) {
  const dialog = useRef(null);
  const heading = useId();

  useLayoutEffect(() => {
    const opener = focusIsLost() ? null : document.activeElement;
    const element = dialog.current;
    element.showModal();
    (element.querySelector("[data-focus]") ?? element.querySelector("h2")).focus();
    return () => {
      element.close();
      if (opener?.isConnected) opener.focus();
      else focusHeading(); // a page that came meanwhile could not take it from a modal dialog
    };
  }, []);

  function cancel(event) {
    event.preventDefault();
    onClose();
  }

  return html`<dialog
    ref=${dialog}
    class=${`dialog${side ? " side" : ""}${wide ? " wide" : ""}`}
    aria-labelledby=${heading}
    onCancel=${cancel}
  >
    <header>
      <h2 id=${heading} tabindex="-1">${title}</h2>
      <${IconButton} icon="x" label=${t("close")} onClick=${onClose} />
    </header>
    <div class="dialog-body" tabindex=${side ? 0 : undefined}>${children}</div>
    ${actions && html`<footer>${actions}</footer>`}
  </dialog>`;
}

/** Ask before *onConfirm*; the safe answer has the focus. */
export function Confirm({ title, children, confirm, kind = "danger", busy, onConfirm, onClose }) {
  const actions = html`
    <${Button} data-focus onClick=${onClose}>${t("cancel")}<//>
    <${Button} kind=${kind} busy=${busy} onClick=${onConfirm}>${confirm}<//>
  `;
  return html`<${Dialog} title=${title} actions=${actions} onClose=${onClose}>${children}<//>`;
}
