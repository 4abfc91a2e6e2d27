// Said while the server cannot be heard: the calls go on, the page stands still (断线提示).
import { html } from "../../../vendor/preact.js";
import { t, toTheSecond } from "../../../i18n.js";
import { Icon } from "../../../components/icon.js";

/** What buttons that must wait refer to. */
export const WHY_STILL = "room-offline";

export function Connection({ live }) {
  const offline = live.connection.value === "offline";
  const time = offline && toTheSecond(new Date(live.answeredAt.value).toISOString());
  // Always there: an icon that is needed offline cannot be fetched then.
  return html`<div class="offline room-offline" id=${WHY_STILL} role="alert" hidden=${!offline}>
    <${Icon} name="wifi-off" />
    <span>${offline && t(navigator.onLine ? "room-unheard" : "room-offline", { time })}</span>
  </div>`;
}
