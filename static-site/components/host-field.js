// Which phone is called first (主持人号码).
import { html } from "../vendor/preact.js";
import { phone } from "../format.js";
import { t } from "../i18n.js";
import { Button } from "./button.js";
import { SelectField } from "./field.js";
import { useList } from "./use-list.js";

/** Return the account's phones as {items, failure}; *items* is null while they load. */
export function useHosts() {
  return useList("/host-numbers");
}

/** *phones* holds at least the registered one, which is known without asking. */
export function HostField({ phones, failure, value, onChange }) {
  return html`<div class="host-field">
    <${SelectField}
      label=${t("prepare-host")}
      name="host_id"
      value=${value}
      onChange=${(event) => onChange(event.currentTarget.value)}
    >
      ${phones.map((one) => html`<option key=${one.id} value=${one.id} selected=${one.id === value}>${nameOf(one)}</option>`)}
    <//>
    ${failure
      ? html`<p class="hint">
          ${t("prepare-hosts-failed")}
          <${Button} kind="quiet" icon="refresh-cw" busy=${failure.busy} onClick=${failure.retry}>${t("retry")}<//>
        </p>`
      : html`<a class="hint" href="#/settings/hosts">${t("prepare-hosts-link")}</a>`}
  </div>`;
}

function nameOf({ number, note, registered }) {
  const written = phone(number);
  if (registered) return t("prepare-host-registered", { number: written });
  return note ? t("prepare-host-noted", { number: written, note }) : written;
}
