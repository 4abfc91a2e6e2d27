// After a start that came to nothing: what may help, and the ways on (发起未成功).
import { html } from "../../vendor/preact.js";
import { t } from "../../i18n.js";
import { Button } from "../button.js";

/** *busy* is the deed that runs; its button stays where it is. */
export function Failure({ advice, busy, onAgain, onOther }) {
  return html`
    ${advice && html`<p class="muted">${t(advice)}</p>`}
    <div class="actions">
      <${Button} kind="primary" icon="phone-call" busy=${busy === "again"} onClick=${onAgain}>
        ${t("starting-again")}
      <//>
      <${Button} icon="smartphone" onClick=${onOther}>${t("starting-other")}<//>
    </div>
  `;
}
