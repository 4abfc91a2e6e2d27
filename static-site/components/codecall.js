// The whole step “接听语音验证码”: the call, the code, the confirmation (语音校验码).
import { html, useState } from "../vendor/preact.js";
import { api, keyKeeper, Problem } from "../api.js";
import { phone } from "../format.js";
import { t } from "../i18n.js";
import { Alert } from "./alert.js";
import { Button } from "./button.js";
import { CallState } from "./codecall/state.js";
import { Waiting } from "./codecall/waiting.js";
import { useSecondsLeft, useVerification } from "./codecall/verification.js";
import { Field } from "./field.js";
import { Form } from "./form.js";
import { say, wait } from "./problem.js";
import { toast } from "./toast.js";

export { forget, kept, keep } from "./codecall/verification.js";

const BEFORE_THE_CALL = new Set(["waiting", "dialled"]);
const OVER = new Set(["refused", "not_eligible", "used"]);
const LIMITED = "limited"; // the phone was not rung: there is no code to be typed in

/**
 * *base* is where the verification lives, *onVerified* gets the answer of the confirmation, *onAgain*
 * starts over with another number. Forms that send more than the code give *children* and *body*.
 */
export function CodeCall({ base, verification, onVerified, onAgain, body, check, children }) {
  const { now, skew, set, forget } = useVerification(base, verification, onAgain);
  const [keys] = useState(keyKeeper);
  const [calling, setCalling] = useState(false);
  const left = useSecondsLeft(now.wait_until, skew);
  const until = useSecondsLeft(now.retry_at, skew);
  const timedOut = now.calls === 0 && (now.state === "expired" || (now.state === "waiting" && left === 0));

  async function callAgain() {
    setCalling(true);
    try {
      set(await api("POST", `${base}/${now.id}/calls`, {}, { key: keys(now.calls) }));
      keys.done();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      toast(say(problem), { kind: "error" });
    } finally {
      setCalling(false);
    }
  }

  async function confirm(values) {
    const code = values.code.normalize("NFKC").replace(/\D/g, "");
    try {
      const answer = await api("POST", `${base}/${now.id}/confirmation`, { ...body?.(values), code });
      forget();
      onVerified(answer);
    } catch (problem) {
      if (problem.details?.tries_left !== undefined) set({ ...now, tries_left: problem.details.tries_left });
      throw problem;
    }
  }

  if (BEFORE_THE_CALL.has(now.state) || timedOut) {
    return html`<${Waiting}
      verification=${now}
      left=${timedOut ? 0 : left}
      busy=${calling}
      onRestart=${callAgain}
      onOther=${onAgain}
    />`;
  }
  if (OVER.has(now.state)) {
    return html`<div class="stack">
      <${CallState} state=${now.state} />
      <div class="actions"><${Button} kind="primary" onClick=${onAgain}>${t("number-other")}<//></div>
    </div>`;
  }
  const others = html`
    <${Button} icon="phone-call" busy=${calling} inactive=${until > 0} onClick=${callAgain}>
      ${until > 0 ? t("call-again-in", { wait: wait(until) }) : t("call-again")}
    <//>
    <${Button} kind="quiet" onClick=${onAgain}>${t("number-other")}<//>
  `;
  if (now.state === LIMITED) {
    return html`<div class="stack">
      <${CallState} state=${now.state} />
      <div class="actions">${others}</div>
    </div>`;
  }
  const silent = now.purpose === "recover";
  return html`<div class="stack">
    ${silent
      ? html`<${Alert} kind="info">${t("recover-told", { number: phone(now.number) })}<//>`
      : html`<p>${t(now.purpose === "register" ? "call-to" : "call-to-host", { number: phone(now.number) })}</p>
          <${CallState} state=${now.state} />`}
    ${(silent || now.state !== "asked" || now.calls > 0) &&
    html`<${Form} onSubmit=${confirm} check=${check}>
      <${Field}
        label=${t("code")}
        hint=${t("code-tries", { count: now.tries_left })}
        name="code"
        class="code"
        inputmode="numeric"
        autocomplete="one-time-code"
        maxlength="6"
        pattern="\\d{6}"
        data-mismatch=${t("code-six")}
        required
      />
      ${children}
      <div class="actions">
        <${Button} kind="primary" type="submit">
          ${t(now.purpose === "register" ? "confirm-activation" : "confirm")}
        <//>
        ${others}
      </div>
    <//>`}
  </div>`;
}
