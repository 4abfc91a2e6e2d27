// The contacts as a table; on a narrow screen each row becomes a card, so the roles are said aloud.
import { IconButton } from "../../components/button.js";
import { Avatar, useMore } from "../../components/list.js";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { html } from "../../vendor/preact.js";

const CHIPS = 2;

export const checkboxOf = ({ id }) => `select-${id}`;

export function ContactTable({ contacts, groupsOf, selected, select, edit, remove }) {
  const [shown, more] = useMore(contacts, {
    label: (count) => t("contacts-more", { count }),
    idOf: checkboxOf,
  });
  return html`
    <table class="rows contacts" role="table">
      <caption class="unseen">${t("contacts-list")}</caption>
      <${Head} />
      <tbody role="rowgroup">
        ${shown.map(
          (contact) => html`<${Row}
            key=${contact.id}
            contact=${contact}
            groups=${groupsOf.get(contact.id) ?? []}
            selected=${selected.has(contact.id)}
            onSelect=${(on) => select([contact.id], on)}
            onEdit=${() => edit(contact)}
            onRemove=${() => remove(contact)}
          />`,
        )}
      </tbody>
    </table>
    ${more}
  `;
}

function Head() {
  const column = (id) => html`<th role="columnheader" scope="col">${t(id)}</th>`;
  const unseen = (id) => html`<th role="columnheader" scope="col">
    <span class="unseen">${t(id)}</span>
  </th>`;
  return html`
    <thead role="rowgroup">
      <tr role="row">
        ${unseen("contacts-select-all")} ${column("contacts-column-name")}
        ${column("contacts-column-number")} ${column("contacts-column-second")}
        ${column("contacts-column-groups")} ${column("contacts-column-note")}
        ${unseen("contacts-column-actions")}
      </tr>
    </thead>
  `;
}

function Row({ contact, groups, selected, onSelect, onEdit, onRemove }) {
  const { name, number, second_number: second, note } = contact;
  return html`
    <tr role="row" class=${selected ? "chosen" : ""}>
      <td role="cell" class="cell-tick">
        <label class="tick">
          <input
            id=${checkboxOf(contact)}
            type="checkbox"
            checked=${selected}
            aria-label=${t("contacts-select-one", { name })}
            onChange=${(event) => onSelect(event.currentTarget.checked)}
          />
        </label>
      </td>
      <td role="cell" class="cell-name">
        <div class="who"><${Avatar} name=${name} /><bdi>${name}</bdi></div>
      </td>
      <td role="cell" class="cell-number">${phone(number)}</td>
      <td role="cell" class="cell-second">${second && phone(second)}</td>
      <td role="cell" class="cell-groups"><${Chips} groups=${groups} /></td>
      <td role="cell" class="cell-note"><bdi>${note}</bdi></td>
      <td role="cell" class="cell-acts">
        <${IconButton} icon="pencil" label=${t("contacts-edit-one", { name })} onClick=${onEdit} />
        <${IconButton} icon="trash-2" label=${t("contacts-remove-one", { name })} onClick=${onRemove} />
      </td>
    </tr>
  `;
}

function Chips({ groups }) {
  if (groups.length === 0) return null;
  const rest = groups.length - CHIPS;
  return html`<span class="pills">
    ${groups.slice(0, CHIPS).map(({ id, name }) => html`<bdi key=${id} class="pill">${name}</bdi>`)}
    ${rest > 0 && html`<span class="pill">${t("contacts-groups-more", { count: rest })}</span>`}
  </span>`;
}
