// A form that shows every error at its field and never loses what was typed (表单).
import { html, useEffect, useMemo, useRef, useState } from "../vendor/preact.js";
import { Problem } from "../api.js";
import { t } from "../i18n.js";
import { Alert } from "./alert.js";
import { FormContext } from "./form-context.js";
import { fieldOf, say } from "./problem.js";

/**
 * *onSubmit* gets the values by name and may throw a Problem. *check* returns {name: sentence} for
 * what only this form knows; the rest is said by the inputs themselves (required, pattern, type).
 */
export function Form({ onSubmit, check, children, class: extra = "", ...rest }) {
  const form = useRef(null);
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [alert, setAlert] = useState(null);
  const [errors, setErrors] = useState({});
  const [refusals, setRefusals] = useState(0);

  // After the fields show it
  useEffect(() => {
    if (refusals) focusFirst(form.current);
  }, [refusals]);

  function refuse(found, sentence = null) {
    setErrors(found);
    setAlert(sentence);
    setRefusals((count) => count + 1);
  }

  async function submit(event) {
    event.preventDefault();
    if (running.current) return;
    const values = Object.fromEntries(new FormData(form.current));
    const found = { ...constraints(form.current), ...check?.(values) };
    if (Object.values(found).some(Boolean)) {
      refuse(found);
      return;
    }
    running.current = true;
    setBusy(true);
    setErrors({});
    setAlert(null);
    try {
      await onSubmit(values);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const field = fieldOf(problem, form.current);
      refuse(field ? { [field]: say(problem) } : {}, field ? null : say(problem));
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  const context = useMemo(
    () => ({
      busy,
      errors,
      clear: (name) => setErrors((all) => (all[name] ? { ...all, [name]: null } : all)),
    }),
    [busy, errors],
  );
  return html`<form ref=${form} noValidate class=${`form ${extra}`} onSubmit=${submit} ...${rest}>
    <${FormContext.Provider} value=${context}>
      ${alert && html`<${Alert} focusable>${alert}<//>`}
      ${children}
    <//>
  </form>`;
}

function constraints(form) {
  const found = {};
  for (const input of form.elements) {
    if (!input.name || input.validity.valid) continue;
    found[input.name] = sentence(input);
  }
  return found;
}

function sentence({ validity, type, minLength, maxLength, dataset }) {
  if (validity.valueMissing) return dataset.missing ?? t("field-missing");
  if (validity.typeMismatch && type === "email") return t("error-bad-email");
  if (validity.tooShort) return t("field-too-short", { least: minLength });
  if (validity.tooLong) return t("field-too-long", { most: maxLength });
  return dataset.mismatch ?? t("field-mismatch");
}

function focusFirst(form) {
  const first = form.querySelector('[aria-invalid="true"], .alert');
  first?.focus();
}
