// A button, and a link that looks like one (按钮).
import { html, useContext } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { FormContext } from "./form-context.js";
import { Icon } from "./icon.js";

/**
 * *kind* is primary, secondary, danger or quiet. A busy button stays focusable and ignores clicks:
 * `disabled` would drop the keyboard's focus. `inactive` is the same without the spinner.
 */
export function Button({
  kind = "secondary",
  type = "button",
  busy = false,
  inactive = false,
  icon,
  onClick,
  children,
  class: extra = "",
  ...rest
}) {
  const form = useContext(FormContext);
  const working = busy || (type === "submit" && Boolean(form?.busy));
  const still = working || inactive;

  function click(event) {
    if (still) event.preventDefault();
    else onClick?.(event);
  }

  return html`<button
    ...${rest}
    type=${type}
    class=${`button ${kind} ${extra}`}
    aria-disabled=${still ? "true" : undefined}
    onClick=${click}
  >
    ${working ? html`<span class="spinner" aria-hidden="true"></span>` : icon && html`<${Icon} name=${icon} />`}
    <span>${children}</span>
    ${working && html`<span class="unseen">${t("working")}</span>`}
  </button>`;
}

export function ButtonLink({ kind = "secondary", icon, children, class: extra = "", ...rest }) {
  return html`<a ...${rest} class=${`button ${kind} ${extra}`}>
    ${icon && html`<${Icon} name=${icon} />`}
    <span>${children}</span>
  </a>`;
}

/** A square button that shows an icon alone; *label* names it, and is its tooltip. */
export function IconButton({ icon, label, class: extra = "", ...rest }) {
  return html`<button
    type="button"
    ...${rest}
    class=${`icon-button ${extra}`}
    aria-label=${label}
    title=${label}
  >
    <${Icon} name=${icon} />
  </button>`;
}
