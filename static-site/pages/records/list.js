// The conferences of the month, each to be opened, and more of them on demand (通话明细).
import { html, useMemo, useState } from "../../vendor/preact.js";
import { Alert } from "../../components/alert.js";
import { announce } from "../../components/announce.js";
import { Button } from "../../components/button.js";
import { Icon } from "../../components/icon.js";
import { focusSoon } from "../../components/focus.js";
import { say } from "../../components/problem.js";
import { t, time } from "../../i18n.js";
import { money, moment } from "./amounts.js";
import { Checked } from "./checked.js";
import { Lines } from "./lines.js";
import { conferencesOf } from "./merge.js";

const summaryOf = (id) => `conference-${id}`;

export function List({ kept }) {
  const [failure, setFailure] = useState(null);
  const lines = kept.lines.value;
  const more = Boolean(kept.cursor.value);
  const conferences = useMemo(() => conferencesOf(lines, more), [lines, more]);
  const filling = kept.filling.value;

  async function load() {
    const before = new Set(conferences.map(({ id }) => id));
    setFailure(null);
    try {
      if (!(await kept.more())) return;
    } catch (problem) {
      setFailure(problem);
      return;
    }
    const all = conferencesOf(kept.lines.value, false);
    focusSoon(summaryOf((all.find(({ id }) => !before.has(id)) ?? all.at(-1)).id));
    announce(t("records-loaded", { count: kept.lines.value.length }));
  }

  return html`<section class="card flush records-list" aria-labelledby="records-list">
    <div class="records-head">
      <h2 id="records-list">${t("records-list")}</h2>
      <p class="muted">${t(more ? "records-loaded" : "records-all", { count: lines.length })}</p>
    </div>
    <ul>
      ${conferences.map((one) => html`<li key=${one.id}><${Conference} one=${one} /></li>`)}
    </ul>
    ${more &&
    html`<div class="records-more">
      ${failure && html`<${Alert}><p>${say(failure)}</p><//>`}
      <${Button} busy=${filling && !filling.all} inactive=${Boolean(filling)} onClick=${load}>${t("records-more")}<//>
    </div>`}
  </section>`;
}

function Conference({ one }) {
  const [opened, setOpened] = useState(false);
  const { id, way, began, ended, parties, minutes, charge } = one;
  return html`<details onToggle=${(event) => setOpened(event.currentTarget.open)}>
    <summary id=${summaryOf(id)}>
      <${Icon} name="chevron-down" />
      <span class="conference-when"><strong>${moment(began)}</strong>–${time(ended)}</span>
      <span class="conference-facts">
        <span>${t(`records-way-${way.replace("_", "-")}`)}</span>
        <span>${t("records-parties", { count: parties })}</span>
        <span>${t("records-party-minutes", { count: minutes })}</span>
        ${one.corrected && html`<span class="conference-note">${t("records-corrected")}</span>`}
        ${one.open && html`<span class="conference-note">${t("records-not-whole")}</span>`}
      </span>
      <${Checked} as=${one.checked} />
      <strong class="conference-charge">${money(charge)}</strong>
    </summary>
    ${opened && html`<${Lines} one=${one} />`}
  </details>`;
}
