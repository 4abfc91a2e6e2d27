// Why a reserved conference did not begin, or is tried again, and what helps (未能发起的原因).
import { t } from "../../i18n.js";

const WORDS = {
  bad_number: "why-number",
  cap_reached: "why-cap-reached",
  host_busy: "why-host-busy",
  host_failed: "why-host-failed",
  host_in_conference: "why-host-in-conference",
  host_left: "why-not-confirmed",
  host_no_answer: "why-host-no-answer",
  host_number_gone: "why-host-number-gone",
  late: "why-late",
  not_confirmed: "why-not-confirmed",
  not_eligible: "why-not-eligible",
  number_not_allowed: "why-number",
  refused_by_phone: "why-refused-by-phone",
  same_number: "why-number",
  too_many_calls: "why-too-many",
  too_many_legs: "why-too-many",
  too_many_parties: "why-number",
  too_many_starts: "why-too-many",
};
const REMEDIES = {
  bad_number: "remedy-number",
  cap_reached: "remedy-cap",
  host_busy: "remedy-at-hand",
  host_left: "remedy-press",
  host_no_answer: "remedy-at-hand",
  host_number_gone: "remedy-other-phone",
  not_confirmed: "remedy-press",
  not_eligible: "remedy-not-eligible",
  number_not_allowed: "remedy-number",
  same_number: "remedy-number",
  too_many_calls: "remedy-other-time",
  too_many_legs: "remedy-other-time",
  too_many_parties: "remedy-number",
};

/** Return the clause that says why; a reason without words of its own is that it was not reached. */
export function why(reason) {
  return t(WORDS[reason] ?? "why-host-failed");
}

/** Return the sentence on what to do about it. */
export function remedy(reason) {
  return t(REMEDIES[reason] ?? "remedy-again");
}
