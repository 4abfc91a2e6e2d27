// Choose the members of a group among the contacts, no more than one conference takes.
import { useMore } from "../../components/list.js";
import { SearchBox } from "../../components/search-box.js";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { html, useState } from "../../vendor/preact.js";
import { matching } from "../../components/matching.js";

const NO_GROUPS = new Map();
const boxOf = ({ id }) => `member-${id}`;

export function MemberPicker({ contacts, members, most, onChange }) {
  const [query, setQuery] = useState("");
  const [only, setOnly] = useState(false);
  const found = matching(contacts, query, NO_GROUPS).filter(({ id }) => !only || members.has(id));
  const [shown, more] = useMore(found, {
    label: (count) => t("contacts-more", { count }),
    idOf: boxOf,
  });
  const full = members.size >= most;
  const put = (id, on) => {
    const next = new Set(members);
    on ? next.add(id) : next.delete(id);
    onChange(next);
  };
  // Enter in the search would send the form, which is not what a search is for.
  const stay = (event) => {
    if (event.key === "Enter" && event.target.type === "search") event.preventDefault();
  };
  return html`
    <fieldset class="members" onKeyDown=${stay}>
      <legend>${t("group-members")}</legend>
      <div class="members-head">
        <${SearchBox} label=${t("group-members-search")} value=${query} onChange=${setQuery} />
        <label class="checkbox">
          <input type="checkbox" checked=${only} onChange=${() => setOnly(!only)} />
          <span>${t("group-members-chosen")}</span>
        </label>
      </div>
      <div class="members-list" role="group" aria-label=${t("group-members")} tabindex="0">
        ${shown.map(
          (contact) => html`<${Choice}
            key=${contact.id}
            contact=${contact}
            on=${members.has(contact.id)}
            full=${full}
            onChange=${(on) => put(contact.id, on)}
          />`,
        )}
        ${shown.length === 0 && html`<p class="none">${t("group-members-none")}</p>`} ${more}
      </div>
      <p class="hint" role="status">
        ${t(full ? "group-members-full" : "group-members-count", { count: members.size, most })}
      </p>
    </fieldset>
  `;
}

function Choice({ contact, on, full, onChange }) {
  return html`<label class="checkbox choice">
    <input
      id=${boxOf(contact)}
      type="checkbox"
      checked=${on}
      disabled=${full && !on}
      onChange=${(event) => onChange(event.currentTarget.checked)}
    />
    <span class="choice-text">
      <bdi>${contact.name}</bdi> <span class="choice-number">${phone(contact.number)}</span>
    </span>
  </label>`;
}
