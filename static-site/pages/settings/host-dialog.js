// Link one more phone to host from: its number, then the call that proves it (S77, S78).
import { api, keyKeeper } from "../../api.js";
import { Button } from "../../components/button.js";
import { CodeCall, forget, kept } from "../../components/codecall.js";
import { Dialog } from "../../components/dialog.js";
import { Field } from "../../components/field.js";
import { Form } from "../../components/form.js";
import { toast } from "../../components/toast.js";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { html, useState } from "../../vendor/preact.js";

const BASE = "/host-numbers/verifications";

/** Whether this tab was in the middle of it before it was loaded again. */
export const interrupted = () => kept(BASE) !== null;

export function HostDialog({ onAdded, onClose }) {
  const [verification, setVerification] = useState(() => kept(BASE));
  const [keys] = useState(keyKeeper);
  const turn = (to) => {
    // The button that has the focus is about to go.
    document.querySelector("dialog h2").focus();
    setVerification(to);
  };
  const again = () => {
    forget(BASE);
    turn(null);
  };
  const leave = () => {
    forget(BASE);
    onClose();
  };
  const ask = async ({ number, note }) => {
    const body = { number, note };
    const begun = await api("POST", BASE, body, { key: keys(body) });
    keys.done();
    turn(begun);
  };
  const added = (host) => {
    onAdded(host);
    toast(t("hosts-added", { number: phone(host.number) }));
    onClose();
  };
  return html`
    <${Dialog} title=${t(verification ? "hosts-code-title" : "hosts-new-title")} onClose=${leave}>
      ${verification
        ? html`<${CodeCall}
            base=${BASE}
            verification=${verification}
            onVerified=${added}
            onAgain=${again}
          />`
        : html`<${Form} onSubmit=${ask}>
            <p>${t("hosts-new-text")}</p>
            <${Field}
              data-focus
              name="number"
              type="tel"
              label=${t("hosts-number")}
              hint=${t("hosts-new-hint")}
              required
              maxlength="32"
              autocomplete="off"
            />
            <${Field}
              name="note"
              label=${t("hosts-note")}
              hint=${t("hosts-note-hint")}
              optional
              maxlength="64"
              autocomplete="off"
            />
            <div class="actions end">
              <${Button} onClick=${leave}>${t("cancel")}<//>
              <${Button} type="submit" kind="primary">${t("hosts-confirm")}<//>
            </div>
          <//>`}
    <//>
  `;
}
