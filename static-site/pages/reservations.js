// The page of reservations; they come with the next version (预约会议).
import { html } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { ByPhone } from "../components/by-phone.js";
import { Empty } from "../components/state.js";

export const title = "reservations-title";

export default function Page() {
  return html`
    <h1>${t("reservations-title")}</h1>
    <div class="two-columns">
      <section class="card"><${Empty} icon="calendar-clock" title=${t("reservations-empty")} text=${t("reservations-empty-text")} /></section>
      <${ByPhone} title=${t("reservations-by-phone")} steps=${[t("start-dial"), t("start-press"), t("start-numbers"), t("start-go")]} />
    </div>
  `;
}
