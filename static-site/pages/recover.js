// A forgotten password: the same code call, and nothing told about the number (找回密码).
import { html, useState } from "../vendor/preact.js";
import { api, keyKeeper } from "../api.js";
import { t } from "../i18n.js";
import { go } from "../router.js";
import { account } from "../store.js";
import { Button } from "../components/button.js";
import { CodeCall, forget, kept } from "../components/codecall.js";
import { Form } from "../components/form.js";
import { NewPassword, repeated } from "../components/new-password.js";
import { NumberField } from "../components/number-field.js";
import { toast } from "../components/toast.js";

export const title = "recover-title";

const BASE = "/recoveries";

export default function Recover() {
  const [verification, setVerification] = useState(() => kept(BASE));
  const [keys] = useState(keyKeeper);

  async function ask({ number }) {
    const body = { number };
    setVerification(await api("POST", BASE, body, { key: keys(body) }));
    keys.done();
  }

  function again() {
    forget(BASE);
    setVerification(null);
  }

  function done(me) {
    account.value = me;
    toast(t("recover-done"));
    go("/conference", { replace: true });
  }

  return html`<div class="narrow slim">
    <h1>${t("recover-title")}</h1>
    <p class="lead">${t("recover-lead")}</p>
    <section class="card">
      ${verification
        ? html`<${CodeCall}
            base=${BASE}
            verification=${verification}
            onVerified=${done}
            onAgain=${again}
            body=${({ password }) => ({ password })}
            check=${repeated}
          >
            <${NewPassword} label=${t("new-password")} />
          <//>`
        : html`<${Form} onSubmit=${ask}>
            <${NumberField} label=${t("number-registered")} />
            <div class="actions">
              <${Button} kind="primary" type="submit" icon="phone-call">${t("recover-ask")}<//>
              <a class="button quiet" href="#/login">${t("login-back")}</a>
            </div>
          <//>`}
    </section>
  </div>`;
}
