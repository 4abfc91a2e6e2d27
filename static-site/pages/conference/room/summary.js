// After the conference: how long, who, how much, and what next (通话结束).
import { html, useLayoutEffect, useRef } from "../../../vendor/preact.js";
import { duration, phone } from "../../../format.js";
import { date, known, t, time, yuan } from "../../../i18n.js";
import { go } from "../../../router.js";
import { Button, ButtonLink } from "../../../components/button.js";
import { Icon } from "../../../components/icon.js";
import { listed, prepareWith, quickDraft } from "../../../components/starting/draft.js";
import { lookOf } from "./look.js";

export function Summary({ board, guest }) {
  const heading = useRef(null);
  useLayoutEffect(() => {
    // Whatever had the focus went with the board; a dialog may still give it back to what is gone.
    if (!document.activeElement?.closest("main button, main a")) heading.current.focus({ preventScroll: true });
  }, []);

  function again() {
    if (guest) quickDraft.value = { number: phone(board.host_number), parties: listed(board.parties) };
    else prepareWith(board.parties);
    go(guest ? "/quick" : "/conference");
  }

  const reason = board.reason && `ended-${board.reason.replaceAll("_", "-")}`;
  return html`<div class="room-summary">
    <section class="card over-card">
      <span class="empty-icon"><${Icon} name="circle-check" /></span>
      <h1 tabindex="-1" ref=${heading}>${t("over-thanks")}</h1>
      ${reason && known(reason) && html`<p class="muted">${t(reason)}</p>`}
      <${Facts} board=${board} />
      <div class="actions no-print">
        <${Button} kind="primary" icon="phone-call" onClick=${again}>${t("over-again")}<//>
        ${!guest && html`<${ButtonLink} icon="receipt-text" href="#/records">${t("over-records")}<//>`}
        <${Button} icon="printer" onClick=${() => window.print()}>${t("print")}<//>
      </div>
    </section>
    <section class="card flush">
      <header class="room-list-head"><h2>${t("over-people")}</h2></header>
      <${Legs} parties=${board.parties} />
    </section>
  </div>`;
}

function Facts({ board }) {
  const { confirmed_at: began, ended_at: ended, parties, final, cost } = board;
  const seconds = Math.max(0, Math.round((Date.parse(ended) - Date.parse(began)) / 1000));
  const came = parties.filter((party) => party.joined_at).length;
  return html`<dl class="room-facts">
    <div><dt>${t("over-when")}</dt><dd>${date(began)} ${time(began)}</dd></div>
    <div><dt>${t("room-time")}</dt><dd>${duration(seconds, { long: true })}</dd></div>
    <div><dt>${t("over-came")}</dt><dd>${t("over-came-of", { came, size: parties.length })}</dd></div>
    <div>
      <dt>${t("over-cost")}</dt>
      <dd>
        <span role="status" class=${final ? "" : "going"}>
          ${final ? yuan(cost) : html`<${Icon} name="hourglass" />${t("over-counting")}`}
        </span>
      </dd>
    </div>
  </dl>`;
}

function Legs({ parties }) {
  return html`<table class="legs">
    <thead>
      <tr>
        <th scope="col">${t("over-who")}</th>
        <th scope="col">${t("over-state")}</th>
        <th scope="col" class="amount wide-only">${t("room-time")}</th>
        <th scope="col" class="amount">${t("over-charge")}</th>
      </tr>
    </thead>
    <tbody>
      ${parties.map((party) => html`<${Leg} key=${party.id} party=${party} />`)}
    </tbody>
  </table>`;
}

function Leg({ party }) {
  const { name, number, host, over, seconds, charge, attempts } = party;
  const [icon, tone, word] = lookOf(party);
  return html`<tr>
    <th scope="row">
      <bdi>${name || phone(number)}</bdi>
      ${host && html`${" "}<span class="room-tag">${t("room-is-host")}</span>`}
      ${name && html`<span class="person-number">${phone(number)}</span>`}
      ${attempts > 1 && html`<span class="person-number">${t("room-attempts", { count: attempts })}</span>`}
    </th>
    <td>
      <span class=${`leg-state ${tone}`}><${Icon} name=${icon} />${t(word)}</span>
      ${seconds && html`<span class="narrow-only muted">${duration(seconds)}</span>`}
    </td>
    <td class="amount wide-only">${seconds ? duration(seconds) : "–"}</td>
    <td class="amount">${over ? yuan(charge) : t("over-counting")}</td>
  </tr>`;
}
