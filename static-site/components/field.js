// Inputs with their label, hint and error wired together (表单字段).
import { html, useContext, useId, useState } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { FormContext } from "./form-context.js";
import { Icon } from "./icon.js";

/** A line of text. *hint* and *error* are sentences; all else goes to the input. */
export function Field({ label, hint, error, optional, multiline, after, ...input }) {
  const { wiring, frame } = useField({ label, hint, error, optional, ...input });
  return frame(
    multiline
      ? html`<textarea ...${input} ...${wiring}></textarea>`
      : html`<div class="input-row">
          <input type="text" ...${input} ...${wiring} />
          ${after}
        </div>`,
  );
}

/** A password: can be shown, can be pasted. */
export function PasswordField(props) {
  const [shown, setShown] = useState(false);
  const name = t(shown ? "password-hide" : "password-show");
  const toggle = html`<button
    type="button"
    class="reveal"
    aria-label=${name}
    title=${name}
    onClick=${() => setShown(!shown)}
  >
    <${Icon} name=${shown ? "eye-off" : "eye"} />
  </button>`;
  return html`<${Field}
    autocapitalize="none"
    spellcheck=${false}
    ...${props}
    type=${shown ? "text" : "password"}
    after=${toggle}
  />`;
}

/** A choice of a few: *children* are the <option>s. */
export function SelectField({ label, hint, error, optional, children, ...input }) {
  const { wiring, frame } = useField({ label, hint, error, optional, ...input });
  return frame(html`<div class="select">
    <select ...${input} ...${wiring}>
      ${children}
    </select>
    <${Icon} name="chevron-down" />
  </div>`);
}

/** A box to tick; *label* may hold links. */
export function Checkbox({ label, hint, error, ...input }) {
  const { wiring, notes } = useField({ hint, error, ...input });
  return html`<div class="field">
    <label class="checkbox"><input type="checkbox" ...${input} ...${wiring} /><span>${label}</span></label>
    ${notes}
  </div>`;
}

function useField({ label, hint, error, optional, name, id, onInput }) {
  const form = useContext(FormContext);
  const own = useId();
  const key = id ?? own;
  const wrong = error ?? form?.errors[name];
  const described = [wrong && `${key}-error`, hint && `${key}-hint`].filter(Boolean).join(" ");
  const wiring = {
    id: key,
    "aria-invalid": wrong ? "true" : undefined,
    "aria-describedby": described || undefined,
    onInput: (event) => {
      form?.clear(name);
      onInput?.(event);
    },
  };
  const notes = [
    hint && html`<p class="hint" id=${`${key}-hint`}>${hint}</p>`,
    wrong && html`<p class="error" id=${`${key}-error`}><${Icon} name="circle-alert" />${wrong}</p>`,
  ];
  const frame = (control) => html`<div class="field">
    <label for=${key}>
      ${label}${optional && html` <span class="optional">${t("optional")}</span>`}
    </label>
    ${control} ${notes}
  </div>`;
  return { wiring, notes, frame };
}
