// Who has raised a hand, in order, and the way to let the next one speak (举手).
import { html, useLayoutEffect, useRef } from "../../../vendor/preact.js";
import { t } from "../../../i18n.js";
import { Button } from "../../../components/button.js";
import { Icon } from "../../../components/icon.js";
import { WHY_STILL } from "./connection.js";
import { PEOPLE, whoOf } from "./person.js";
import { Running } from "./running.js";

export function Hands({ live, board, deeds }) {
  const had = useRef(false);
  const box = useRef(null);
  const waiting = board.hands.map((id) => board.parties.find((party) => party.id === id)).filter(Boolean);
  // Asked before the card is gone, for afterwards nothing has the focus.
  if (box.current) had.current = box.current.contains(document.activeElement);
  useLayoutEffect(() => {
    if (waiting.length || !had.current) return;
    had.current = false;
    document.getElementById(PEOPLE)?.focus();
  }, [waiting.length]);

  if (!waiting.length) return null;
  const [next] = waiting;
  const offline = live.connection.value === "offline";
  return html`<section class="card room-hands" ref=${box} aria-labelledby="room-hands">
    <div class="room-hands-text">
      <h2 id="room-hands"><${Icon} name="hand" />${t("hands-title", { count: waiting.length })}</h2>
      <ol>
        ${waiting.map(
          (party) => html`<li key=${party.id}>
            <bdi>${whoOf(party)}</bdi>${" "}
            ${party.hand_at && html`<span class="muted"><${Running} live=${live} since=${party.hand_at} /></span>`}
          </li>`,
        )}
      </ol>
    </div>
    <${Button}
      kind="primary"
      icon="mic"
      busy=${deeds.running.value.has("speak")}
      inactive=${offline || board.state !== "live"}
      aria-describedby=${offline ? WHY_STILL : undefined}
      aria-label=${t("hands-next-who", { who: whoOf(next) })}
      onClick=${() => deeds.letSpeak(next.id)}
    >
      ${t("hands-next")}
    <//>
  </section>`;
}
