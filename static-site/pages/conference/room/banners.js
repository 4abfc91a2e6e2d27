// What the host should know now: a cap that is near, a host who was lost (会场提示).
import { html } from "../../../vendor/preact.js";
import { t, yuan } from "../../../i18n.js";
import { Alert } from "../../../components/alert.js";
import { Remaining } from "./running.js";

export function Banners({ live, board }) {
  const { cap, host_away_until: away } = board;
  if (!cap && !away) return null;
  return html`<div class="stack room-banners">
    ${away &&
    html`<${Alert} kind="warning">
      <strong>${t("room-away")}</strong>${" "}${t("room-away-until")}${" "}
      <strong role="timer"><${Remaining} live=${live} until=${away} /></strong>
    <//>`}
    ${cap && html`<${Alert} kind="warning">${capText(board)}<//>`}
  </div>`;
}

/** Speak of the cap that is closer. */
function capText({ cap, cost, call_cap: ofCall, month_cap: ofMonth, month_cost: month }) {
  const calls = ofCall && (!ofMonth || cost * ofMonth >= month * ofCall);
  const args = { spent: yuan(calls ? cost : month), cap: yuan(calls ? ofCall : ofMonth) };
  if (cap === "near") return t(calls ? "cap-near-call" : "cap-near-month", args);
  return t(calls ? "cap-reached-call" : "cap-reached-month", args);
}
