// What it will cost, what happens next, and the button (发起会议).
import { html } from "../../vendor/preact.js";
import { t } from "../../i18n.js";
import { Button } from "../../components/button.js";
import { Estimate } from "../../components/estimate.js";
import { Icon } from "../../components/icon.js";

/** *count* is everybody, the host too. */
export function StartBar({ count }) {
  return html`<section class="card start-bar" aria-label=${t("start")}>
    <${Estimate} count=${count} />
    <p class="start-note"><${Icon} name="smartphone" />${t("start-note")}</p>
    <${Button} class="start-now" kind="primary" type="submit" icon="phone-call">${t("start")}<//>
  </section>`;
}
