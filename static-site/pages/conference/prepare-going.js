// The conferences that go on, each with the way back into it (进行中的会议).
import { html, useEffect, useState } from "../../vendor/preact.js";
import { api, Problem } from "../../api.js";
import { t, time } from "../../i18n.js";
import { ButtonLink } from "../../components/button.js";
import { Icon } from "../../components/icon.js";

const EVERY = 5000;
const WORDS = { calling_host: "going-calling", confirming: "going-calling", ending: "going-ending" };

export function Going() {
  const items = useGoing();
  if (items.length === 0) return null;
  return html`<section class="going-list" aria-label=${t("going-title")}>
    ${items.map((one) => html`<${Card} key=${one.id} ...${one} />`)}
  </section>`;
}

function Card({ id, state, started_at: started, joined }) {
  return html`<div class="card going-card">
    <span class="going-icon"><${Icon} name="phone-call" /></span>
    <div class="going-text">
      <h2>${t(WORDS[state] ?? "going-live")}</h2>
      <p class="muted">${t(state === "live" ? "going-facts" : "going-since", { time: time(started), joined })}</p>
    </div>
    <${ButtonLink} kind="primary" icon="arrow-right" href=${`#/conference/${id}`}>${t("going-back")}<//>
  </div>`;
}

/** Return those that go on; what cannot be asked for is no reason to show anything. */
function useGoing() {
  const [items, setItems] = useState([]);
  useEffect(() => {
    const leaving = new AbortController();
    let timer;
    async function ask() {
      clearTimeout(timer);
      try {
        setItems((await api("GET", "/conferences", undefined, { signal: leaving.signal })).items);
      } catch (problem) {
        if (!(problem instanceof Problem)) return; // we left
      }
      timer = setTimeout(look, EVERY);
    }
    const look = () => document.visibilityState === "visible" && ask();
    ask();
    document.addEventListener("visibilitychange", look);
    return () => {
      leaving.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return items;
}
