// Why something did not work, as a sentence (错误的说法).
import { known, t } from "../i18n.js";

// Where a code belongs when the server does not name the field; the first one the form has is meant.
const FIELDS = {
  bad_email: ["email"],
  bad_name: ["name"],
  bad_note: ["note"],
  bad_number: ["number"],
  common_password: ["new_password", "password"],
  host_number_there: ["number"],
  long_password: ["new_password", "password"],
  not_eligible: ["number"],
  not_eligible_number: ["number"],
  number_not_allowed: ["number"],
  short_password: ["new_password", "password"],
  wrong_code: ["code"],
  wrong_password: ["old_password", "password"],
};

/** Return the sentence for *problem*. */
export function say({ code, details }) {
  const id = `error-${code.replaceAll("_", "-")}`;
  const args = { ...details };
  if (args.retry_after !== undefined) args.wait = wait(args.retry_after);
  return known(id) ? t(id, args) : t("error-unknown");
}

/** Return the name of the field of *form* that *problem* is about, or null. */
export function fieldOf({ code, details }, form) {
  const names = details.field ? [details.field] : (FIELDS[code] ?? []);
  return names.find((name) => form.elements.namedItem(name)) ?? null;
}

/** Return a span of time as people say it: seconds, minutes or hours, rounded up. */
export function wait(seconds) {
  if (seconds < 90) return t("wait-seconds", { count: Math.max(1, Math.ceil(seconds)) });
  if (seconds < 5400) return t("wait-minutes", { count: Math.ceil(seconds / 60) });
  return t("wait-hours", { count: Math.ceil(seconds / 3600) });
}
