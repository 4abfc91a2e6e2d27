// Days and hours in Beijing, as they are typed, written and repeated (北京时间).
import { t, time, written } from "../../i18n.js";

const BEIJING = 8 * 3600_000;
const DAY = 86_400_000;
// Also 15点20分, 下午3点半, 3 pm: what stands before or after the digits.
const TYPED = /^(\D*?)\s*(\d{1,2})\s*(?:[:.h\u70b9\u65f6]\s*(\d{1,2}|\u534a)?\s*\u5206?)?\s*([ap]m)?$/;
const DIGITS = /^(\d{1,2})(\d\d)$/;
const LATER = /^(?:\u4e2d\u5348|\u4e0b\u5348|\u665a\u4e0a|pm)$/;
const EARLIER = /^(?:\u4e0a\u5348|\u65e9\u4e0a|am)?$/;

/** The word for each way to repeat. */
export const REPEATS = {
  once: "reservation-once",
  daily: "reservation-daily",
  workdays: "reservation-workdays",
  weekly: "reservation-weekly",
};

/** Return {date, time} of a moment, as inputs have them. */
export function beijing(moment) {
  const shifted = new Date(new Date(moment).getTime() + BEIJING).toISOString();
  return { date: shifted.slice(0, 10), time: shifted.slice(11, 16) };
}

/** Return the moment of a *date* and a *time* in Beijing, as the server writes it. */
export function momentOf(date, at) {
  return new Date(`${date}T${at}:00+08:00`).toISOString().replace(".000Z", "Z");
}

/** Return HH:MM of what somebody typed, or null. */
export function readTime(text) {
  const plain = text.normalize("NFKC").trim().toLowerCase();
  const digits = DIGITS.exec(plain);
  if (digits) return clockOf(Number(digits[1]), Number(digits[2]));
  const [, before, hour, minute = "0", after] = TYPED.exec(plain) ?? [];
  if (!hour || (before && after)) return null;
  const half = after ?? before.trim();
  if (!LATER.test(half) && !EARLIER.test(half)) return null;
  const twelve = Number(hour) === 12 && /^[ap]m$/.test(half) ? 0 : Number(hour);
  const hours = LATER.test(half) && twelve < 12 ? twelve + 12 : twelve;
  return clockOf(hours, minute === "\u534a" ? 30 : Number(minute));
}

function clockOf(hours, minutes) {
  if (hours > 23 || minutes > 59) return null;
  return [hours, minutes].map((one) => String(one).padStart(2, "0")).join(":");
}

/** Return the quarters of an hour from HH:MM on. */
export function quarters(from) {
  const all = Array.from({ length: 96 }, (_, n) => clockOf(Math.floor(n / 4), (n % 4) * 15));
  return all.filter((one) => one >= from);
}

/** “11月27日 周五”; with the year unless it is the one of *now*. */
export function day(moment, now) {
  const other = beijing(moment).date.slice(0, 4) !== beijing(now).date.slice(0, 4);
  return written(moment, { ...(other && { year: "numeric" }), month: "long", day: "numeric", weekday: "short" });
}

/** “11月27日 周五 15:00”. */
export function when(moment, now) {
  return t("reservation-when", { day: day(moment, now), time: time(moment) });
}

/** Return {count, first, last}, both days as dates, of what is repeated from *date* until *until*. */
export function repeated(date, repeat, until) {
  const [from, to] = [date, until].map((one) => Date.parse(`${one}T00:00Z`));
  const step = repeat === "weekly" ? 7 * DAY : DAY;
  const days = [];
  for (let at = from; at <= to; at += step) {
    const weekday = new Date(at).getUTCDay();
    if (repeat !== "workdays" || (weekday > 0 && weekday < 6)) days.push(new Date(at).toISOString().slice(0, 10));
  }
  return { count: days.length, first: days[0], last: days.at(-1) };
}
