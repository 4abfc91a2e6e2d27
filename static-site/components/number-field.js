// A phone number; Beijing's area code is added in sight (电话号码, S4).
import { html, useState } from "../vendor/preact.js";
import { withAreaCode } from "../format.js";
import { t } from "../i18n.js";
import { Field } from "./field.js";

export function NumberField({ hint, ...props }) {
  const [added, setAdded] = useState(false);

  function complete({ currentTarget: input }) {
    const whole = withAreaCode(input.value);
    setAdded(Boolean(whole));
    if (whole) input.value = whole;
  }

  return html`<${Field}
    label=${t("number")}
    name="number"
    type="tel"
    autocomplete="username"
    data-missing=${t("number-missing")}
    required
    ...${props}
    hint=${added ? t("number-area-added") : hint}
    onChange=${complete}
  />`;
}
