// Whether the time that is thought of can be had, asked while one is choosing (预约时间).
import { useEffect, useState } from "../../vendor/preact.js";
import { api, online, Problem } from "../../api.js";

const PAUSE = 400;
const EVERY = 60_000; // what can be had goes by

const mine = (path, options) => api("GET", path, undefined, options);

/** Return the server's answer for exactly this *query*, or null; *look* is another way to ask for it. */
export function useTimes({ starts_at: at, host_id: host, minutes, parties, besides }, look = mine) {
  const [found, setFound] = useState(null);
  const query = at && new URLSearchParams({ starts_at: at, host_id: host, minutes, parties, ...(besides && { besides }) }).toString();

  useEffect(() => {
    if (!query) return undefined;
    const leaving = new AbortController();
    let timer = setTimeout(ask, PAUSE);
    async function ask() {
      try {
        const answer = await look(`/reservation-times?${query}`, { signal: leaving.signal });
        setFound({ query, answer });
      } catch (problem) {
        if (!(problem instanceof Problem)) return; // we left
        setFound(null); // a hint, and no more: the server looks again when it is sent
      }
      timer = setTimeout(ask, EVERY);
    }
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [query, online.value]);

  return found?.query === query ? found.answer : null;
}
