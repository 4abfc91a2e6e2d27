// The sentence for the result of one row.
import { say } from "../../components/problem.js";
import { t } from "../../i18n.js";

const OUTCOMES = {
  new: "import-result-new",
  done: "import-result-done",
  duplicate: "import-result-duplicate",
};
const FIELDS = {
  name: "contacts-column-name",
  number: "contacts-column-number",
  second_number: "contacts-column-second",
  note: "contacts-column-note",
  group: "contacts-column-groups",
};

export function reason(row, result) {
  if (!result) return t("import-result-waiting");
  if (result.outcome === "duplicate" && row.group) return t("import-result-joins");
  if (result.line) return t("import-result-duplicate-line", { line: String(result.line) });
  if (result.outcome !== "error") return t(OUTCOMES[result.outcome]);
  const text = explain(result);
  const field = FIELDS[result.field];
  return field ? t("import-result-error", { field: t(field), text }) : text;
}

function explain({ code, field }) {
  if (code === "scientific_number") return t("import-scientific-number");
  return say({ code, details: { field } });
}
