// Become a user: agreement, particulars, code call (立即注册, S30 to S41).
import { batch, html, useRef, useState } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { go } from "../router.js";
import { account, justRegistered } from "../store.js";
import { CodeCall, forget, kept } from "../components/codecall.js";
import { Stepper } from "../components/stepper.js";
import { Agree } from "./register/agree.js";
import { Particulars } from "./register/particulars.js";

export const title = "register-title";

const BASE = "/registrations";
const [AGREE, PARTICULARS, CALL] = [0, 1, 2];

export default function Register() {
  const [verification, setVerification] = useState(() => kept(BASE));
  const [step, setStep] = useState(verification ? CALL : AGREE);
  const typed = useRef({});
  const heading = useRef(null);

  function to(next) {
    setStep(next);
    window.scrollTo(0, 0);
    heading.current.focus({ preventScroll: true });
  }

  function again() {
    forget(BASE);
    setVerification(null);
    to(typed.current.number ? PARTICULARS : AGREE);
  }

  function verified(me) {
    batch(() => {
      justRegistered.value = true;
      account.value = me;
      go("/conference", { replace: true });
    });
  }

  const steps = ["register-step-agree", "register-step-particulars", "register-step-call", "register-step-done"];
  return html`<div class="narrow">
    <h1 tabindex="-1" ref=${heading}>${t("register-title")}</h1>
    <p class="lead">${t("register-lead")}</p>
    <section class="card register">
      <${Stepper} label=${t("register-steps")} steps=${steps.map((id) => t(id))} at=${step} />
      ${step === AGREE && html`<${Agree} onAgreed=${() => to(PARTICULARS)} />`}
      ${step === PARTICULARS &&
      html`<${Particulars}
        base=${BASE}
        typed=${typed}
        onBack=${() => to(AGREE)}
        onSent=${(answer) => {
          setVerification(answer);
          to(CALL);
        }}
      />`}
      ${step === CALL &&
      html`<${CodeCall} base=${BASE} verification=${verification} onVerified=${verified} onAgain=${again} />`}
    </section>
  </div>`;
}
