// An address without a page (404).
import { html } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { ButtonLink } from "../components/button.js";

export const title = "not-found-title";

export default function NotFound() {
  return html`<section class="card empty">
    <p class="not-found" aria-hidden="true">404</p>
    <h1>${t("not-found-title")}</h1>
    <p>${t("not-found-text")}</p>
    <${ButtonLink} kind="primary" icon="house" href="#/">${t("not-found-home")}<//>
  </section>`;
}
