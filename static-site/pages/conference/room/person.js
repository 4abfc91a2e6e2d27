// One line of the list: who it is, how the call goes, what can be done (与会者).
import { html, useMemo } from "../../../vendor/preact.js";
import { duration, phone } from "../../../format.js";
import { known, language, t, time } from "../../../i18n.js";
import { Button } from "../../../components/button.js";
import { Icon } from "../../../components/icon.js";
import { Avatar } from "../../../components/list.js";
import { actionsOf, isThere } from "./actions.js";
import { WHY_STILL } from "./connection.js";
import { lookOf } from "./look.js";
import { Running } from "./running.js";

/** The heading of the list, where the focus goes when its place is gone. */
export const PEOPLE = "room-people";

export function whoOf({ name, number }) {
  return name || phone(number);
}

/**
 * Drawn anew only if something in it has changed; sixty of them are looked at every second. *still*
 * says why nothing can be done: "offline", or "over".
 */
export function Person({ live, party, second, running, wrong, still, deeds }) {
  return useMemo(
    () => html`<${Line} ...${{ live, party, second, running, wrong, still, deeds }} />`,
    [live, party, second, running, wrong, still, deeds, language.value],
  );
}

function Line({ live, party, second, running, wrong, still, deeds }) {
  const who = whoOf(party);
  const actions = still === "over" ? [] : actionsOf(party, { second });
  const [icon, tone, word] = lookOf(party);
  const button = (action) => html`<${Button}
    key=${action.name}
    class="compact"
    kind=${action.kind}
    icon=${action.icon}
    busy=${running.split(",").includes(action.name)}
    inactive=${still === "offline"}
    aria-describedby=${still === "offline" ? WHY_STILL : undefined}
    aria-label=${t(`act-${action.name}-who`, { who })}
    title=${t(`act-${action.name}`)}
    onClick=${() => deeds.forOne(party, action)}
  >
    ${t(`act-${action.name}`)}
  <//>`;
  return html`<div class="person" data-row=${party.id} tabindex="-1" role="group" aria-label=${who}>
    <${Avatar} name=${party.name || party.number.slice(-2)} />
    <div class="person-who">
      <p class="person-name">
        <bdi>${who}</bdi>
        ${party.host && html`<span class="room-tag">${t("room-is-host")}</span>`}
      </p>
      ${party.name && html`<p class="person-number">${phone(party.number)}</p>`}
    </div>
    <p class=${`person-state ${tone}`}><${Icon} name=${icon} /><span>${t(word)}${detail(party)}</span></p>
    <p class="person-time">${timeOf(live, party)}</p>
    <div class="person-actions">${actions.filter(({ hand }) => !hand).map(button)}</div>
    ${party.hand_at &&
    isThere(party) &&
    html`<div class="person-hand">
      <p class="going">
        <${Icon} name="hand" /><span>${t("room-hand")} <${Running} live=${live} since=${party.hand_at} /></span>
      </p>
      ${actions.filter(({ hand }) => hand).map(button)}
    </div>`}
    ${wrong && html`<p class="error person-wrong"><${Icon} name="circle-alert" />${wrong}</p>`}
  </div>`;
}

/** What stands behind the word of the state: since when, why, how often. */
function detail({ state, ended_at: ended, reason, attempts }) {
  const parts = [];
  if ((state === "left" || state === "hung_up") && ended) parts.push(time(ended));
  const why = reason && `why-${reason.replaceAll("_", "-")}`;
  if (state === "failed" && why && known(why)) parts.push(t(why));
  if (attempts > 1) parts.push(t("room-attempts", { count: attempts }));
  return parts.map((part) => ` · ${part}`).join("");
}

function timeOf(live, party) {
  if (isThere(party) && party.joined_at) return html`<${Running} live=${live} since=${party.joined_at} />`;
  return party.over && party.seconds ? html`<span class="muted">${duration(party.seconds)}</span>` : null;
}
