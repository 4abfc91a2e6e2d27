// The agreement as a page to read and print (用户协议).
import { html } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { AgreementText } from "../components/agreement-text.js";
import { Button } from "../components/button.js";

export const title = "agreement-title";

export default function Agreement() {
  return html`<article class="narrow">
    <div class="page-head">
      <h1>${t("agreement-title")}</h1>
      <${Button} icon="printer" onClick=${() => window.print()}>${t("print")}<//>
    </div>
    <div class="card prose"><${AgreementText} /></div>
  </article>`;
}
