// Somebody for the customer's address book (新增联系人).
import { keyKeeper } from "../../api.js";
import { Button } from "../../components/button.js";
import { Dialog } from "../../components/dialog.js";
import { Field } from "../../components/field.js";
import { Form } from "../../components/form.js";
import { toast } from "../../components/toast.js";
import { t } from "../../i18n.js";
import { html, useState } from "../../vendor/preact.js";
import { desk } from "./desk.js";

export function ContactDialog({ base, onClose }) {
  const [keys] = useState(keyKeeper);
  async function save({ name, number, note }) {
    const body = { name, number, note };
    const added = await desk("POST", `${base}/contacts`, body, { key: keys(body) });
    keys.done();
    toast(t("desk-contact-added", { name: added.name }));
    onClose();
  }
  return html`<${Dialog} title=${t("desk-add-contact")} onClose=${onClose}>
    <${Form} onSubmit=${save}>
      <${Field} data-focus name="name" label=${t("name")} required maxlength="32" autocomplete="off" />
      <${Field}
        name="number"
        type="tel"
        label=${t("number")}
        hint=${t("desk-contact-hint")}
        required
        maxlength="32"
        autocomplete="off"
      />
      <${Field} name="note" label=${t("desk-contact-note")} optional maxlength="64" autocomplete="off" />
      <div class="actions desk-contact">
        <${Button} onClick=${onClose}>${t("cancel")}<//>
        <${Button} type="submit" kind="primary">${t("desk-contact-save")}<//>
      </div>
    <//>
  <//>`;
}
