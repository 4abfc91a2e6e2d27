// How far the call with the code is: icon, word and colour (呼叫状态).
import { html } from "../../vendor/preact.js";
import { t } from "../../i18n.js";
import { Icon } from "../icon.js";

const LOOKS = {
  asked: ["clock", "quiet"],
  dialling: ["phone-call", "going"],
  ringing: ["bell", "going"],
  speaking: ["volume-2", "going"],
  spoken: ["circle-check", "good"],
  no_answer: ["phone-missed", "bad"],
  busy: ["phone-off", "bad"],
  failed: ["circle-alert", "bad"],
  limited: ["clock", "bad"],
  not_eligible: ["ban", "bad"],
  refused: ["shield-check", "bad"],
  used: ["circle-check", "good"],
  expired: ["clock", "bad"],
};

export function CallState({ state }) {
  const [icon, tone] = LOOKS[state] ?? LOOKS.asked;
  return html`<p class=${`call-state ${tone}`} role="status">
    <span class="call-icon"><${Icon} name=${icon} /></span>
    <span>${t(`call-${state.replaceAll("_", "-")}`)}</span>
  </p>`;
}
