// The contacts (联系人): search, choose, add, edit, delete and bring back.
import { Button, ButtonLink } from "../../components/button.js";
import { focusSoon } from "../../components/focus.js";
import { say } from "../../components/problem.js";
import { SearchBox } from "../../components/search-box.js";
import { Empty, Failed, Loading } from "../../components/state.js";
import { toast } from "../../components/toast.js";
import { t } from "../../i18n.js";
import { html, useState } from "../../vendor/preact.js";
import { ContactDialog } from "./contact-dialog.js";
import { ContactTable, checkboxOf } from "./contact-table.js";
import { matching } from "../../components/matching.js";
import { SelectionBar } from "./selection-bar.js";

export function People({ book }) {
  const [query, setQuery] = useState("");
  const [selected, setSelected] = useState(new Set());
  const [edited, setEdited] = useState(null);
  const [removing, setRemoving] = useState(false);
  const contacts = book.contacts.value;
  const groupsOf = book.groupsOf.value;
  const found = matching(contacts, query, groupsOf);
  const chosen = found.filter(({ id }) => selected.has(id)).map(({ id }) => id);

  const search = (text) => {
    setQuery(text);
    setSelected(new Set());
  };
  const select = (ids, on) => {
    const next = new Set(selected);
    for (const id of ids) on ? next.add(id) : next.delete(id);
    setSelected(next);
  };
  const remove = async (ids) => {
    const at = found.findIndex(({ id }) => ids.includes(id));
    const left = found.filter(({ id }) => !ids.includes(id));
    setRemoving(true);
    try {
      const restore = await book.removeContacts(ids);
      select(ids, false);
      toast(t("contacts-removed", { count: ids.length }), undo(restore));
      const next = left[Math.min(at, left.length - 1)];
      focusSoon(next ? checkboxOf(next) : "contacts-new");
    } catch (problem) {
      toast(say(problem), { kind: "error" });
    }
    setRemoving(false);
  };

  return html`
    <div class="bar">
      <${SearchBox} label=${t("contacts-search")} value=${query} onChange=${search} />
      <div class="bar-end">
        <${Button} id="contacts-new" kind="primary" icon="plus" onClick=${() => setEdited({})}>
          ${t("contacts-new")}
        <//>
        <${ButtonLink} icon="upload" href="#/contacts/import">${t("contacts-import")}<//>
        <${ButtonLink} icon="download" href="/api/contacts/export" download>${t("contacts-export")}<//>
      </div>
    </div>
    ${book.problem.value && html`<${Unreached} book=${book} />`}
    ${contacts.length === 0
      ? html`<${Nobody} book=${book} add=${() => setEdited({})} />`
      : html`
          <section class="card list-card" aria-label=${t("contacts-list")}>
            <${SelectionBar}
              found=${found}
              chosen=${chosen}
              text=${countOf(book, found, query)}
              select=${select}
              removing=${removing}
              remove=${() => remove(chosen)}
            />
            ${found.length === 0
              ? html`<${Empty} icon="search" text=${t("contacts-none-found", { query: query.trim() })} />`
              : html`<${ContactTable}
                  contacts=${found}
                  groupsOf=${groupsOf}
                  selected=${selected}
                  select=${select}
                  edit=${setEdited}
                  remove=${({ id }) => remove([id])}
                />`}
          </section>
        `}
    ${edited &&
    html`<${ContactDialog} contact=${edited} book=${book} onClose=${() => setEdited(null)} />`}
  `;
}

export function Unreached({ book }) {
  return html`<div class="card">
    <${Failed} problem=${book.problem.value} busy=${book.loading.value} retry=${book.load} />
  </div>`;
}

function Nobody({ book, add }) {
  if (book.problem.value) return null;
  if (book.loading.value) return html`<${Loading} />`;
  return html`<div class="card">
    <${Empty}
      icon="users"
      text=${t("contacts-empty")}
      action=${html`<${Button} kind="primary" icon="plus" onClick=${add}>${t("contacts-new")}<//>`}
    />
  </div>`;
}

function countOf(book, found, query) {
  const count = book.contacts.value.length;
  if (book.loading.value) return t("contacts-loading", { count });
  if (query.trim()) return t("contacts-count-found", { found: found.length, count });
  return t("contacts-count", { count });
}

/** A toast's button that takes back what was done; *restore* may fail like any request. */
export function undo(restore) {
  const run = async () => {
    try {
      await restore();
      toast(t("contacts-restored"));
    } catch (problem) {
      toast(say(problem), { kind: "error" });
    }
  };
  return { action: { label: t("contacts-undo"), run } };
}
