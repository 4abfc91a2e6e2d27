// Take one's data away, or close the account (数据与账户).
import { api } from "../../api.js";
import { Button, ButtonLink } from "../../components/button.js";
import { Confirm } from "../../components/dialog.js";
import { PasswordField } from "../../components/field.js";
import { Form } from "../../components/form.js";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { go } from "../../router.js";
import { account } from "../../store.js";
import { batch, html, useState } from "../../vendor/preact.js";

export function Data() {
  return html`
    <section class="card settings-card">
      <h2>${t("data-export-title")}</h2>
      <p>${t("data-export-text")}</p>
      <p class="actions">
        <${ButtonLink} icon="download" href="/api/account/export" download>${t("data-export")}<//>
      </p>
    </section>
    <${Closure} />
  `;
}

function Closure() {
  const [answer, setAnswer] = useState(null);
  const number = phone(account.value.number);
  const sure = () => new Promise((resolve) => setAnswer(() => resolve));
  const reply = (yes) => {
    answer(yes);
    setAnswer(null);
  };
  const close = async ({ password }) => {
    if (!(await sure())) return;
    await api("POST", "/account/closure", { password });
    batch(() => {
      account.value = null;
      go("/closed", { replace: true });
    });
  };
  return html`
    <section class="card settings-card">
      <h2>${t("data-close-title")}</h2>
      <p>${t("data-close-text", { number })}</p>
      <dl class="fates">
        <dt>${t("data-close-deleted")}</dt>
        <dd>${t("data-close-deleted-text")}</dd>
        <dt>${t("data-close-kept")}</dt>
        <dd>${t("data-close-kept-text")}</dd>
      </dl>
      <p>${t("data-close-export-first")}</p>
      <${Form} onSubmit=${close}>
        <${PasswordField}
          name="password"
          label=${t("data-close-password")}
          required
          autocomplete="current-password"
        />
        <div class="actions"><${Button} type="submit" kind="danger">${t("data-close")}<//></div>
      <//>
    </section>
    ${answer &&
    html`<${Confirm}
      title=${t("data-close-sure-title")}
      confirm=${t("data-close-sure")}
      onConfirm=${() => reply(true)}
      onClose=${() => reply(false)}
    >
      <p>${t("data-close-sure-text", { number })}</p>
    <//>`}
  `;
}
