// On every other page while a conference goes on: how it goes, and the way back (会议进行中).
import { html, useEffect, useState } from "../../vendor/preact.js";
import { ask, Problem } from "../../api.js";
import { duration } from "../../format.js";
import { t } from "../../i18n.js";
import { route } from "../../router.js";
import { furnish } from "../furnish.js";
import { Icon } from "../icon.js";

const EVERY = 10_000;

export function Strip() {
  const away = !/^\/(conference|quick)(\/|$)/.test(route.value.path);
  const { items, offset } = useGoing(away);
  const [one] = items;
  if (!away || !one) return null;
  const state = t(one.confirmed_at ? "strip-live" : "strip-starting");
  return html`<nav class="no-print" aria-label=${state}>
    <a class="strip" href=${`#/conference/${one.id}`}>
      <${Icon} name="phone-call" />
      <span>
        ${state} ${one.confirmed_at && html`<${Since} since=${one.confirmed_at} offset=${offset} />`}
        ${one.confirmed_at && ` · ${t("strip-people", { count: one.joined })}`}
      </span>
      <span class="strip-back">${t("strip-back")}</span>
    </a>
  </nav>`;
}

function Since({ since, offset }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.floor((now + offset - Date.parse(since)) / 1000);
  return html`<span role="timer">${duration(Math.max(0, seconds), { long: true })}</span>`;
}

/**
 * Return what goes on, and by how much our clock is wrong. Asked for at first, whenever somebody comes
 * *away* from the conferences or back to the window, and every ten seconds while something goes on.
 */
function useGoing(away) {
  const [found, setFound] = useState({ items: [], offset: 0 });
  useEffect(() => {
    if (!away) return undefined;
    const leaving = new AbortController();
    let timer;
    async function look() {
      clearTimeout(timer);
      if (document.visibilityState === "hidden") return;
      let items = null;
      try {
        const { answer, headers } = await ask("GET", "/conferences", undefined, { signal: leaving.signal });
        items = answer.items;
        if (items.length) await furnish("conference");
        setFound({ items, offset: (Date.parse(headers.get("Date") ?? "") || Date.now()) - Date.now() });
      } catch (problem) {
        if (!(problem instanceof Problem)) return; // we left
      }
      if (items?.length !== 0 && !leaving.signal.aborted) timer = setTimeout(look, EVERY);
    }
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      leaving.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [away]);
  return found;
}
