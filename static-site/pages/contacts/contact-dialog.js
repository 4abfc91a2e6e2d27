// Add or change one contact.
import { Button } from "../../components/button.js";
import { Dialog } from "../../components/dialog.js";
import { Field } from "../../components/field.js";
import { Form } from "../../components/form.js";
import { toast } from "../../components/toast.js";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { html } from "../../vendor/preact.js";

/** *contact* without an id is a new one. */
export function ContactDialog({ contact, book, onClose }) {
  const { id, name, number, second_number: second, note } = contact;
  const save = async (values) => {
    const saved = await book.saveContact(id, id ? changes(contact, values) : filled(values));
    toast(t(id ? "contact-saved" : "contact-added", { name: saved.name }));
    onClose();
  };
  return html`
    <${Dialog} title=${t(id ? "contact-edit-title" : "contact-new-title")} onClose=${onClose}>
      <${Form} onSubmit=${save}>
        <${Field}
          data-focus
          name="name"
          label=${t("contact-name")}
          defaultValue=${name}
          required
          maxlength="32"
          autocomplete="off"
        />
        <${Field}
          name="number"
          type="tel"
          label=${t("contact-number")}
          hint=${t("contact-number-hint")}
          defaultValue=${number && phone(number)}
          required
          maxlength="32"
          autocomplete="off"
        />
        <${Field}
          name="second_number"
          type="tel"
          label=${t("contact-second")}
          defaultValue=${second && phone(second)}
          optional
          maxlength="32"
          autocomplete="off"
        />
        <${Field}
          name="note"
          label=${t("contact-note")}
          defaultValue=${note}
          optional
          maxlength="64"
          autocomplete="off"
        />
        <div class="actions end">
          <${Button} onClick=${onClose}>${t("cancel")}<//>
          <${Button} type="submit" kind="primary">${t("contact-save")}<//>
        </div>
      <//>
    <//>
  `;
}

/** The fields that are not blank: a new contact needs no word about the others. */
function filled(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim()));
}

/** Only what was changed, so that a number goes back as it came and not as we wrote it. */
function changes(contact, { name, number, second_number: second, note }) {
  const changed = { name, note };
  if (number !== phone(contact.number)) changed.number = number;
  if (second !== (contact.second_number ? phone(contact.second_number) : ""))
    changed.second_number = second.trim() || null;
  return changed;
}
