// What it will cost, what happens next, and the button (发起会议).
import { html, useEffect, useState } from "../../vendor/preact.js";
import { api, online, Problem } from "../../api.js";
import { t, yuan } from "../../i18n.js";
import { Button } from "../../components/button.js";
import { Icon } from "../../components/icon.js";

const PAUSE = 250; // a group adds many at once

/** *count* is everybody, the host too. */
export function StartBar({ count }) {
  const estimate = useEstimate(count);
  return html`<section class="card start-bar" aria-label=${t("start")}>
    <p class=${`estimate${estimate && estimate.parties !== count ? " old" : ""}`}>
      ${count < 2 || !estimate
        ? t(count < 2 ? "estimate-nobody" : "estimate-later", { count })
        : html`${t("estimate", { count: estimate.parties })} <strong>${t("estimate-minute", { amount: yuan(estimate.per_minute) })}</strong>`}
    </p>
    <p class="start-note"><${Icon} name="smartphone" />${t("start-note")}</p>
    <${Button} class="start-now" kind="primary" type="submit" icon="phone-call">${t("start")}<//>
  </section>`;
}

/** Return the server's word for *count*, the one before while it is on its way, null without any. */
function useEstimate(count) {
  const [estimate, setEstimate] = useState(null);
  useEffect(() => {
    if (count < 2) return undefined;
    const leaving = new AbortController();
    const timer = setTimeout(async () => {
      try {
        setEstimate(await api("GET", `/estimate?parties=${count}`, undefined, { signal: leaving.signal }));
      } catch (problem) {
        if (problem instanceof Problem) setEstimate(null); // a price of fewer would be a wrong one
      }
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [count, online.value]);
  return estimate;
}
