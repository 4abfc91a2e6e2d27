// The question before a reservation is called off: this one, or all that is ahead of its series (取消预约).
import { html, useState } from "../../vendor/preact.js";
import { api, Problem } from "../../api.js";
import { t } from "../../i18n.js";
import { Alert } from "../../components/alert.js";
import { Button, ButtonLink } from "../../components/button.js";
import { Dialog } from "../../components/dialog.js";
import { say } from "../../components/problem.js";
import { when } from "../../components/reservation/moments.js";

/** *onGone* gets what is cancelled by now; *onChanged* is told that the list is not as it was shown. */
export function Cancel({ one, items, now, onGone, onChanged, onClose }) {
  const [busy, setBusy] = useState(null);
  const [problem, setProblem] = useState(null);
  const series = items.filter((other) => one.series_id && other.series_id === one.series_id && other.state === "scheduled");
  const whole = series.length > 1;

  async function cancel(all) {
    if (busy) return;
    setBusy(all ? "series" : "one");
    setProblem(null);
    try {
      onGone((await api("POST", `/reservations/${one.id}/cancel`, { series: all })).items);
    } catch (caught) {
      if (!(caught instanceof Problem)) throw caught;
      setProblem(caught);
      setBusy(null);
      if (caught.status === 409 || caught.status === 404) onChanged();
    }
  }

  const begun = problem?.details.conference_id;
  const actions = html`
    <${Button} data-focus onClick=${onClose}>${t("reservation-keep")}<//>
    ${begun
      ? html`<${ButtonLink} kind="primary" icon="arrow-right" href=${`#/conference/${begun}`}>${t("reservation-enter")}<//>`
      : html`<${Button} kind="danger" busy=${busy === "one"} onClick=${() => cancel(false)}>
            ${t(whole ? "reservation-cancel-this" : "reservation-cancel-it")}
          <//>
          ${whole &&
          html`<${Button} kind="danger" busy=${busy === "series"} onClick=${() => cancel(true)}>
            ${t("reservation-cancel-series", { count: series.length })}
          <//>`}`}
  `;
  return html`<${Dialog} title=${t("reservation-cancel-title")} actions=${actions} onClose=${onClose}>
    <div class="stack">
      ${problem && html`<${Alert}>${say(problem)}<//>`}
      <p>
        ${when(one.starts_at, now)}${one.title && html` <bdi>${one.title}</bdi>`}${" "}
        ${t("reservation-size", { count: one.parties.length + 1 })}
      </p>
      ${whole && html`<p class="muted">${t("reservation-of-series", { count: series.length })}</p>`}
      ${one.notify && html`<p class="muted">${t("reservation-cancel-told")}</p>`}
    </div>
  <//>`;
}
