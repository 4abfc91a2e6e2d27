// The last page of an account: it is closed (账户已关闭).
import { ButtonLink } from "../components/button.js";
import { furnish } from "../components/furnish.js";
import { t } from "../i18n.js";
import { html } from "../vendor/preact.js";

export const title = "data-closed-title";

await furnish("account");

export default function Closed() {
  return html`
    <section class="card settings-card">
      <h1 tabindex="-1">${t("data-closed-title")}</h1>
      <p>${t("data-closed-text")}</p>
      <p class="actions"><${ButtonLink} kind="primary" href="#/">${t("data-closed-home")}<//></p>
    </section>
  `;
}
