// 立即使用: a conference without an account; `#/quick/{id}` is the one on its way (S27 to S29).
import { html } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { account } from "../store.js";
import { furnish } from "../components/furnish.js";
import { ByPhone } from "../components/by-phone.js";
import { ButtonLink } from "../components/button.js";
import { Empty } from "../components/state.js";
import { QuickCall } from "./quick/call.js";
import { QuickForm } from "./quick/form.js";

export const title = "quick";

await furnish("start");

const RULES = ["quick-rule-activated", "quick-rule-confirm", "quick-rule-control", "quick-rule-price"];

export default function Quick({ path }) {
  const id = path.split("/")[2];
  if (id) return html`<${QuickCall} key=${id} id=${id} />`;
  return html`
    <h1>${t("quick")}</h1>
    <p class="lead">${t("quick-lead")}</p>
    <div class="two-columns quick">
      ${account.value ? html`<${Member} />` : html`<${QuickForm} />`}
      <div class="stack">
        <section class="card stack">
          <h2>${t("quick-rules")}</h2>
          <ul class="rules">${RULES.map((rule) => html`<li>${t(rule)}</li>`)}</ul>
          ${!account.value &&
          html`<p class="muted">${t("quick-register")}</p>
            <div class="actions"><${ButtonLink} href="#/register">${t("register-now")}<//></div>`}
        </section>
        <${ByPhone}
          title=${t("quick-by-phone")}
          steps=${[t("start-dial"), t("start-press"), t("start-numbers"), t("start-go")]}
        />
      </div>
    </div>
  `;
}

/** Who is logged in has a better place to start from. */
function Member() {
  const link = html`<${ButtonLink} kind="primary" icon="phone-call" href="#/conference">${t("home-enter")}<//>`;
  return html`<section class="card">
    <${Empty} icon="user" title=${t("quick-member")} text=${t("quick-member-text")} action=${link} />
  </section>`;
}
