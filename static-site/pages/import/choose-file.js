// Choose the file: by the button or by dropping it, with what a file must look like.
import { Button } from "../../components/button.js";
import { Icon } from "../../components/icon.js";
import { t } from "../../i18n.js";
import { html, useState } from "../../vendor/preact.js";
import { download } from "./download.js";

const WORDS = {
  "too-large": "import-file-too-large",
  empty: "import-file-empty",
  workbook: "import-file-workbook",
  unreadable: "import-file-unreadable",
  offline: "import-file-offline",
};

export function ChooseFile({ onFile, bad, busy }) {
  const [over, setOver] = useState(false);
  const take = ([file]) => {
    setOver(false);
    if (file && !busy) onFile(file);
  };
  const drop = (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  };
  const hover = (on) => (event) => {
    event.preventDefault();
    setOver(on);
  };
  const choose = (event) => {
    take(event.currentTarget.files);
    event.currentTarget.value = ""; // the same file may be chosen again after it was mended
  };
  return html`
    <section class="card stack">
      <p>${t("import-intro")}</p>
      <div
        class=${over ? "drop over" : "drop"}
        onDragOver=${hover(true)}
        onDragLeave=${hover(false)}
        onDrop=${drop}
      >
        <${Icon} name="upload" />
        <label class="button primary file">
          ${busy ? t("import-reading") : t("import-choose")}
          <input
            id="import-file"
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            aria-describedby=${bad ? "import-bad import-limits" : "import-limits"}
            onChange=${choose}
          />
        </label>
        <p class="drop-or">${t("import-drop")}</p>
        <p id="import-limits" class="hint">${t("import-limits")}</p>
        <div role="alert">${bad && html`<p id="import-bad" class="error">${t(WORDS[bad])}</p>`}</div>
      </div>
      <h2>${t("import-columns-title")}</h2>
      <p>${t("import-columns-text")}</p>
      <p>${t("import-columns-excel")}</p>
      <p>
        <${Button} icon="download" onClick=${template}>${t("import-template")}<//>
      </p>
    </section>
  `;
}

function template() {
  const lines = [t("import-template-head"), t("import-template-row")].map((line) => line.split(","));
  download(t("import-template-file"), lines);
}
