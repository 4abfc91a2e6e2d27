// Change the login password (修改密码).
import { api } from "../../api.js";
import { Button } from "../../components/button.js";
import { PasswordField } from "../../components/field.js";
import { Form } from "../../components/form.js";
import { focusHeading } from "../../components/focus.js";
import { toast } from "../../components/toast.js";
import { t } from "../../i18n.js";
import { account, service } from "../../store.js";
import { html, useState } from "../../vendor/preact.js";

export function Password() {
  const [changes, setChanges] = useState(0);
  const { password_min: min = 8, password_max: max = 128 } = service.value ?? {};
  const check = (values) => ({
    repeat: values.repeat && values.repeat !== values.new_password ? t("password-differs") : null,
  });
  const save = async ({ old_password, new_password }) => {
    await api("PUT", "/account/password", { old_password, new_password });
    toast(t("password-saved"));
    focusHeading();
    setChanges(changes + 1);
  };
  return html`
    <section class="card settings-card">
      <p>${t("password-intro")}</p>
      <${Form} key=${changes} onSubmit=${save} check=${check}>
        <input
          class="unseen"
          type="text"
          autocomplete="username"
          value=${account.value.number}
          readonly
          tabindex="-1"
          aria-hidden="true"
        />
        <${PasswordField}
          name="old_password"
          label=${t("password-old")}
          required
          autocomplete="current-password"
        />
        <${PasswordField}
          name="new_password"
          label=${t("password-new")}
          hint=${t("password-new-hint", { min, max })}
          required
          minlength=${min}
          maxlength=${max}
          autocomplete="new-password"
        />
        <${PasswordField}
          name="repeat"
          label=${t("password-repeat")}
          required
          maxlength=${max}
          autocomplete="new-password"
        />
        <div class="actions">
          <${Button} type="submit" kind="primary">${t("password-save")}<//>
          <a href="#/recover">${t("password-forgotten")}</a>
        </div>
      <//>
    </section>
  `;
}
