// The page of records; the phone tells this month's sum (话单).
import { html } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { ByPhone } from "../components/by-phone.js";
import { Empty } from "../components/state.js";

export const title = "records-title";

export default function Page() {
  return html`
    <h1>${t("records-title")}</h1>
    <div class="two-columns">
      <section class="card"><${Empty} icon="receipt-text" title=${t("records-empty")} text=${t("records-empty-text")} /></section>
      <${ByPhone} title=${t("records-by-phone")} steps=${[t("start-dial"), t("records-press"), t("records-hear")]} />
    </div>
  `;
}
