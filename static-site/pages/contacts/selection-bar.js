// The line above the contacts: how many there are, or what to do with the chosen ones.
import { Button } from "../../components/button.js";
import { focusSoon } from "../../components/focus.js";
import { t } from "../../i18n.js";
import { html, useLayoutEffect, useRef } from "../../vendor/preact.js";

const ALL = "contacts-all";

export function SelectionBar({ found, chosen, text, select, removing, remove }) {
  const box = useRef(null);
  const some = chosen.length > 0;
  const all = some && chosen.length === found.length;
  useLayoutEffect(() => {
    box.current.indeterminate = some && !all;
  });
  const none = () => {
    select(chosen, false);
    focusSoon(ALL);
  };
  const toggle = () =>
    select(
      found.map(({ id }) => id),
      !all,
    );
  return html`
    <div class="list-head">
      <label class="tick">
        <input ref=${box} id=${ALL} type="checkbox" checked=${all} onChange=${toggle} />
        <span class="unseen">${t("contacts-select-all")}</span>
      </label>
      <span class="list-count" role="status">
        ${some ? t("contacts-selected", { count: chosen.length }) : text}
      </span>
      ${some &&
      html`<span class="actions">
        <${Button} kind="quiet" onClick=${none}>${t("contacts-select-none")}<//>
        <${Button} kind="danger" icon="trash-2" busy=${removing} onClick=${remove}>
          ${t("contacts-remove")}
        <//>
      </span>`}
    </div>
  `;
}
