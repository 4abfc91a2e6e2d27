// What has just happened, with a way to take it back (轻提示).
import { html, signal, useEffect, useRef } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { whenGone } from "../store.js";
import { focusHeading } from "./focus.js";
import { Icon } from "./icon.js";

const STAYS = 8000;

const toasts = signal([]);
let count = 0;

/** Show *text* for eight seconds; *action* is {label, run}. Return what takes it away before. */
export function toast(text, { action, kind = "success" } = {}) {
  const id = ++count;
  toasts.value = [...toasts.value.slice(-2), { id, text, action, kind }];
  return () => close(id);
}

function close(id) {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

whenGone(() => (toasts.value = []));

/** The place of all toasts. */
export function Toasts() {
  return html`<div class="toasts" role="status" aria-label=${t("toasts")}>
    ${toasts.value.map((one) => html`<${Toast} key=${one.id} ...${one} />`)}
  </div>`;
}

function Toast({ id, text, action, kind }) {
  const timer = useRef(0);
  const pause = () => clearTimeout(timer.current);
  const resume = () => {
    pause();
    timer.current = setTimeout(close, STAYS, id);
  };
  useEffect(() => {
    resume();
    return pause;
  }, []);

  function act() {
    close(id);
    // The button that has the focus is about to go.
    focusHeading();
    action.run();
  }

  return html`<div
    class=${`toast ${kind}`}
    onPointerEnter=${pause}
    onPointerLeave=${resume}
    onFocusIn=${pause}
    onFocusOut=${resume}
  >
    <${Icon} name=${kind === "error" ? "circle-alert" : "circle-check"} />
    <span>${text}</span>
    ${action && html`<button type="button" onClick=${act}>${action.label}</button>`}
  </div>`;
}
