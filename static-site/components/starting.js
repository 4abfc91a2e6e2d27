// A start on its way: the host's phone, the 1, the others (发起进度).
import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact.js";
import { Problem } from "../api.js";
import { phone } from "../format.js";
import { t } from "../i18n.js";
import { Alert } from "./alert.js";
import { announce } from "./announce.js";
import { Button } from "./button.js";
import { focusIsLost } from "./focus.js";
import { Icon } from "./icon.js";
import { say } from "./problem.js";
import { Failure } from "./starting/failure.js";
import { stageOf } from "./starting/stage.js";
import { startAgain, startElsewhere } from "./starting/ways.js";
import { Stepper } from "./stepper.js";

/**
 * *board* is a conference before the host has pressed 1, or one that ended before. *onCancel* calls it
 * off; *onAgain* and *onOther* start it again and from another phone, and need not be given for a
 * conference of an account.
 */
export function Starting({ board, onCancel, onAgain = startAgain, onOther = startElsewhere }) {
  const { run, running, problem } = useDeed();
  const heading = useRef(null);
  const { at, look, failed, advice, joined, size } = stageOf(board);
  const [icon, tone, id] = look;
  const number = board.host_number ? phone(board.host_number) : t("starting-host");
  const sentence = t(id, { number, joined, size });
  const steps = [
    t("starting-step-host"),
    t("starting-step-confirm"),
    t("starting-step-parties", { joined, size }),
    t("starting-step-live"),
  ];

  useEffect(() => announce(sentence), [sentence]);
  useLayoutEffect(() => {
    // The button that led here is gone; so are the buttons of a start that has failed meanwhile.
    if (focusIsLost()) heading.current.focus({ preventScroll: true });
  }, [Boolean(failed)]);

  return html`<div class="narrow">
    <h1 tabindex="-1" ref=${heading}>${t(failed ? "starting-failed" : "starting-title")}</h1>
    <section class="card starting">
      <${Stepper} label=${t("starting-steps")} steps=${steps} at=${at} />
      <p class=${`call-state ${tone}`}>
        <span class=${`call-icon${tone === "going" ? " beat" : ""}`}><${Icon} name=${icon} /></span>
        <span>${sentence}</span>
      </p>
      ${problem && html`<${Alert}>${say(problem)}<//>`}
      ${failed
        ? html`<${Failure}
            advice=${advice}
            busy=${running}
            onAgain=${() => run("again", () => onAgain(board))}
            onOther=${() => onOther(board)}
          />`
        : html`
            <p class="muted">${t("starting-then", { size })}</p>
            ${at < 2 &&
            html`<div class="actions">
              <${Button} icon="x" busy=${running === "cancel"} onClick=${() => run("cancel", onCancel)}>
                ${t("starting-cancel")}
              <//>
            </div>`}
          `}
    </section>
  </div>`;
}

/** Return {run, running, problem}: one deed at a time, and why the last one did not work. */
function useDeed() {
  const [running, setRunning] = useState(null);
  const [problem, setProblem] = useState(null);
  const there = useRef(true);
  useEffect(() => () => {
    there.current = false;
  }, []);

  async function run(name, deed) {
    if (running) return;
    setRunning(name);
    setProblem(null);
    try {
      await deed();
    } catch (caught) {
      if (!(caught instanceof Problem)) throw caught;
      if (there.current) setProblem(caught);
    } finally {
      if (there.current) setRunning(null);
    }
  }
  return { run, running, problem };
}
