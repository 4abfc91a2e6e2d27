// The list: what is ahead, what was, what was cancelled (我的预约).
import { html, useLayoutEffect, useState } from "../../vendor/preact.js";
import { t } from "../../i18n.js";
import { Alert } from "../../components/alert.js";
import { Button, ButtonLink } from "../../components/button.js";
import { useHosts } from "../../components/host-field.js";
import { Keys } from "../../components/keys.js";
import { focusHeading, focusSoon } from "../../components/focus.js";
import { useMore } from "../../components/list.js";
import { Empty, Failed, Loading } from "../../components/state.js";
import { Tabs } from "../../components/tabs.js";
import { toast } from "../../components/toast.js";
import { Cancel } from "./cancel.js";
import { reserveAgain } from "./draft.js";
import { when } from "../../components/reservation/moments.js";
import { headingOf, Row } from "./row.js";
import { remedy, why } from "./why.js";

const DAY = 86_400_000;
const MOST_ALERTS = 3;
const STEP = 50;
const TABS = [
  { path: "/reservations", text: "reservations-tab-ahead", none: "reservations-none-ahead" },
  { path: "/reservations/past", text: "reservations-tab-past", none: "reservations-none-past" },
  { path: "/reservations/cancelled", text: "reservations-tab-cancelled", none: "reservations-none-cancelled" },
];

export function List({ path, kept }) {
  const tab = TABS.find((one) => one.path === path);
  return html`
    <div class="page-head reservations-head">
      <div>
        <h1 tabindex="-1">${t("reservations-title")}</h1>
        <p class="lead">${t("reservations-lead")}</p>
      </div>
      <${ButtonLink} kind="primary" icon="plus" href="#/reservations/new">${t("reservation-new")}<//>
    </div>
    ${tab === TABS[0] && html`<${Missed} kept=${kept} />`}
    <${Tabs} label=${t("reservations-tabs")} items=${TABS.map((one) => ({ path: one.path, text: t(one.text) }))} />
    ${kept.answer.value ? html`<${Rows} tab=${tab} kept=${kept} />` : html`<${None} kept=${kept} />`}
    <p class="muted reservations-phone"><${Keys} text=${t("reservations-by-phone")} /></p>
  `;
}

function None({ kept }) {
  if (!kept.problem.value) return html`<${Loading} />`;
  return html`<div class="card">
    <${Failed} problem=${kept.problem.value} busy=${kept.loading.value} retry=${kept.load} />
  </div>`;
}

function Rows({ tab, kept }) {
  const [leaving, setLeaving] = useState(null);
  const hosts = useHosts().items ?? [];
  const notes = new Map(hosts.map(({ number, note }) => [number, note]));
  const items = sorted(kept)[TABS.indexOf(tab)];
  const [shown, more] = useMore(items, {
    label: (count) => t("reservations-more", { count }),
    idOf: headingOf,
    step: STEP,
  });
  const fresh = kept.fresh.value;

  useLayoutEffect(() => {
    if (!fresh) return undefined;
    focusSoon(headingOf({ id: fresh }));
    return () => {
      kept.fresh.value = null;
    };
  }, [fresh]);

  async function gone(cancelled) {
    const at = shown.findIndex(({ id }) => id === leaving.id);
    const ids = new Set(cancelled.map(({ id }) => id));
    const left = shown.filter(({ id }) => !ids.has(id));
    const next = left[Math.min(at, left.length - 1)];
    setLeaving(null);
    kept.put(cancelled);
    toast(t("reservations-gone", { when: when(leaving.starts_at, kept.now()), count: cancelled.length }));
    await kept.load();
    if (next) focusSoon(headingOf(next));
    else focusHeading();
  }

  return html`
    ${items.length === 0
      ? html`<div class="card"><${Empty} icon="calendar-clock" text=${t(tab.none)} action=${tab === TABS[0] && html`<${First} />`} /></div>`
      : html`<section class="card flush" aria-label=${t(tab.text)}>
          <ul class="reservations">
            ${shown.map(
              (one) => html`<${Row}
                key=${one.id}
                one=${one}
                note=${notes.get(one.host_number)}
                going=${kept.going.value.has(one.conference_id)}
                now=${kept.now()}
                fresh=${one.id === fresh}
                onCancel=${() => setLeaving(one)}
              />`,
            )}
          </ul>
          ${more}
        </section>`}
    ${leaving &&
    html`<${Cancel}
      one=${leaving}
      items=${kept.answer.value.items}
      now=${kept.now()}
      onGone=${gone}
      onChanged=${kept.load}
      onClose=${() => setLeaving(null)}
    />`}
  `;
}

function First() {
  return html`<${ButtonLink} kind="primary" icon="plus" href="#/reservations/new">${t("reservation-new")}<//>`;
}

/** Return what is ahead or goes on, what is over, and what was cancelled: the nearest to now first. */
function sorted({ answer, going }) {
  const parts = [[], [], []];
  for (const one of answer.value.items) {
    const open = one.state === "scheduled" || one.state === "starting" || isGoing(one, going.value);
    parts[one.state === "cancelled" ? 2 : open ? 0 : 1].push(one);
  }
  return [parts[0], parts[1].toReversed(), parts[2].toReversed()];
}

const isGoing = ({ state, conference_id: id }, going) => state === "started" && going.has(id);

/** What did not begin in the last 24 hours must not be overlooked. */
function Missed({ kept }) {
  const now = kept.now();
  const missed = (kept.answer.value?.items ?? []).filter(
    ({ state, starts_at: at }) => state === "missed" && now - Date.parse(at) < DAY,
  );
  if (missed.length === 0) return null;
  return html`<div class="reservations-missed">
    ${missed
      .toReversed()
      .slice(0, MOST_ALERTS)
      .map(
        (one) => html`<${Alert} key=${one.id}>
          <p>
            <strong>${t("reservation-missed", { when: when(one.starts_at, now), why: why(one.reason) })}</strong>
            ${remedy(one.reason)}
          </p>
          <${Button} icon="calendar-clock" onClick=${() => reserveAgain(one, kept.answer.value.earliest)}>
            ${t("reservation-again")}
          <//>
        <//>`,
      )}
  </div>`;
}
