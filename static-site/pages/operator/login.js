// Logging in at the desk (坐席登录).
import { Button } from "../../components/button.js";
import { Field, PasswordField } from "../../components/field.js";
import { Form } from "../../components/form.js";
import { t } from "../../i18n.js";
import { html } from "../../vendor/preact.js";
import { Problem } from "../../api.js";
import { customer, desk, operator } from "./desk.js";

export function Login() {
  async function logIn(values) {
    try {
      const here = await desk("POST", "/sessions", values);
      customer.value = null;
      operator.value = here;
    } catch (problem) {
      // The words of an account speak of its number.
      if (problem.code === "bad_login") throw new Problem(problem.status, "bad_desk_login", problem.details);
      throw problem;
    }
  }
  return html`<div class="narrow slim">
    <h1 tabindex="-1">${t("desk-login-title")}</h1>
    <p class="lead">${t("desk-login-lead")}</p>
    <section class="card">
      <${Form} onSubmit=${logIn}>
        <${Field}
          label=${t("desk-login")}
          name="login"
          autocomplete="username"
          autocapitalize="none"
          spellcheck=${false}
          maxlength="32"
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
      <//>
    </section>
  </div>`;
}
