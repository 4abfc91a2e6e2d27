// Import contacts from a file (导入): choose, see what would happen, do it, see what happened.
import { Icon } from "../components/icon.js";
import { t } from "../i18n.js";
import { html } from "../vendor/preact.js";
import { ChooseFile } from "./import/choose-file.js";
import { Preview } from "./import/preview.js";
import { Summary } from "./import/summary.js";
import { useImport } from "./import/run.js";

export function Import() {
  const work = useImport();
  return html`
    <p class="back"><a href="#/contacts"><${Icon} name="arrow-left" />${t("import-back")}</a></p>
    <h1 tabindex="-1">${t("import-title")}</h1>
    ${work.step === "choose" &&
    html`<${ChooseFile} onFile=${work.open} bad=${work.bad} busy=${work.busy} />`}
    ${work.step === "check" && html`<${Preview} work=${work} />`}
    ${work.step === "done" && html`<${Summary} work=${work} />`}
  `;
}
