// A field that narrows a list down while a person types.
import { IconButton } from "./button.js";
import { Icon } from "./icon.js";
import { t } from "../i18n.js";
import { html, useRef } from "../vendor/preact.js";

export function SearchBox({ label, value, onChange }) {
  const input = useRef(null);
  const clear = () => {
    onChange("");
    input.current.focus();
  };
  return html`
    <div class="search" role="search">
      <${Icon} name="search" />
      <input
        ref=${input}
        type="search"
        autocomplete="off"
        aria-label=${label}
        placeholder=${label}
        value=${value}
        onInput=${(event) => onChange(event.currentTarget.value)}
      />
      ${value &&
      html`<${IconButton} icon="x" label=${t("contacts-clear")} onClick=${clear} />`}
    </div>
  `;
}
