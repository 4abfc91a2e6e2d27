// The address book (我的通讯录): contacts, groups, and the import of a file.
import { furnish } from "../components/furnish.js";
import { Tabs } from "../components/tabs.js";
import { t } from "../i18n.js";
import { html } from "../vendor/preact.js";
import { useBook } from "../components/book.js";
import { Groups } from "./contacts/groups.js";
import { People } from "./contacts/people.js";
import { Import } from "./import.js";

const TITLES = { "/contacts/groups": "contacts-tab-groups", "/contacts/import": "import-title" };

export const title = (path) => TITLES[path] ?? "contacts-title";

await Promise.all([furnish("account"), furnish("people")]);

export default function Contacts({ path }) {
  if (path === "/contacts/import") return html`<${Import} />`;
  return html`<${Book} groups=${path === "/contacts/groups"} />`;
}

function Book({ groups }) {
  const book = useBook();
  return html`
    <h1 tabindex="-1">${t("contacts-title")}</h1>
    <${Tabs}
      label=${t("contacts-tabs")}
      items=${[
        { path: "/contacts", text: t("contacts-tab-people") },
        { path: "/contacts/groups", text: t("contacts-tab-groups") },
      ]}
    />
    ${groups ? html`<${Groups} book=${book} />` : html`<${People} book=${book} />`}
  `;
}
