// A time that goes on, by the server's clock (计时).
import { html } from "../../../vendor/preact.js";
import { duration } from "../../../format.js";

/** How long since *since*: 12:05, or with its hours when *long*. */
export function Running({ live, since, long = false }) {
  const seconds = Math.max(0, Math.floor((live.now.value - Date.parse(since)) / 1000));
  return html`${duration(seconds, { long })}`;
}

/** How long until *until*; it stops at nothing. */
export function Remaining({ live, until }) {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - live.now.value) / 1000));
  return html`${duration(seconds)}`;
}
