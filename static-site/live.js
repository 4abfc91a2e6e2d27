// A conference as the server shows it, kept fresh, and what may be asked of it (会场的实时状态).
import { batch, signal } from "./vendor/preact.js";
import { ask, keyKeeper, Problem } from "./api.js";

const VISIBLE = 1000;
const HIDDEN = 3000;
const SLOWEST = 15_000;
const LATE = 3000; // without an answer for so long, we are not sure any more
const LOST = 8000;
const GONE = new Set([401, 403, 404]);

/**
 * Return the conference *id* as signals: *board*, the *problem* that keeps it away, the *connection*
 * (live, syncing, offline), and by the server's clock *now*, *answeredAt* and *verifiedAt* in
 * milliseconds. It is asked for until `stop()`, or until it is over and paid for.
 */
export function watch(id, { guest = false } = {}) {
  const board = signal(null);
  const problem = signal(null);
  const connection = signal("live");
  const now = signal(Date.now());
  const answeredAt = signal(null);
  const verifiedAt = signal(null);
  const path = `/conferences/${id}`;
  const keepers = new Map();

  let clock = { offset: 0, trip: Infinity };
  let seen = null; // the ETag of what is shown, unless a command brought it
  let asked = 0;
  let shown = 0;
  let failures = 0;
  let lookedAt = Date.now();
  let stopped = false;
  let flight;
  let wake = () => {};
  let ticking;

  function show(fresh) {
    shown = ++asked;
    board.value = sharing(fresh, board.value);
    verifiedAt.value = Date.parse(fresh.verified_at);
  }

  async function poll() {
    const mine = ++asked;
    const sent = Date.now();
    flight = new AbortController();
    try {
      const { answer, headers } = await ask("GET", path, undefined, { guest, seen, signal: flight.signal });
      batch(() => {
        heard(headers, sent);
        // A command that was answered meanwhile knows better.
        if (mine < shown) return;
        if (answer) {
          show(answer);
          seen = headers.get("ETag");
        }
        const verified = headers.get("Verified-At");
        if (verified) verifiedAt.value = Date.parse(verified);
      });
    } catch (caught) {
      if (!(caught instanceof Problem)) return; // woken, or we left
      failures += 1;
      if (GONE.has(caught.status)) stop();
      if (stopped || !board.value) problem.value = caught;
    }
    judge();
  }

  /** Set our clock by the answer that took the shortest time, so that a slow one does not shift it. */
  function heard(headers, sent) {
    const told = Date.parse(headers.get("Server-Time") ?? "");
    const trip = Date.now() - sent;
    if (told && trip <= clock.trip + 50) clock = { offset: told - sent - trip / 2, trip };
    else clock.trip += 5;
    failures = 0;
    problem.value = null;
    answeredAt.value = serverTime();
  }

  const serverTime = () => Date.now() + clock.offset;

  function judge() {
    if (stopped || document.visibilityState === "hidden" || answeredAt.value === null) return;
    const late = Math.min(serverTime() - answeredAt.value, Date.now() - lookedAt);
    const cut = failures > 0 && !navigator.onLine;
    connection.value = cut || late > LOST ? "offline" : late > LATE ? "syncing" : "live";
  }

  function tick() {
    now.value = serverTime();
    judge();
    ticking = setTimeout(tick, 1005 - (serverTime() % 1000));
  }

  function pause() {
    const slow = document.visibilityState === "hidden" || board.value?.state === "ended";
    const usual = slow ? HIDDEN : VISIBLE;
    // nosemgrep: no-chance-in-keys - so that not all who were cut off come back at once
    const after = failures ? Math.min(SLOWEST, usual * 2 ** failures) * (0.5 + Math.random() / 2) : usual;
    return new Promise((go) => {
      const timer = setTimeout(go, after);
      wake = () => {
        clearTimeout(timer);
        go();
      };
    });
  }

  /** Ask at once: who comes back wants to know how things stand. */
  function hurry() {
    if (document.visibilityState === "hidden") return;
    lookedAt = Date.now();
    flight?.abort();
    wake();
  }

  async function run() {
    while (!stopped) {
      await poll();
      if (board.value?.state === "ended" && board.value.final) stop();
      if (!stopped) await pause();
    }
  }

  function start() {
    document.addEventListener("visibilitychange", hurry);
    window.addEventListener("online", hurry);
    tick();
    run();
  }

  function stop() {
    stopped = true;
    document.removeEventListener("visibilitychange", hurry);
    window.removeEventListener("online", hurry);
    clearTimeout(ticking);
    flight?.abort();
    wake();
  }

  /**
   * Ask something of the conference, and show what the answer shows. What *rings* happens once, however
   * often the same is asked after a lost answer; its value tells one act from the next.
   */
  async function act(method, below, body, { rings } = {}) {
    if (!keepers.has(below)) keepers.set(below, keyKeeper());
    const keep = keepers.get(below);
    const key = rings === undefined ? undefined : keep({ body, rings });
    const { answer } = await ask(method, path + below, body, { guest, key });
    keep.done();
    seen = null;
    show(answer.board ?? answer);
    return answer;
  }

  return { board, problem, connection, now, answeredAt, verifiedAt, start, stop, hurry, act };
}

/** Keep the parties that have not changed the same objects, so that their rows need not be drawn. */
function sharing(fresh, old) {
  if (!old) return fresh;
  const before = new Map(old.parties.map((party) => [party.id, party]));
  const parties = fresh.parties.map((party) => {
    const known = before.get(party.id);
    return known && JSON.stringify(known) === JSON.stringify(party) ? known : party;
  });
  return { ...fresh, parties };
}
