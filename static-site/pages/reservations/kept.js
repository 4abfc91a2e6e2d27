// The account's reservations as the page holds them, asked for again while one of them is near (预约的状态).
import { batch, signal, useEffect, useMemo } from "../../vendor/preact.js";
import { api, Problem } from "../../api.js";
import { focusHeading } from "../../components/focus.js";

const MINUTE = 60_000;
const NEAR = 20 * MINUTE;
const EVERY = 30_000;
const WHILE_STARTING = 5000;
const WRONG_CLOCK = 5 * MINUTE;

/** Return what `createReservations` makes, loaded anew whenever another part of the page is opened. */
export function useReservations(path) {
  const kept = useMemo(createReservations, []);
  useEffect(() => {
    kept.load();
  }, [kept, path]);
  useEffect(() => {
    document.addEventListener("visibilitychange", kept.look);
    return () => {
      document.removeEventListener("visibilitychange", kept.look);
      kept.leave();
    };
  }, [kept]);
  return kept;
}

/**
 * Signals: the *answer* of the server, null before the first; the ids of the conferences that are
 * *going* on; *loading*, the last *problem*, and which reservation is *fresh*, to be shown as such.
 */
function createReservations() {
  const answer = signal(null);
  const going = signal(new Set());
  const loading = signal(true);
  const problem = signal(null);
  const fresh = signal(null);
  const leaving = new AbortController();
  const get = (path) => api("GET", path, undefined, { signal: leaving.signal });
  let asked = 0;
  let ahead = 0; // by how much the server's clock is, if ours is plainly wrong
  let timer;

  async function load() {
    clearTimeout(timer);
    const mine = ++asked;
    loading.value = true;
    try {
      const [found, { items }] = await Promise.all([get("/reservations"), get("/conferences")]);
      if (mine !== asked) return;
      batch(() => show(found, items));
    } catch (caught) {
      if (!(caught instanceof Problem) || mine !== asked) return; // we left, or asked again
      problem.value = caught;
    }
    loading.value = false;
    later();
  }

  function show(found, conferences) {
    const told = Date.parse(found.earliest) - found.lead_minutes * MINUTE - Date.now();
    ahead = Math.abs(told) > WRONG_CLOCK ? told : 0;
    if (problem.value && !answer.value) focusHeading();
    answer.value = found;
    going.value = new Set(conferences.map(({ id }) => id));
    problem.value = null;
  }

  function later() {
    const items = answer.value?.items ?? [];
    const starting = items.some(({ state }) => state === "starting");
    const near = items.some(({ state, rings_at: at }) => state === "scheduled" && Date.parse(at) - now() < NEAR);
    if (leaving.signal.aborted || !(starting || near)) return;
    timer = setTimeout(look, starting ? WHILE_STARTING : EVERY);
  }

  const look = () => document.visibilityState === "visible" && load();
  const now = () => Date.now() + ahead;

  /** Show *items* as they are by now, before anybody asks for the list again. */
  function put(items) {
    if (!answer.value) return;
    asked += 1;
    const ids = new Set(items.map(({ id }) => id));
    const all = [...answer.value.items.filter(({ id }) => !ids.has(id)), ...items];
    answer.value = { ...answer.value, items: all.toSorted((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at)) };
  }

  function leave() {
    leaving.abort();
    clearTimeout(timer);
  }

  return { answer, going, loading, problem, fresh, now, load, look, put, leave };
}
