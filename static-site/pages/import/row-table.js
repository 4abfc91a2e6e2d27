// The rows of the file, and for each its result in words.
import { Icon } from "../../components/icon.js";
import { useMore } from "../../components/list.js";
import { t } from "../../i18n.js";
import { html } from "../../vendor/preact.js";
import { reason } from "./reason.js";

const ICONS = { new: "circle", done: "circle-check", duplicate: "copy", error: "circle-alert" };
const COLUMNS = [
  "import-column-line",
  "contacts-column-name",
  "contacts-column-number",
  "contacts-column-second",
  "contacts-column-groups",
  "contacts-column-note",
  "import-column-result",
];
const idOf = ({ line }) => `line-${line}`;

export function RowTable({ rows, results }) {
  const [shown, more] = useMore(rows, { label: (count) => t("import-more", { count }), idOf });
  return html`
    <table class="rows import-rows" role="table">
      <caption class="unseen">${t("import-list")}</caption>
      <thead role="rowgroup">
        <tr role="row">
          ${COLUMNS.map((id) => html`<th key=${id} role="columnheader" scope="col">${t(id)}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${shown.map((row) => html`<${Row} key=${row.line} row=${row} result=${results.get(row)} />`)}
      </tbody>
    </table>
    ${more}
  `;
}

function Row({ row, result }) {
  const { line, name, number, second_number: second, group, note } = row;
  const cell = (field, text, label) => html`<td
    role="cell"
    class=${result?.field === field ? `cell-${field} wrong` : `cell-${field}`}
    data-label=${text && label ? t(label) : undefined}
  >
    ${text && html`<bdi>${text}</bdi>`}
  </td>`;
  return html`
    <tr role="row" id=${idOf(row)} tabindex="-1">
      <td role="cell" class="cell-line">${line}</td>
      ${cell("name", name)} ${cell("number", number)} ${cell("second_number", second, "contacts-column-second")}
      ${cell("group", group, "contacts-column-groups")}
      ${cell("note", note, "contacts-column-note")}
      <td role="cell" class=${`cell-result result-${result?.outcome ?? "waiting"}`}>
        <div>
          <${Icon} name=${ICONS[result?.outcome] ?? "clock"} />
          <span>${reason(row, result)}</span>
        </div>
      </td>
    </tr>
  `;
}
