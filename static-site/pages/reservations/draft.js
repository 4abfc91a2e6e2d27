// What is being reserved, kept while one looks at other pages (预约草稿).
import { effect, signal } from "../../vendor/preact.js";
import { go } from "../../router.js";
import { account } from "../../store.js";
import { listed } from "../../components/starting/draft.js";
import { beijing, momentOf } from "../../components/reservation/moments.js";

const DAY = 86_400_000;
const HOUR = 3600_000;

/** The new reservation: what `blank` has, or null before one was begun. */
export const draft = signal(null);

/** Return an empty form, at the first full hour that is a while away. */
export function blank(earliest) {
  const soon = Date.parse(earliest) + HOUR / 4;
  return {
    ...beijing(Math.ceil(soon / HOUR) * HOUR),
    minutes: 60,
    host: "registered",
    parties: [],
    title: "",
    notify: false,
    repeat: "once",
    until: "",
  };
}

/** Return the form for a reservation that is to be changed. */
export function draftOf({ starts_at: at, minutes, host_id: host, parties, title, notify }) {
  return { ...beijing(at), minutes, host, parties: listed(parties), title, notify, repeat: "once", until: "" };
}

/** Have the same ready to be reserved once more: at the same time of day, the first that can be had. */
export function reserveAgain(one, earliest) {
  const first = new Date(earliest).getTime() + HOUR / 2;
  const { time } = beijing(one.starts_at);
  let at = Date.parse(momentOf(beijing(first).date, time));
  if (at < first) at += DAY;
  draft.value = { ...draftOf(one), ...beijing(at) };
  go("/reservations/new");
}

// Whoever logs in next is not to see it.
effect(() => {
  if (account.value === null) draft.value = null;
});
