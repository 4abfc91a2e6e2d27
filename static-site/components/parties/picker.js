// The address book, to tick who is called (从通讯录添加).
import { html, useState } from "../../vendor/preact.js";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { ButtonLink } from "../button.js";
import { useMore } from "../list.js";
import { SearchBox } from "../search-box.js";
import { Empty, Failed, Loading } from "../state.js";
import { matching } from "../matching.js";

const NO_GROUPS = new Map();
const SUGGESTIONS = 6;
const boxOf = ({ number }) => `pick-${number}`;

/** Return {id, name, number} for what *query* finds among the *contacts*, both numbers of each. */
export function suggestions(contacts, query) {
  if (!query.trim()) return [];
  return matching(contacts, query, NO_GROUPS).slice(0, SUGGESTIONS).flatMap(numbersOf).slice(0, SUGGESTIONS);
}

export function Picker({ book, parties, host, most, onChange }) {
  const contacts = book.contacts.value;
  return html`<section class="card picker" aria-labelledby="picker-title">
    <h2 id="picker-title">${t("picker-title")}</h2>
    ${contacts.length > 0
      ? html`<${Choices} ...${{ book, contacts, parties, host, most, onChange }} />`
      : html`<${None} book=${book} />`}
  </section>`;
}

function None({ book }) {
  if (book.problem.value) {
    return html`<${Failed} problem=${book.problem.value} busy=${book.loading.value} retry=${book.load} />`;
  }
  if (book.loading.value) return html`<${Loading} />`;
  const link = html`<${ButtonLink} icon="user-plus" href="#/contacts">${t("contacts-title")}<//>`;
  return html`<${Empty} icon="users" text=${t("picker-empty")} action=${link} />`;
}

function Choices({ book, contacts, parties, host, most, onChange }) {
  const [query, setQuery] = useState("");
  const chosen = new Set(parties.map(({ number }) => number));
  const full = parties.length + 1 >= most;
  const found = matching(contacts, query, book.groupsOf.value).flatMap(numbersOf);
  const [shown, more] = useMore(found, { label: (count) => t("contacts-more", { count }), idOf: boxOf });
  const put = ({ number, name }, on) =>
    onChange((all) => {
      const others = all.filter((one) => one.number !== number);
      return on ? [...others, { number, name }] : others;
    });

  return html`
    <${SearchBox} label=${t("contacts-search")} value=${query} onChange=${setQuery} />
    <div class="members-list" role="group" aria-labelledby="picker-title" tabindex="0">
      ${shown.map(
        (one) => html`<${Choice}
          key=${`${one.id}-${one.number}`}
          choice=${one}
          host=${one.number === host}
          on=${chosen.has(one.number)}
          full=${full}
          onChange=${(on) => put(one, on)}
        />`,
      )}
      ${shown.length === 0 && html`<p class="none">${t("contacts-none-found", { query: query.trim() })}</p>`} ${more}
    </div>
    ${full && html`<p class="hint">${t("picker-full", { most })}</p>`}
  `;
}

function Choice({ choice, host, on, full, onChange }) {
  const { name, number, second } = choice;
  return html`<label class="checkbox choice">
    <input
      id=${boxOf(choice)}
      type="checkbox"
      checked=${on}
      disabled=${(host || full) && !on}
      onChange=${(event) => onChange(event.currentTarget.checked)}
    />
    <span class="choice-text">
      <bdi>${name}</bdi>
      <span class="choice-number">
        ${host && html`<span class="tag">${t("picker-host")}</span> `}
        ${second && html`<span class="tag">${t("contacts-column-second")}</span> `}${phone(number)}
      </span>
    </span>
  </label>`;
}

/** A contact with two numbers can be called at either. */
function numbersOf({ id, name, number, second_number: second }) {
  const first = { id, name, number };
  return second ? [first, { id, name, number: second, second: true }] : [first];
}

/** Enter in the search of the address book would send the form, which is not what a search is for. */
export function stay(event) {
  if (event.key === "Enter" && event.target.type === "search") event.preventDefault();
}
