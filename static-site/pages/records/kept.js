// A month as the page holds it: its sums, as many of its lines as were asked for, and all months in short (话单的状态).
import { batch, signal, useEffect, useMemo } from "../../vendor/preact.js";
import { api, online, Problem } from "../../api.js";
import { focusHeading } from "../../components/focus.js";
import { lastMonths } from "./amounts.js";
import { addUp } from "./merge.js";

const PAGE = 100;
const WHOLE_PAGE = 500; // when all of it is wanted
const TRIES = 3;

/** Return what `createRecords` makes, with the *asked* month, “2026-11”, or this one without. */
export function useRecords(asked) {
  const kept = useMemo(createRecords, []);
  useEffect(() => {
    kept.loadMonths();
    return kept.leave;
  }, [kept]);
  useEffect(() => {
    kept.load(asked);
  }, [kept, asked]);
  useEffect(() => {
    if (online.value && kept.problem.value?.code === "offline") kept.again();
  }, [kept, online.value]);
  return kept;
}

/**
 * Signals: *months* in short and the *statement* of one, null while they are not there; its *lines*
 * so far, and the *cursor* of the next; *filling* is {all, done} while more of them are on their way.
 */
function createRecords() {
  const months = signal(null);
  const month = signal(null);
  const statement = signal(null);
  const lines = signal([]);
  const cursor = signal(null);
  const loading = signal(true);
  const problem = signal(null);
  const filling = signal(null);
  const leaving = new AbortController();
  let here = new AbortController();
  let filler = new AbortController();
  let guess = false; // the month is of our own calendar, which may be wrong

  async function loadMonths() {
    try {
      months.value = (await api("GET", "/statements", undefined, { signal: leaving.signal })).months;
    } catch {
      // The chart of all months stays away; nothing else depends on it.
    }
  }

  async function load(asked, { because, guessed = asked === null } = {}) {
    here.abort();
    here = new AbortController();
    const { signal: mine } = here;
    guess = guessed;
    batch(() => {
      month.value = asked ?? lastMonths()[0];
      loading.value = true;
      filling.value = null;
      if (because) return; // what failed stays until there is an answer
      clear();
    });
    try {
      const [sums, first] = await begin(PAGE);
      await put(sums, first.items, first.cursor);
      if (months.value?.every((one) => one.month !== month.value)) loadMonths(); // it began meanwhile
      if (because) focusHeading();
    } catch (caught) {
      if (!(caught instanceof Problem) || mine.aborted) return; // we left, or another month is wanted
      const newest = guessed && caught.code === "bad_month" && caught.details.newest;
      if (newest) return load(newest); // our own calendar is wrong
      clear();
      problem.value = caught;
    }
    loading.value = false;
    return undefined;
  }

  function clear() {
    batch(() => {
      statement.value = null;
      lines.value = [];
      cursor.value = null;
      problem.value = null;
    });
  }

  /** Load the sums and the first lines of the month. */
  function begin(limit) {
    return Promise.all([get(`/statements/${encodeURIComponent(month.value)}`), page(null, limit)]);
  }

  function show(sums, items, after) {
    batch(() => {
      problem.value = null;
      statement.value = sums;
      lines.value = items;
      cursor.value = after;
    });
  }

  /** Show lines; when they are all of the month and not what its sums say, both are read once more. */
  async function put(sums, items, after) {
    let found = [sums, items];
    try {
      if (!after) found = await agreed(sums, items, 1);
    } catch (caught) {
      if (!(caught instanceof Problem)) throw caught; // what is there is shown
    }
    show(...found, after);
  }

  /** Return [sums, lines], read as many *times* more until they agree: a call may end meanwhile. */
  async function agreed(sums, items, times) {
    let found = [sums, items];
    for (let left = times; left > 0 && !addUp(...found); left -= 1) {
      const [newer, first] = await begin(WHOLE_PAGE);
      found = [newer, await withRest(first.items, first.cursor)];
    }
    return found;
  }

  async function next() {
    const found = await page(cursor.value, PAGE);
    await put(statement.value, [...lines.value, ...found.items], found.cursor);
  }

  /** Run *act*, during which lines are *filling*; return whether it came to its end, or throw a Problem. */
  async function fill(all, act) {
    if (filling.value) return false;
    const { signal: mine } = here;
    filler = new AbortController();
    filling.value = { all, done: lines.value.length };
    try {
      await act();
      return true;
    } catch (caught) {
      if (caught instanceof Problem) throw caught;
      return false; // stopped
    } finally {
      if (!mine.aborted) filling.value = null;
    }
  }

  /**
   * Load every line of the month, until they are what its sums say. They are shown when all are
   * there, for drawing thousands takes its time.
   */
  async function complete() {
    const items = await withRest(lines.value, cursor.value);
    show(...(await agreed(statement.value, items, TRIES - 1)), null);
  }

  async function withRest(items, after) {
    let all = items;
    for (let from = after; from; ) {
      const found = await page(from, WHOLE_PAGE);
      all = all.concat(found.items);
      from = found.cursor;
      if (filling.value) filling.value = { ...filling.value, done: all.length };
    }
    return all;
  }

  function page(after, limit) {
    const from = after ? `&cursor=${encodeURIComponent(after)}` : "";
    return get(`/records?month=${encodeURIComponent(month.value)}&limit=${limit}${from}`);
  }

  function get(path) {
    const ends = [here.signal, leaving.signal, filling.value && filler.signal].filter(Boolean);
    return api("GET", path, undefined, { signal: AbortSignal.any(ends) });
  }

  return {
    months,
    month,
    statement,
    lines,
    cursor,
    loading,
    problem,
    filling,
    load,
    loadMonths,
    again: () => load(month.value, { because: "retry", guessed: guess }),
    more: () => fill(false, next),
    all: () => fill(true, complete),
    stop: () => filler.abort(),
    leave: () => leaving.abort(),
  };
}
