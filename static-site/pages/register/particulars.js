// Step ②: number, name, password (S32).
import { html, useState } from "../../vendor/preact.js";
import { api, keyKeeper } from "../../api.js";
import { language, t } from "../../i18n.js";
import { VERSION } from "../../components/agreement-text.js";
import { Button } from "../../components/button.js";
import { Field } from "../../components/field.js";
import { Form } from "../../components/form.js";
import { NewPassword, repeated } from "../../components/new-password.js";
import { NumberField } from "../../components/number-field.js";

/** *typed* is a ref that outlives this step: who comes back finds what was filled in. */
export function Particulars({ base, typed, onBack, onSent }) {
  const [keys] = useState(keyKeeper);
  const { number, name, email } = typed.current;

  async function send(values) {
    typed.current = values;
    const body = {
      number: values.number,
      name: values.name,
      password: values.password,
      email: values.email.trim() || null,
      agreement: VERSION,
      language: language.value,
    };
    const verification = await api("POST", base, body, { key: keys(body) });
    keys.done();
    onSent(verification);
  }

  return html`<${Form} onSubmit=${send} check=${repeated}>
    <${NumberField} hint=${t("register-number-hint")} defaultValue=${number} />
    <${Field}
      label=${t("name")}
      hint=${t("register-name-hint")}
      name="name"
      autocomplete="name"
      maxlength="32"
      defaultValue=${name}
      data-missing=${t("name-missing")}
      required
    />
    <${NewPassword} label=${t("password")} />
    <${Field}
      label=${t("email")}
      optional
      name="email"
      type="email"
      autocomplete="email"
      maxlength="254"
      defaultValue=${email}
    />
    <div class="actions">
      <${Button} kind="primary" type="submit" icon="phone-call">${t("register-send")}<//>
      <${Button} onClick=${onBack}>${t("register-back")}<//>
    </div>
  <//>`;
}
