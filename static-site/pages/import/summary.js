// What became of the import, and the rows that are left over as a file to mend.
import { Button, ButtonLink } from "../../components/button.js";
import { Icon } from "../../components/icon.js";
import { t } from "../../i18n.js";
import { html, useLayoutEffect, useRef } from "../../vendor/preact.js";
import { download } from "./download.js";
import { reason } from "./reason.js";

export function Summary({ work }) {
  const heading = useRef(null);
  useLayoutEffect(() => heading.current.focus(), []);
  const { counts, reset, start } = work;
  const halted = counts.waiting > 0;
  const fact = (id, count, icon) => html`<div class="fact">
    <dt><${Icon} name=${icon} />${t(id)}</dt>
    <dd>${t("import-number", { count })}</dd>
  </div>`;
  return html`
    <section class="card stack">
      <h2 tabindex="-1" ref=${heading}>${t(halted ? "import-stopped" : "import-done")}</h2>
      <dl class="facts">
        ${fact("import-summary-done", counts.done, "circle-check")}
        ${fact("import-summary-duplicate", counts.duplicate, "copy")}
        ${fact("import-summary-error", counts.error, "circle-alert")}
        ${halted && fact("import-summary-waiting", counts.waiting, "clock")}
      </dl>
      <p class="actions">
        <${ButtonLink} kind="primary" href="#/contacts">${t("import-to-contacts")}<//>
        ${halted && html`<${Button} onClick=${start}>${t("import-go-on")}<//>`}
        ${counts.error > 0 &&
        html`<${Button} icon="download" onClick=${() => leftOver(work)}>${t("import-failed-download")}<//>`}
        <${Button} onClick=${reset}>${t("import-other")}<//>
      </p>
    </section>
  `;
}

function leftOver({ rows, results }) {
  const head = [...t("import-template-head").split(","), t("import-failed-reason")];
  const lines = rows
    .filter((row) => results.get(row)?.outcome === "error")
    .map((row) => [row.name, row.number, row.second_number, row.note, row.group, reason(row, results.get(row))]);
  download(t("import-failed-file"), [head, ...lines]);
}
