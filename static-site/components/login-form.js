// Number and password; the home page and the login page show it (登录).
import { html } from "../vendor/preact.js";
import { api } from "../api.js";
import { t } from "../i18n.js";
import { go } from "../router.js";
import { account } from "../store.js";
import { Button } from "./button.js";
import { Field, PasswordField } from "./field.js";
import { Form } from "./form.js";

export function LoginForm({ back = "/conference" }) {
  async function logIn({ number, password }) {
    account.value = await api("POST", "/sessions", { number, password });
    go(back, { replace: true });
  }

  return html`<${Form} onSubmit=${logIn}>
    <${Field}
      label=${t("number")}
      name="number"
      type="tel"
      autocomplete="username"
      data-missing=${t("number-missing")}
      required
    />
    <${PasswordField}
      label=${t("password")}
      name="password"
      autocomplete="current-password"
      data-missing=${t("password-missing")}
      required
    />
    <${Button} kind="primary" type="submit" class="block">${t("login")}<//>
    <p class="login-links">
      <a href="#/recover">${t("forgotten-password")}</a>
      <a href="#/register">${t("register-now")}</a>
    </p>
  <//>`;
}
