// The three states of everything that is fetched: on its way, nothing there, failed (三种状态).
import { html, useEffect, useLayoutEffect, useState } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { Button } from "./button.js";
import { holdFocus } from "./focus.js";
import { Icon } from "./icon.js";
import { say } from "./problem.js";

const PATIENCE = 300; // a skeleton that flashes by is worse than none

export function Loading({ rows = 3 }) {
  const [late, setLate] = useState(false);
  useLayoutEffect(holdFocus, []);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return html`<div class="skeleton" role="status" aria-busy="true">
    <span class="unseen">${t("loading")}</span>
    ${late && Array.from({ length: rows }, () => html`<div class="skeleton-row" aria-hidden="true"></div>`)}
  </div>`;
}

/** One sentence and the one useful button. */
export function Empty({ icon = "info", title, text, action, children }) {
  return html`<div class="empty">
    <span class="empty-icon"><${Icon} name=${icon} /></span>
    ${title && html`<h2>${title}</h2>`}
    <p>${text}</p>
    ${children} ${action}
  </div>`;
}

export function Failed({ problem, retry, busy }) {
  return html`<div class="empty" role="alert">
    <span class="empty-icon failed"><${Icon} name="triangle-alert" /></span>
    <p>${say(problem)}</p>
    ${retry && html`<${Button} icon="refresh-cw" busy=${busy} onClick=${retry}>${t("retry")}<//>`}
  </div>`;
}
