// Where somebody is in a few steps, in words and not by colour alone (步骤条).
import { html } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { Icon } from "./icon.js";

/** *steps* are sentences; *at* counts from 0. */
export function Stepper({ label, steps, at }) {
  return html`<ol class="stepper" aria-label=${label}>
    ${steps.map(
      (text, index) => html`<li
        class=${index < at ? "done" : index === at ? "here" : ""}
        aria-current=${index === at ? "step" : undefined}
      >
        <span class="dot" aria-hidden="true">${index < at ? html`<${Icon} name="check" />` : index + 1}</span>
        <span>${text}</span>
        ${index < at && html`<span class="unseen">${t("step-done")}</span>`}
      </li>`,
    )}
  </ol>`;
}
