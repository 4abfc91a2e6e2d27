// One verification as the server has it, asked again while something may change (校验的状态).
import { useEffect, useRef, useState } from "../../vendor/preact.js";
import { api } from "../../api.js";

const QUICK = new Set(["asked", "dialling", "ringing", "speaking"]);
const FINAL = new Set(["used", "refused", "not_eligible", "expired"]);
const SLOWEST = 15000;

/** Return {now, skew, set, forget}: the verification, and by how much this clock is behind. */
export function useVerification(base, first, onGone) {
  const [now, setNow] = useState(first);
  const [skew, setSkew] = useState(() => behind(first));
  const final = FINAL.has(now.state) || now.purpose === "recover"; // a recovery tells nothing
  const latest = useRef(now);
  latest.current = now;

  function set(verification) {
    keep(base, verification);
    setSkew(behind(verification));
    setNow(verification);
  }

  useEffect(() => keep(base, first), []);

  useEffect(() => {
    if (final) return undefined;
    const stop = new AbortController();
    let timer;
    let failures = 0;

    async function ask() {
      clearTimeout(timer);
      try {
        const answer = await api("GET", `${base}/${now.id}`, undefined, { signal: stop.signal });
        failures = 0;
        if (!stop.signal.aborted) set(answer);
      } catch (problem) {
        if (stop.signal.aborted) return;
        if (problem.status === 404) {
          forget(base);
          onGone();
          return;
        }
        failures += 1;
      }
      later();
    }
    function later() {
      const interval = QUICK.has(latest.current.state) ? 1000 : 2000;
      timer = setTimeout(ask, Math.min(interval * 2 ** failures, SLOWEST));
    }
    function seen() {
      if (document.visibilityState === "visible") ask();
    }

    later();
    document.addEventListener("visibilitychange", seen);
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [base, now.id, final]);

  return { now, skew, set, forget: () => forget(base) };
}

/** Return the whole seconds until *iso* by the server's clock; 0 afterwards, null without *iso*. */
export function useSecondsLeft(iso, skew) {
  const left = () => (iso ? Math.max(0, Math.ceil((Date.parse(iso) - Date.now() - skew) / 1000)) : null);
  const [, draw] = useState(0);
  const seconds = left();
  const running = seconds > 0;
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => draw(left()), 250);
    return () => clearInterval(timer);
  }, [iso, skew, running]);
  return seconds;
}

/** Return the verification this tab was in the middle of, or null; a reload goes on with it. */
export function kept(base) {
  try {
    return JSON.parse(sessionStorage.getItem(base));
  } catch {
    return null;
  }
}

export function keep(base, verification) {
  try {
    sessionStorage.setItem(base, JSON.stringify(verification));
  } catch {
    /* forbidden storage: a reload starts over */
  }
}

export function forget(base) {
  try {
    sessionStorage.removeItem(base);
  } catch {
    /* as above */
  }
}

function behind({ now }) {
  return Date.parse(now) - Date.now();
}
