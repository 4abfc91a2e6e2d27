// The customer's reservations that are ahead (客户的预约).
import { Problem } from "../../api.js";
import { Button, IconButton } from "../../components/button.js";
import { Dialog } from "../../components/dialog.js";
import { say } from "../../components/problem.js";
import { Empty } from "../../components/state.js";
import { toast } from "../../components/toast.js";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { html, useState } from "../../vendor/preact.js";
import { REPEATS, when as spoken } from "../../components/reservation/moments.js";
import { desk } from "./desk.js";

const moment = (iso) => spoken(iso, Date.now());

export function List({ base, items, onNew, onChange, onGone }) {
  const [leaving, setLeaving] = useState(null);
  const ahead = items.filter(({ state }) => state === "scheduled" || state === "starting");
  return html`
    <section class="card desk-list">
      <div class="desk-list-title">
        <h2 id="desk-reservations" tabindex="-1">${t("desk-reservations")}</h2>
        <${Button} id="desk-reserve" kind="primary" icon="plus" onClick=${onNew}>${t("desk-reserve")}<//>
      </div>
      ${ahead.length === 0
        ? html`<${Empty} icon="calendar-clock" text=${t("desk-none")} />`
        : html`<ul aria-labelledby="desk-reservations">
            ${ahead.map((one) => html`<${Row} key=${one.id} one=${one} onChange=${onChange} onCancel=${setLeaving} />`)}
          </ul>`}
    </section>
    ${leaving && html`<${Cancel} base=${base} one=${leaving} onGone=${onGone} onClose=${() => setLeaving(null)} />`}
  `;
}

function Row({ one, onChange, onCancel }) {
  const when = moment(one.starts_at);
  const names = one.parties.map(({ name, number }) => name || phone(number)).join(t("reservation-and"));
  return html`<li>
    <div>
      <p class="desk-list-when">
        <span>${when}</span>
        ${one.title && html`<bdi>${one.title}</bdi>`}
        ${one.repeat !== "once" && html`<span class="tag">${t(REPEATS[one.repeat])}</span>`}
        ${one.state === "starting" && html`<span class="tag">${t("reservation-starting")}</span>`}
      </p>
      <p class="muted">
        <span>${t("desk-host-of", { number: phone(one.host_number) })}</span>
        <span>${t("desk-parties-of", { count: one.parties.length + 1 })} <bdi>${names}</bdi></span>
      </p>
    </div>
    ${one.state === "scheduled" &&
    html`<div class="desk-list-acts">
      <${IconButton} icon="pencil" label=${t("reservation-change-one", { when })} onClick=${() => onChange(one)} />
      <${IconButton} icon="trash-2" label=${t("reservation-cancel-one", { when })} onClick=${() => onCancel(one)} />
    </div>`}
  </li>`;
}

function Cancel({ base, one, onGone, onClose }) {
  const [busy, setBusy] = useState(null);
  async function cancel(series) {
    setBusy(series ? "series" : "one");
    try {
      const gone = await desk("POST", `${base}/reservations/${one.id}/cancel`, { series });
      onClose();
      await onGone(t("desk-cancelled", { count: gone.items.length }));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      toast(say(problem), { kind: "error" });
      setBusy(null);
    }
  }
  const actions = html`
    <${Button} data-focus onClick=${onClose}>${t("desk-keep")}<//>
    <${Button} kind="danger" busy=${busy === "one"} onClick=${() => cancel(false)}>
      ${t(one.series_id ? "desk-cancel-this" : "desk-cancel")}
    <//>
    ${one.series_id &&
    html`<${Button} kind="danger" busy=${busy === "series"} onClick=${() => cancel(true)}>${t("desk-cancel-series")}<//>`}
  `;
  return html`<${Dialog} title=${t("desk-cancel-title")} actions=${actions} onClose=${onClose}>
    <p>${t("desk-cancel-text", { when: moment(one.starts_at), count: one.parties.length + 1 })}</p>
  <//>`;
}
