// The card on top: how the conference goes, and what is done to all of it (会议概况).
import { html, useLayoutEffect, useRef, useState } from "../../../vendor/preact.js";
import { phone } from "../../../format.js";
import { t, yuan } from "../../../i18n.js";
import { Button } from "../../../components/button.js";
import { Confirm } from "../../../components/dialog.js";
import { focusIsLost } from "../../../components/focus.js";
import { Icon } from "../../../components/icon.js";
import { wait } from "../../../components/problem.js";
import { WHY_STILL } from "./connection.js";
import { Running } from "./running.js";

export function Head({ live, board, deeds }) {
  const heading = useRef(null);
  useLayoutEffect(() => {
    // What led here, a link or a button of the start, is gone.
    if (focusIsLost()) heading.current.focus({ preventScroll: true });
  }, []);
  return html`<section class="card room-head">
    <div class="room-title">
      <h1 tabindex="-1" ref=${heading}>${t("room-title")}</h1>
      <${Chips} board=${board} />
    </div>
    <${Commands} live=${live} board=${board} deeds=${deeds} />
    <dl class="room-facts">
      <${Fact} name="room-host"><span class="whole">${phone(board.host_number)}</span><//>
      <${Fact} name="room-time">
        <span role="timer"><${Running} live=${live} since=${board.confirmed_at} long /></span>
      <//>
      <${Fact} name="room-people">${t("room-joined", { joined: board.joined, size: board.size })}<//>
      <${Fact} name="room-cost">
        <span class="whole">${yuan(board.cost)}</span>${" "}
        <span class="fact-more">${t("room-per-minute", { amount: yuan(board.per_minute) })}</span>
      <//>
    </dl>
    <${Fresh} live=${live} />
  </section>`;
}

function Fact({ name, children }) {
  return html`<div><dt>${t(name)}</dt><dd>${children}</dd></div>`;
}

function Chips({ board }) {
  const ending = board.state === "ending";
  return html`<p class="state-chips">
    <span class=${`state-chip ${ending ? "quiet" : "good"}`}>
      <${Icon} name=${ending ? "hourglass" : "phone-call"} />${t(ending ? "room-ending" : "room-live")}
    </span>
    ${board.locked &&
    html`<span class="state-chip going"><${Icon} name="lock" />${t("room-locked")}</span>`}
    ${board.all_muted &&
    html`<span class="state-chip going"><${Icon} name="mic-off" />${t("room-all-muted")}</span>`}
  </p>`;
}

function Commands({ live, board, deeds }) {
  const [asking, setAsking] = useState(false);
  const running = deeds.running.value;
  const offline = live.connection.value === "offline";
  const still = {
    inactive: offline || board.state !== "live",
    "aria-describedby": offline ? WHY_STILL : undefined,
  };
  const { all_muted: muted, locked } = board;
  function end() {
    setAsking(false);
    deeds.end();
  }
  return html`<div class="room-commands">
    <${Button}
      ...${still}
      icon=${muted ? "mic" : "mic-off"}
      busy=${running.has("mute-all")}
      onClick=${() => deeds.muteAll(!muted)}
    >
      ${t(muted ? "room-unmute-all" : "room-mute-all")}
    <//>
    <${Button}
      ...${still}
      icon=${locked ? "lock-open" : "lock"}
      title=${t(locked ? "room-unlock-long" : "room-lock-long")}
      busy=${running.has("lock")}
      onClick=${() => deeds.lock(!locked)}
    >
      ${t(locked ? "room-unlock" : "room-lock")}
    <//>
    <${Button}
      ...${still}
      kind="danger"
      icon="phone-off"
      busy=${running.has("end") || board.state === "ending"}
      onClick=${() => setAsking(true)}
    >
      ${t("room-end")}
    <//>
    ${asking &&
    html`<${Confirm}
      title=${t("room-end-sure")}
      confirm=${t("room-end")}
      onConfirm=${end}
      onClose=${() => setAsking(false)}
    >
      <p>${t("room-end-text", { count: board.joined })}</p>
    <//>`}
  </div>`;
}

/** How old what is shown may be; seen, never spoken. */
function Fresh({ live }) {
  const { value: connection } = live.connection;
  const { value: verified } = live.verifiedAt;
  const ago = Math.max(0, (live.now.value - verified) / 1000);
  return html`<p class="room-fresh no-print">
    <span class=${`dot${connection === "live" ? "" : " going"}`} aria-hidden="true"></span>
    ${connection === "syncing" ? t("room-syncing") : t("room-verified", { ago: wait(ago) })}
  </p>`;
}
