// 立即使用: what it will be, what it needs, and how to start by phone today (S27 to S29).
import { html } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { account } from "../store.js";
import { Alert } from "../components/alert.js";
import { ByPhone } from "../components/by-phone.js";
import { ButtonLink } from "../components/button.js";

export const title = "quick";

export default function Quick() {
  return html`<div class="narrow">
    <h1>${t("quick")}</h1>
    <p class="lead">${t("quick-lead")}</p>
    <div class="stack">
      <${Alert} kind="info">${t("quick-soon")}<//>
      <${ByPhone}
        title=${t("quick-now")}
        steps=${[t("start-dial"), t("start-press"), t("start-numbers"), t("start-go")]}
      />
      <section class="card stack">
        <h2>${t("quick-will")}</h2>
        <ul class="rules">
          <li>${t("quick-will-activated")}</li>
          <li>${t("quick-will-form")}</li>
          <li>${t("quick-will-confirm")}</li>
          <li>${t("quick-will-control")}</li>
        </ul>
        ${!account.value &&
        html`<p class="muted">${t("quick-register")}</p>
          <div class="actions"><${ButtonLink} kind="primary" href="#/register">${t("register-now")}<//></div>`}
      </section>
    </div>
  </div>`;
}
