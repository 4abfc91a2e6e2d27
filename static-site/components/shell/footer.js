// The end of every page (页脚).
import { html } from "../../vendor/preact.js";
import { t } from "../../i18n.js";

const LINKS = [
  ["#/", "nav-home"],
  ["#/quick", "quick"],
  ["#/rates", "nav-rates"],
  ["#/help", "nav-help"],
  ["#/agreement", "agreement-short"],
];

export function Footer() {
  return html`<footer class="footer">
    <nav aria-label=${t("footer-nav")}>
      ${LINKS.map(([href, id]) => html`<a href=${href}>${t(id)}</a>`)}
    </nav>
    <p>${t("footer-line")}</p>
  </footer>`;
}
