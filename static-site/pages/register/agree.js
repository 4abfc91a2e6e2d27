// Step ①: the agreement, read and agreed to (S31, S33).
import { html } from "../../vendor/preact.js";
import { t } from "../../i18n.js";
import { AgreementText } from "../../components/agreement-text.js";
import { Button } from "../../components/button.js";
import { Checkbox } from "../../components/field.js";
import { Form } from "../../components/form.js";

export function Agree({ onAgreed }) {
  return html`<${Form} onSubmit=${onAgreed}>
    <h2 id="agreement-name">${t("agreement-title")}</h2>
    <div class="agreement-text" role="region" aria-labelledby="agreement-name" tabindex="0">
      <${AgreementText} level=${3} />
    </div>
    <p class="hint"><a href="#/agreement" target="_blank">${t("agreement-print-page")}</a></p>
    <${Checkbox} label=${t("agreement-agree")} name="agreed" data-missing=${t("agreement-needed")} required />
    <div class="actions">
      <${Button} kind="primary" type="submit">${t("agreement-continue")}<//>
    </div>
  <//>`;
}
