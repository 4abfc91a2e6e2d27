// A password to choose, twice (设置密码).
import { html } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { service } from "../store.js";
import { PasswordField } from "./field.js";

export function NewPassword({ label, name = "password" }) {
  const { password_min: least = 8, password_max: most = 128 } = service.value ?? {};
  return html`
    <${PasswordField}
      label=${label}
      hint=${t("password-rules", { least })}
      name=${name}
      autocomplete="new-password"
      minlength=${least}
      maxlength=${most}
      data-missing=${t("password-missing")}
      required
    />
    <${PasswordField}
      label=${t("repeat-password")}
      name="repeat"
      autocomplete="new-password"
      data-missing=${t("repeat-password-missing")}
      required
    />
  `;
}

/** Return what is wrong with the second one, for the form's *check*. */
export function repeated(values, name = "password") {
  return values[name] && values.repeat && values[name] !== values.repeat
    ? { repeat: t("repeat-password-differs") }
    : {};
}
