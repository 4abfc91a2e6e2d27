// The groups (会议组): a group's members are invited with one tap.
import { Button, ButtonLink, IconButton } from "../../components/button.js";
import { Icon } from "../../components/icon.js";
import { focusSoon } from "../../components/focus.js";
import { say } from "../../components/problem.js";
import { SearchBox } from "../../components/search-box.js";
import { Empty, Loading } from "../../components/state.js";
import { toast } from "../../components/toast.js";
import { t } from "../../i18n.js";
import { html, useState } from "../../vendor/preact.js";
import { GroupDialog } from "./group-dialog.js";
import { undo, Unreached } from "./people.js";

const NAMES = 4;
const SEARCH_FROM = 8;
const editOf = ({ id }) => `edit-${id}`;

export function Groups({ book }) {
  const [query, setQuery] = useState("");
  const [edited, setEdited] = useState(null);
  const groups = book.groups.value;
  const people = new Map(book.contacts.value.map((contact) => [contact.id, contact]));
  const found = groups.filter(({ name }) => name.toLowerCase().includes(query.trim().toLowerCase()));
  const remove = async (group) => {
    const at = found.indexOf(group);
    try {
      const restore = await book.removeGroups([group.id]);
      toast(t("groups-removed", { name: group.name }), undo(restore));
      const next = found[at + 1] ?? found[at - 1];
      focusSoon(next ? editOf(next) : "groups-new");
    } catch (problem) {
      toast(say(problem), { kind: "error" });
    }
  };

  return html`
    <div class="bar">
      ${groups.length >= SEARCH_FROM &&
      html`<${SearchBox} label=${t("groups-search")} value=${query} onChange=${setQuery} />`}
      <div class="bar-end">
        <${Button} id="groups-new" kind="primary" icon="plus" onClick=${() => setEdited({})}>
          ${t("groups-new")}
        <//>
      </div>
    </div>
    ${book.problem.value && html`<${Unreached} book=${book} />`}
    ${groups.length === 0
      ? html`<${None} book=${book} add=${() => setEdited({})} />`
      : html`
          <section class="card list-card" aria-label=${t("groups-list")}>
            <p class="list-head" role="status">${t("groups-count", { count: groups.length })}</p>
            ${found.length === 0 &&
            html`<${Empty} icon="search" text=${t("groups-none-found", { query: query.trim() })} />`}
            <ul class="rows groups">
              ${found.map(
                (group) => html`<${Row}
                  key=${group.id}
                  group=${group}
                  members=${group.members.map((id) => people.get(id)).filter(Boolean)}
                  onEdit=${() => setEdited(group)}
                  onRemove=${() => remove(group)}
                />`,
              )}
            </ul>
            <p class="list-foot">${t("groups-by-phone")}</p>
          </section>
        `}
    ${edited && html`<${GroupDialog} group=${edited} book=${book} onClose=${() => setEdited(null)} />`}
  `;
}

function None({ book, add }) {
  if (book.problem.value) return null;
  if (book.loading.value) return html`<${Loading} />`;
  const nobody = book.contacts.value.length === 0;
  const action = nobody
    ? html`<${ButtonLink} kind="primary" href="#/contacts">${t("contacts-tab-people")}<//>`
    : html`<${Button} kind="primary" icon="plus" onClick=${add}>${t("groups-new")}<//>`;
  return html`<div class="card">
    <${Empty} icon="users" text=${t(nobody ? "groups-empty-contacts" : "groups-empty")} action=${action} />
  </div>`;
}

function Row({ group, members, onEdit, onRemove }) {
  const { name, number } = group;
  return html`
    <li class="item">
      <span class="avatar" aria-hidden="true"><${Icon} name="users" /></span>
      <div class="item-text">
        <h2 class="item-name">
          <bdi>${name}</bdi>
          <span class="pill">${t("groups-size", { count: members.length })}</span>
          ${number && html`<span class="hint">${t("groups-number", { number: String(number) })}</span>`}
        </h2>
        <p class="item-more">${namesOf(members)}</p>
      </div>
      <div class="item-acts">
        <${IconButton}
          id=${editOf(group)}
          icon="pencil"
          label=${t("groups-edit-one", { name })}
          onClick=${onEdit}
        />
        <${IconButton} icon="trash-2" label=${t("groups-remove-one", { name })} onClick=${onRemove} />
      </div>
    </li>
  `;
}

function namesOf(members) {
  if (members.length === 0) return t("groups-no-members");
  const names = members.slice(0, NAMES).map(({ name }) => isolate(name)).join(t("groups-comma"));
  return members.length > NAMES ? t("groups-others", { names }) : names;
}

/** Keep the writing direction of one name from turning its neighbours around. */
const isolate = (name) => `\u2068${name}\u2069`;
