// The two minutes in which the number dials 116323 for the first time (激活等待, S35).
import { html, useEffect } from "../../vendor/preact.js";
import { clock, phone } from "../../format.js";
import { t } from "../../i18n.js";
import { service } from "../../store.js";
import { announce } from "../announce.js";
import { Button } from "../button.js";
import { Icon } from "../icon.js";
import { wait } from "../problem.js";

const SPOKEN = new Set([120, 60, 30, 10]); // every second would drown all else
const RADIUS = 54;
const ROUND = 2 * Math.PI * RADIUS;

export function Waiting({ verification, left, busy, onRestart, onOther }) {
  const dialled = verification.state === "dialled";
  const late = left === 0;
  const over = late && !dialled;
  useEffect(() => {
    if (SPOKEN.has(left) && verification.state === "waiting") announce(t("wait-left", { wait: wait(left) }));
  }, [left]);

  return html`<div class="waiting">
    <p class="waiting-lead">${t("wait-lead")}</p>
    <p class="muted">${t("wait-number", { number: phone(verification.number) })}</p>
    <div class="waiting-middle">
      ${dialled
        ? html`<span class="ring-call"><${Icon} name="phone-incoming" /></span>`
        : html`<${Ring} left=${left} over=${over} total=${service.value?.wait_seconds ?? 120} />`}
      <${Steps} state=${verification.state} />
    </div>
    <p class="muted" role="status">${t(over ? "wait-over-long" : waitingFor(verification.state))}</p>
    <div class="actions">
      ${late &&
      html`<${Button} kind="primary" icon=${dialled ? "phone-call" : "refresh-cw"} busy=${busy} onClick=${onRestart}>
        ${t(dialled ? "call-again" : "wait-restart")}
      <//>`}
      <${Button} onClick=${onOther}>${t("number-other")}<//>
    </div>
  </div>`;
}

function waitingFor(state) {
  return state === "dialled" ? "wait-dialled-long" : "wait-goes-on";
}

function Ring({ left, over, total }) {
  const part = left === null ? 0 : Math.min(1, left / total);
  return html`<div class=${`ring${over ? " over" : ""}`}>
    <svg viewBox="0 0 120 120" aria-hidden="true">
      <circle cx="60" cy="60" r=${RADIUS} />
      <circle
        class="ring-left"
        cx="60"
        cy="60"
        r=${RADIUS}
        stroke-dasharray=${ROUND}
        stroke-dashoffset=${ROUND * (1 - part)}
      />
    </svg>
    <span role="timer" aria-live="off">${over ? t("wait-over") : left === null ? "" : clock(left)}</span>
  </div>`;
}

function Steps({ state }) {
  const reached = state === "dialled" ? 2 : 0;
  const names = ["wait-step-waiting", "wait-step-dialled", "wait-step-activated"];
  return html`<ol class="wait-steps">
    ${names.map(
      (name, at) => html`<li
        class=${at < reached ? "done" : at === reached ? "here" : ""}
        aria-current=${at === reached ? "step" : undefined}
      >
        <${Icon} name=${at < reached ? "circle-check" : "circle"} />${t(name)}
      </li>`,
    )}
  </ol>`;
}
