// The groups, each inserted with one tap (会议组, S48).
import { html, useEffect, useRef } from "../../vendor/preact.js";
import { t } from "../../i18n.js";
import { Button } from "../button.js";
import { admit } from "./admission.js";
import { toast } from "../toast.js";

export function Groups({ book, parties, host, most, onChange }) {
  const inserted = useRef([]);
  // On another page there is nothing to take back.
  useEffect(() => () => inserted.current.forEach((close) => close()), []);
  const people = new Map(book.contacts.value.map((contact) => [contact.id, contact]));
  const groups = book.groups.value
    .map((group) => ({ ...group, members: group.members.map((id) => people.get(id)).filter(Boolean) }))
    .filter(({ members }) => members.length > 0);
  const none = !book.loading.value && !book.problem.value && groups.length === 0;

  function insert({ name, members }) {
    const { added, refused } = admit(members, { parties, host, most });
    if (added.length) onChange((all) => [...all, ...added]);
    const text = t(refused.length ? "group-inserted-partly" : "group-inserted", {
      name,
      count: added.length,
      left: refused.length,
      why: refused[0]?.why ?? "",
    });
    const gone = new Set(added.map(({ number }) => number));
    const undo = () => onChange((all) => all.filter(({ number }) => !gone.has(number)));
    const way = added.length ? { action: { label: t("contacts-undo"), run: undo } } : { kind: "error" };
    inserted.current.push(toast(text, way));
  }

  return html`<div class="group-buttons" role="group" aria-label=${t("contacts-tab-groups")}>
    <span class="hint" aria-hidden="true">${t("contacts-tab-groups")}</span>
    ${groups.map(
      (group) => html`<${Button} key=${group.id} class="group-button" icon="plus" onClick=${() => insert(group)}>
        <bdi>${group.name}</bdi> <span class="chip-number">${t("groups-size", { count: group.members.length })}</span>
      <//>`,
    )}
    ${none && html`<a href="#/contacts/groups">${t("group-none")}</a>`}
  </div>`;
}
