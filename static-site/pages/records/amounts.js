// How months, days, amounts and the way to a charge are written (金额与账期的写法).
import { duration } from "../../format.js";
import { t, written, yuan } from "../../i18n.js";

const MINUTE = 60;
const KNOWN = 13;

/** Return *fen* as an amount; what is taken off has a minus before everything else. */
export function money(fen) {
  return fen < 0 ? `−${yuan(-fen)}` : yuan(fen);
}

/** Return *fen* of a correction: more has a plus. */
export function signed(fen) {
  return fen > 0 ? `+${yuan(fen)}` : money(fen);
}

/** Return the *seconds* of a correction, which may be none. */
export function signedDuration(seconds) {
  if (seconds === 0) return "";
  return `${seconds < 0 ? "−" : "+"}${duration(Math.abs(seconds))}`;
}

/** Return the *minutes* of a correction, which may be none. */
export function signedMinutes(minutes) {
  if (minutes === 0) return "";
  return `${minutes < 0 ? "−" : "+"}${Math.abs(minutes)}`;
}

/** Return the month “2026-11” as people write it. */
export function monthName(month) {
  return written(`${month}-15T00:00:00Z`, { year: "numeric", month: "long" });
}

/** Return the date “2026-11-03” in a list of one month. */
export function dayName(day) {
  return written(`${day}T04:00:00Z`, { month: "long", day: "numeric", weekday: "short" });
}

/** Return a moment with its date and minute, of a month that is known. */
export function moment(iso) {
  return written(iso, { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** Return how many days the month “2026-11” has. */
export function daysOf(month) {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

/** Return this month and the twelve before it by Beijing's calendar, the newest first. */
export function lastMonths() {
  const now = new Date(Date.now() + 8 * 3_600_000);
  const months = Array.from({ length: KNOWN }, (_, back) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back));
  return months.map((first) => new Date(first).toISOString().slice(0, 7));
}

/** Return the id of the word for how final a month is; one that went by without a call is never billed. */
export function stateOf({ month, state, calls }) {
  const empty = state === "open" && calls === 0 && month < lastMonths()[0];
  return `records-state-${empty ? "none" : state}`;
}

/** Return how a charge comes about, without its sum: “3 × 0.20 元 + 接通费 0.10 元”. */
export function formulaOf({ host, formula }) {
  const { units, price, increment, connect_fee: fee, capped, free } = formula;
  if (free) return t(host ? "records-free-host" : "records-free");
  const parts = [
    t(increment === MINUTE ? "records-units" : "records-units-of", { units, price: yuan(price), seconds: increment }),
    fee > 0 && t("records-connect", { amount: yuan(fee) }),
  ];
  const text = parts.filter(Boolean).join(" + ");
  return capped ? t("records-capped", { text }) : text;
}

/** Return the sign between a formula and its sum. */
export function equals({ formula: { capped, free } }) {
  return capped || free ? "→" : "=";
}
