// The page of conferences; they are started by phone until it can do so itself (我的电话会议).
import { html } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { ByPhone } from "../components/by-phone.js";
import { Empty } from "../components/state.js";

export const title = "conference-title";

export default function Page() {
  return html`
    <h1>${t("conference-title")}</h1>
    <div class="two-columns">
      <section class="card"><${Empty} icon="phone-call" title=${t("conference-empty")} text=${t("conference-empty-text")} /></section>
      <${ByPhone} title=${t("conference-by-phone")} steps=${[t("start-dial"), t("start-press"), t("start-numbers"), t("start-go")]} />
    </div>
  `;
}
