// The customer's word: their phone is called, 1 agrees (客户确认).
import { Problem, keyKeeper } from "../../api.js";
import { Button } from "../../components/button.js";
import { Form } from "../../components/form.js";
import { Icon } from "../../components/icon.js";
import { focusSoon } from "../../components/focus.js";
import { NumberField } from "../../components/number-field.js";
import { say } from "../../components/problem.js";
import { toast } from "../../components/toast.js";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { html, useEffect, useState } from "../../vendor/preact.js";
import { customer, desk, serve } from "./desk.js";

const PACE = 1000;
const GOING = new Set(["asked", "dialling", "ringing", "speaking"]);
const LOOKS = {
  asked: ["clock", "quiet"],
  dialling: ["phone-call", "going"],
  ringing: ["bell", "going"],
  speaking: ["volume-2", "going"],
  no_answer: ["phone-missed", "bad"],
  busy: ["phone-off", "bad"],
  failed: ["circle-alert", "bad"],
  limited: ["clock", "bad"],
  not_eligible: ["ban", "bad"],
  refused: ["shield-check", "bad"],
  expired: ["clock", "bad"],
};

export function Verify() {
  const [keys] = useState(keyKeeper);
  const [busy, setBusy] = useState(false);
  const one = customer.value;
  useFollowed(one);

  async function call(number) {
    const body = { number };
    const asked = await desk("POST", "/customers", body, { key: keys(body) });
    keys.done();
    serve(asked);
    focusSoon("desk-asked");
  }

  async function again() {
    setBusy(true);
    try {
      await call(one.number);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      toast(say(problem), { kind: "error" });
    }
    setBusy(false);
  }

  function other() {
    serve(null);
    focusSoon("desk-number");
  }

  if (!one) {
    return html`<div class="desk-verify">
      <section class="card stack">
        <h2>${t("desk-verify-title")}</h2>
        <${Form} onSubmit=${({ number }) => call(number)}>
          <${NumberField} id="desk-number" label=${t("desk-number")} hint=${t("desk-number-hint")} autocomplete="off" />
          <div class="actions">
            <${Button} kind="primary" type="submit" icon="phone-call">${t("desk-call")}<//>
          </div>
        <//>
      </section>
      <${Heard} />
    </div>`;
  }
  const going = GOING.has(one.state);
  const [icon, tone] = LOOKS[one.state] ?? LOOKS.asked;
  return html`<div class="desk-verify">
    <section class="card stack">
      <h2 id="desk-asked" tabindex="-1">${t("desk-asked", { number: phone(one.number) })}</h2>
      <p class=${`call-state ${tone}`} role="status">
        <span class="call-icon"><${Icon} name=${icon} /></span>
        <span>${t(`desk-state-${one.state.replaceAll("_", "-")}`)}</span>
      </p>
      <div class="actions">
        ${!going &&
        one.state !== "refused" &&
        html`<${Button} kind="primary" icon="phone-call" busy=${busy} onClick=${again}>${t("desk-call-again")}<//>`}
        <${Button} onClick=${other}>${t("number-other")}<//>
      </div>
    </section>
    <${Heard} />
  </div>`;
}

function Heard() {
  return html`<section class="card stack desk-heard">
    <h2>${t("desk-heard-title")}</h2>
    <blockquote>${t("desk-heard")}</blockquote>
    <ul>
      <li>${t("desk-heard-1")}</li>
      <li>${t("desk-heard-9")}</li>
      <li>${t("desk-heard-hang-up")}</li>
    </ul>
  </section>`;
}

/** Ask how the call stands, each second while it may change. */
function useFollowed(one) {
  const going = Boolean(one) && GOING.has(one.state);
  useEffect(() => {
    if (!going) return undefined;
    const stop = new AbortController();
    let timer;
    const later = (ms) => {
      timer = setTimeout(look, ms);
    };
    async function look() {
      let wait = PACE;
      try {
        const now = await desk("GET", `/customers/${one.id}`, undefined, { signal: stop.signal });
        if (stop.signal.aborted) return;
        serve(now);
        if (now.state === "agreed") focusSoon("desk-customer");
      } catch (problem) {
        if (stop.signal.aborted) return;
        if (problem.status === 404) serve(null);
        wait *= 4;
      }
      if (!stop.signal.aborted) later(wait);
    }
    later(PACE);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [one?.id, going]);
}
