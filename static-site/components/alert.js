// A boxed sentence that must not be missed (提示框).
import { html } from "../vendor/preact.js";
import { Icon } from "./icon.js";

const ICONS = { error: "circle-alert", warning: "triangle-alert", info: "info", success: "circle-check" };

export function Alert({ kind = "error", focusable = false, children }) {
  return html`<div
    class=${`alert ${kind}`}
    role=${kind === "error" ? "alert" : undefined}
    tabindex=${focusable ? -1 : undefined}
  >
    <${Icon} name=${ICONS[kind]} />
    <div>${children}</div>
  </div>`;
}
