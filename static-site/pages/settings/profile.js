// What the account says about its owner (我的资料), and how the site and the calls suit them.
import { api } from "../../api.js";
import { Button } from "../../components/button.js";
import { Checkbox, Field, SelectField } from "../../components/field.js";
import { Form } from "../../components/form.js";
import { toast } from "../../components/toast.js";
import { phone } from "../../format.js";
import { date, setLanguage, t } from "../../i18n.js";
import { account } from "../../store.js";
import { html } from "../../vendor/preact.js";
import { fenOf, yuanOf } from "./amount.js";
import { Audit } from "./audit.js";

const CAPS = ["call_cap", "month_cap"];

export function Profile() {
  const { number, name, email, language, large_type: large, accept_by_1: accept } = account.value;
  const { call_back_host: callBack, registered_at: since } = account.value;
  const save = async (values) => {
    const saved = await api("PATCH", "/account", {
      name: values.name,
      email: values.email.trim(),
      language: values.language,
      large_type: "large_type" in values,
      accept_by_1: "accept_by_1" in values,
      call_back_host: "call_back_host" in values,
      call_cap: fenOf(values.call_cap),
      month_cap: fenOf(values.month_cap),
    });
    account.value = saved;
    await setLanguage(saved.language);
    toast(t("profile-saved"));
  };
  const option = (code, id) => html`<option value=${code} selected=${language === code}>${t(id)}</option>`;
  return html`
    <section class="card settings-card">
      <dl class="facts">
        <div class="fact wide">
          <dt>${t("profile-number")}</dt>
          <dd>${phone(number)}</dd>
          <dd class="hint">${t("profile-number-note")} · ${t("profile-since", { date: date(since) })}</dd>
        </div>
      </dl>
      <${Form} onSubmit=${save} check=${unclear}>
        <fieldset>
          <legend>${t("profile-data-title")}</legend>
          <${Field}
            name="name"
            label=${t("profile-name")}
            hint=${t("profile-name-hint")}
            defaultValue=${name}
            required
            maxlength="32"
            autocomplete="name"
          />
          <${Field}
            name="email"
            type="email"
            label=${t("profile-email")}
            defaultValue=${email}
            optional
            maxlength="254"
            autocomplete="email"
          />
        </fieldset>
        <fieldset>
          <legend>${t("profile-show-title")}</legend>
          <${SelectField} name="language" label=${t("profile-language")}>
            ${option("zh", "profile-language-zh")} ${option("en", "profile-language-en")}
          <//>
          <${Checkbox}
            name="large_type"
            label=${t("profile-large")}
            hint=${t("profile-large-hint")}
            defaultChecked=${large}
          />
        </fieldset>
        <fieldset>
          <legend>${t("profile-calls-title")}</legend>
          <${Checkbox}
            name="accept_by_1"
            label=${t("profile-accept")}
            hint=${t("profile-accept-hint")}
            defaultChecked=${accept}
          />
          <${Checkbox}
            name="call_back_host"
            label=${t("profile-call-back")}
            hint=${t("profile-call-back-hint")}
            defaultChecked=${callBack}
          />
          <${Cap} name="call_cap" label=${t("profile-call-cap")} hint=${t("profile-call-cap-hint")} />
          <${Cap} name="month_cap" label=${t("profile-month-cap")} hint=${t("profile-month-cap-hint")} />
        </fieldset>
        <div class="actions"><${Button} type="submit" kind="primary">${t("profile-save")}<//></div>
      <//>
    </section>
    <${Audit} />
  `;
}

/** An amount that may be left empty; what is understood is written out when the field is left. */
function Cap({ name, ...field }) {
  const tidy = ({ currentTarget: input }) => {
    const fen = fenOf(input.value);
    if (fen !== null) input.value = yuanOf(fen);
  };
  return html`<${Field}
    ...${field}
    name=${name}
    defaultValue=${yuanOf(account.value[name])}
    inputmode="decimal"
    autocomplete="off"
    maxlength="16"
    class="amount"
    onChange=${tidy}
  />`;
}

function unclear(values) {
  return Object.fromEntries(CAPS.map((name) => [name, fenOf(values[name]) === null && t("error-bad-cap")]));
}
