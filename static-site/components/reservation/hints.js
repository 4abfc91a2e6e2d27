// What speaks against a time, and what could be had instead (预约提示).
import { html, useEffect } from "../../vendor/preact.js";
import { t, time } from "../../i18n.js";
import { Alert } from "../alert.js";
import { announce } from "../announce.js";
import { Button } from "../button.js";
import { when } from "./moments.js";

const MINUTE = 60_000;
const OFFERS = { slot_full: "reservation-full", too_short_notice: "reservation-sooner" };

/** *offer* is {code, at}: why not then, and moments to take. *conflicts* are hints, and forbid nothing. */
export function Hints({ offer, conflicts, now, onTake }) {
  const [other] = conflicts;
  const beside = other && t("reservation-conflict", { ...span(other), count: conflicts.length });
  const full = offer && t(offer.at.length ? OFFERS[offer.code] : "reservation-full-around");
  useEffect(() => {
    if (full || beside) announce([full, beside].filter(Boolean).join(" "));
  }, [full, beside]);
  return html`
    ${offer &&
    html`<${Alert} kind="warning">
      <p>${full}</p>
      ${offer.at.length > 0 &&
      html`<div class="actions offers">
        ${offer.at.map((moment) => html`<${Button} key=${moment} onClick=${() => onTake(moment)}>${when(moment, now)}<//>`)}
      </div>`}
    <//>`}
    ${beside && html`<${Alert} kind="info">${beside}<//>`}
  `;
}

function span({ starts_at: from, minutes }) {
  return { from: time(from), to: time(new Date(Date.parse(from) + minutes * MINUTE).toISOString()) };
}
