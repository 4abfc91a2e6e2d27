// The agreement's articles; VERSION is the text that this portal shows (用户协议, S31).
import { html } from "../vendor/preact.js";
import { t, words } from "../i18n.js";

await words("agreement");

export const VERSION = "2026-11";

const ARTICLES = [
  ["agreement-parties", "agreement-parties-text"],
  ["agreement-service", "agreement-service-text"],
  ["agreement-eligibility", "agreement-eligibility-text"],
  ["agreement-registration", "agreement-registration-text"],
  ["agreement-fees", "agreement-fees-text"],
  ["agreement-payer", "agreement-payer-text"],
  ["agreement-conduct", "agreement-conduct-text"],
  ["agreement-data", "agreement-data-text"],
  ["agreement-contacts", "agreement-contacts-text"],
  ["agreement-abroad", "agreement-abroad-text"],
  ["agreement-security", "agreement-security-text"],
  ["agreement-quality", "agreement-quality-text"],
  ["agreement-changes", "agreement-changes-text"],
  ["agreement-closing", "agreement-closing-text"],
];

/** *level* is the rank of an article's heading on the page it stands on. */
export function AgreementText({ level = 2 }) {
  const Heading = `h${level}`;
  return html`<p class="muted">${t("agreement-version", { version: VERSION })}</p>
    ${ARTICLES.map(
      ([title, text], index) => html`<section>
        <${Heading}>${t("agreement-article", { number: index + 1, title: t(title) })}<//>
        ${t(text)
          .split("\n")
          .map((paragraph) => html`<p>${paragraph}</p>`)}
      </section>`,
    )}`;
}
