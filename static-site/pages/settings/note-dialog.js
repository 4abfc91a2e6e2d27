// Change the note beside a host phone.
import { api } from "../../api.js";
import { Button } from "../../components/button.js";
import { Dialog } from "../../components/dialog.js";
import { Field } from "../../components/field.js";
import { Form } from "../../components/form.js";
import { toast } from "../../components/toast.js";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { html } from "../../vendor/preact.js";

export function NoteDialog({ host, onSaved, onClose }) {
  const save = async ({ note }) => {
    onSaved(await api("PATCH", `/host-numbers/${host.id}`, { note }));
    toast(t("hosts-saved"));
    onClose();
  };
  return html`
    <${Dialog} title=${t("hosts-edit-title")} onClose=${onClose}>
      <${Form} onSubmit=${save}>
        <p>${phone(host.number)}</p>
        <${Field}
          data-focus
          name="note"
          label=${t("hosts-note")}
          hint=${t("hosts-note-hint")}
          defaultValue=${host.note}
          maxlength="64"
          autocomplete="off"
        />
        <div class="actions end">
          <${Button} onClick=${onClose}>${t("cancel")}<//>
          <${Button} type="submit" kind="primary">${t("hosts-save")}<//>
        </div>
      <//>
    <//>
  `;
}
