// What operators did for the account (人工办理记录).
import { furnish } from "../../components/furnish.js";
import { Loading, Failed } from "../../components/state.js";
import { useList } from "../../components/use-list.js";
import { date, t, time } from "../../i18n.js";
import { html } from "../../vendor/preact.js";

await furnish("audit");

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const REPEATED = { daily: "audit-daily", workdays: "audit-workdays", weekly: "audit-weekly", series: "audit-series" };
const CHANGED = {
  host_id: "audit-changed-host",
  parties: "audit-changed-parties",
  minutes: "audit-changed-minutes",
  title: "audit-changed-title",
  notify: "audit-changed-notify",
};
const DEEDS = {
  verified: "audit-verified",
  looked: "audit-looked",
  reserved: "audit-reserved",
  changed: "audit-changed",
  cancelled: "audit-cancelled",
  contact_added: "audit-contact-added",
};

export function Audit() {
  const { items, failure } = useList("/account/audit");
  return html`<section class="card list-card settings-list audit" aria-labelledby="audit-title">
    <div class="list-title"><h2 id="audit-title">${t("audit-title")}</h2></div>
    <p class="list-intro">${t("audit-intro")}</p>
    ${failure && html`<${Failed} ...${failure} />`}
    ${!failure && !items && html`<${Loading} />`}
    ${items?.length === 0 && html`<p class="none">${t("audit-none")}</p>`}
    ${items?.length > 0 &&
    html`<ul class="rows" aria-labelledby="audit-title">
      ${items.filter(told).map(
        (one) => html`<li class="item">
          <div class="item-text">
            <p class="item-name">${deed(one)}</p>
            <p class="item-more">
              <span>${moment(one.at)}</span>
              <span>${t("audit-who", { who: one.who })}</span>
              ${facts(one, items).map((fact) => html`<span>${fact}</span>`)}
            </p>
          </div>
        </li>`,
      )}
    </ul>`}
  </section>`;
}

/** What was refused was written before as well: of the two rows the later one is told, with its facts. */
function told(one, at, items) {
  return !isRefusal(items[at - 1], one);
}

function isRefusal(later, one) {
  return later?.what === "refused" && later.who === one.who && later.about.split(" ")[0] === one.what;
}

/** What was done, or what of it was refused: “reserved slot_full”. */
function deed({ what, about }) {
  if (what !== "refused") return t(DEEDS[what] ?? "audit-other");
  const [wanted] = about.split(" ");
  return t("audit-refused", { deed: t(DEEDS[wanted] ?? "audit-other") });
}

/** The facts beside it: times, how many phones, how it is repeated. */
function facts(one, items) {
  const before = items[items.indexOf(one) + 1];
  if (before && isRefusal(one, before)) return facts(before, items);
  const { what, about } = one;
  if (what === "refused" || what === "looked") return [];
  return about.split(" ").filter(Boolean).map(fact);
}

function fact(text) {
  if (MOMENT.test(text)) return t("audit-time", { when: moment(text) });
  if (DAY.test(text)) return t("audit-until", { date: date(`${text}T00:00:00+08:00`) });
  if (/^\d+$/.test(text)) return t("audit-parties", { count: Number(text) });
  const word = REPEATED[text] ?? CHANGED[text];
  return word ? t(word) : text;
}

function moment(iso) {
  return `${date(iso)} ${time(iso)}`;
}
