// Log in, and go back to the page that was wanted (登录).
import { html, useEffect } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { go, wayBack } from "../router.js";
import { account } from "../store.js";
import { Alert } from "../components/alert.js";
import { LoginForm } from "../components/login-form.js";

export const title = "login";

export default function Login({ params }) {
  const back = wayBack(params);
  useEffect(() => {
    if (account.value) go(back, { replace: true });
  }, [account.value]);

  return html`<div class="narrow slim">
    <h1>${t("login")}</h1>
    ${params.has("back") && html`<${Alert} kind="info">${t("login-first")}<//>`}
    <section class="card"><${LoginForm} back=${back} /></section>
  </div>`;
}
