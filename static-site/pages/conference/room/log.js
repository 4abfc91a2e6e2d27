// What has happened, the newest on top (会场动态).
import { html } from "../../../vendor/preact.js";
import { t, toTheSecond } from "../../../i18n.js";
import { whoOf } from "./person.js";

/** It says nothing by itself: what matters is announced, and once. */
export function Log({ entries }) {
  return html`<section class="card flush room-log no-print">
    <header class="room-list-head"><h2 id="room-log">${t("log-title")}</h2></header>
    <div role="log" aria-live="off" aria-labelledby="room-log" tabindex="0">
      <ol>
        ${entries
          .toReversed()
          .map(
            (entry) => html`<li key=${`${entry.at} ${entry.party_id} ${entry.what}`}>
              <time datetime=${entry.at}>${toTheSecond(entry.at)}</time>
              <span>${t(`log-${entry.what.replaceAll("_", "-")}`, { who: whoOf(entry) })}</span>
            </li>`,
          )}
      </ol>
    </div>
  </section>`;
}
