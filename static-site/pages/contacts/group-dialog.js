// Add or change one group: its name and who is in it (组内成员).
import { Button } from "../../components/button.js";
import { Dialog } from "../../components/dialog.js";
import { Field } from "../../components/field.js";
import { Form } from "../../components/form.js";
import { toast } from "../../components/toast.js";
import { t } from "../../i18n.js";
import { service } from "../../store.js";
import { html, useState } from "../../vendor/preact.js";
import { MemberPicker } from "./member-picker.js";

const MOST = 31; // until the service has said how many parties a conference takes

/** *group* without an id is a new one. */
export function GroupDialog({ group, book, onClose }) {
  const { id, name } = group;
  const contacts = book.contacts.value;
  const [members, setMembers] = useState(() => new Set(present(group.members ?? [], contacts)));
  const most = service.value ? service.value.max_parties - 1 : MOST;
  const save = async (values) => {
    const saved = await book.saveGroup(id, { name: values.name, members: [...members] });
    toast(t(id ? "group-saved" : "group-added", { name: saved.name }));
    onClose();
  };
  return html`
    <${Dialog} wide title=${t(id ? "group-edit-title" : "group-new-title")} onClose=${onClose}>
      <${Form} onSubmit=${save}>
        <${Field}
          data-focus
          name="name"
          label=${t("group-name")}
          defaultValue=${name}
          required
          maxlength="32"
          autocomplete="off"
        />
        <${MemberPicker} contacts=${contacts} members=${members} most=${most} onChange=${setMembers} />
        <div class="actions end">
          <${Button} onClick=${onClose}>${t("cancel")}<//>
          <${Button} type="submit" kind="primary">${t("group-save")}<//>
        </div>
      <//>
    <//>
  `;
}

/** The *ids* that are in the address book: a group remembers deleted contacts for their return. */
function present(ids, contacts) {
  const there = new Set(contacts.map(({ id }) => id));
  return ids.filter((id) => there.has(id));
}
