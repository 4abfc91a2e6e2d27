// What a conference of so many costs a minute, by the server's word (预计费用).
import { html, useEffect, useState } from "../vendor/preact.js";
import { api, online, Problem } from "../api.js";
import { t, yuan } from "../i18n.js";

const PAUSE = 250; // a group adds many at once

/** *count* is everybody, the host too. */
export function Estimate({ count }) {
  const estimate = useEstimate(count);
  return html`<p class=${`estimate${estimate && estimate.parties !== count ? " old" : ""}`}>
    ${count < 2 || !estimate
      ? t(count < 2 ? "estimate-nobody" : "estimate-later", { count })
      : html`${t("estimate", { count: estimate.parties })} <strong>${t("estimate-minute", { amount: yuan(estimate.per_minute) })}</strong>`}
  </p>`;
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
