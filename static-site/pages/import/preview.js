// Every row of the file with what would become of it.
import { Button } from "../../components/button.js";
import { Failed } from "../../components/state.js";
import { t } from "../../i18n.js";
import { html, useLayoutEffect, useRef, useState } from "../../vendor/preact.js";
import { checked } from "./run.js";
import { RowTable } from "./row-table.js";

const FILTERS = [
  ["all", "import-filter-all"],
  ["new", "import-filter-new"],
  ["duplicate", "import-filter-duplicate"],
  ["error", "import-filter-error"],
];

export function Preview({ work }) {
  const [filter, setFilter] = useState("all");
  const heading = useRef(null);
  useLayoutEffect(() => heading.current.focus(), []);
  const { rows, results, running, problem, counts, file } = work;
  const shown = rows.filter((row) => filter === "all" || results.get(row)?.outcome === filter);
  return html`
    <section class="card stack">
      <h2 id="import-file-name" tabindex="-1" ref=${heading} class="file-name">
        ${t("import-file", { file: `\u2068${file}\u2069`, count: rows.length })}
      </h2>
      ${running && html`<${Progress} running=${running} />`}
      ${!running && !problem && html`<p>${checked(results)}</p>`}
      ${problem && html`<${Failed} problem=${problem} retry=${counts.done ? work.start : work.check} />`}
      <${Acts} work=${work} />
    </section>
    <section class="card list-card after">
      <div class="list-head">
        <${Filter} counts=${counts} value=${filter} onChange=${setFilter} />
      </div>
      ${shown.length === 0
        ? html`<p class="none">${t("import-nothing-here")}</p>`
        : html`<${RowTable} key=${filter} rows=${shown} results=${results} />`}
    </section>
  `;
}

export function Progress({ running: { dryRun, done, total } }) {
  const text = t(dryRun ? "import-checking" : "import-running", { done, total });
  return html`<div class="progress">
    <progress max=${total} value=${done} aria-label=${text}></progress>
    <span aria-hidden="true">${text}</span>
  </div>`;
}

function Acts({ work: { running, problem, counts, start, halt, reset } }) {
  if (running && !running.dryRun)
    return html`<p class="actions">
      <${Button} id="import-stop" busy=${running.halting} onClick=${halt}>${t("import-stop")}<//>
    </p>`;
  return html`
    <p class="actions">
      ${!running &&
      !problem &&
      (counts.wanted > 0
        ? html`<${Button} kind="primary" onClick=${start}>
            ${counts.new > 0 ? t("import-start", { count: counts.new }) : t("import-join")}
          <//>`
        : html`<strong>${t("import-none")}</strong>`)}
      <${Button} onClick=${reset}>${t("import-other")}<//>
    </p>
  `;
}

function Filter({ counts, value, onChange }) {
  return html`
    <fieldset class="filter">
      <legend class="unseen">${t("import-filter")}</legend>
      ${FILTERS.map(
        ([key, label]) => html`<label key=${key}>
          <input
            type="radio"
            name="filter"
            value=${key}
            checked=${value === key}
            onChange=${() => onChange(key)}
          />
          <span>${t(label, { count: counts[key] })}</span>
        </label>`,
      )}
    </fieldset>
  `;
}
