// What it costs, by table, by example, and for one's own numbers (资费, S13 to S18).
import { html, useEffect, useState } from "../vendor/preact.js";
import { api, online, Problem } from "../api.js";
import { date, price, t, yuan } from "../i18n.js";
import { loadService, service } from "../store.js";
import { Field } from "../components/field.js";
import { Failed, Loading } from "../components/state.js";

export const title = "rates-title";

const TABLES = [
  ["dial_in", "rates-dial-in"],
  ["web", "rates-web"],
];
const MINUTE = 60;
const EXAMPLE = { parties: 3, minutes: 5, way: "dial_in" };
const PAUSE = 250; // a number is typed digit by digit

export default function Rates() {
  const { problem, busy, retry } = useTariffs();
  const tariffs = service.value?.tariffs;

  return html`<div class="narrow">
    <h1>${t("rates-title")}</h1>
    <p class="lead">${t("rates-lead")}</p>
    ${tariffs
      ? html`<div class="stack">
          ${TABLES.map(
            ([way, name]) => html`<${Table} name=${t(name)} tariffs=${tariffs.filter((one) => one.way === way)} />`,
          )}
          <${Example} tariffs=${tariffs} />
          <${Rules} tariffs=${tariffs} />
        </div>`
      : problem
        ? html`<${Failed} problem=${problem} retry=${retry} busy=${busy} />`
        : html`<${Loading} />`}
  </div>`;
}

function useTariffs() {
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  async function retry() {
    setBusy(true);
    setProblem(await loadService());
    setBusy(false);
  }
  useEffect(() => {
    if (!service.value) retry();
  }, []);
  return { problem, busy, retry };
}

function Table({ name, tariffs }) {
  return html`<section class="card flush">
    <table class="rates">
      <caption>${name}</caption>
      <thead>
        <tr>
          <th scope="col">${t("rates-item")}</th>
          <th scope="col">${t("rates-price")}</th>
        </tr>
      </thead>
      <tbody>
        ${tariffs.map(
          (tariff) => html`
            <${Price} name=${t("rates-call")} tariff=${tariff} />
            ${tariff.next &&
            html`<${Price} name=${t("rates-call-next", { from: date(tariff.next.valid_from) })} tariff=${tariff.next} />`}
          `,
        )}
        <tr>
          <th scope="row">${t("rates-monthly")}</th>
          <td><strong>${t("rates-none")}</strong></td>
        </tr>
      </tbody>
    </table>
  </section>`;
}

function Price({ name, tariff }) {
  const { price: fen, increment, connect_fee: fee, minimum_seconds: least, max_charge: most } = tariff;
  const each = increment === MINUTE ? "price-each" : "rates-price-each";
  const more = [
    fee > 0 && t("rates-connect", { price: price(fee) }),
    least > 0 && t("rates-minimum", { seconds: least }),
    most !== null && t("rates-most", { price: price(most) }),
    !tariff.host_pays && t("rates-host-free"),
  ].filter(Boolean);
  return html`<tr>
    <th scope="row">${name}</th>
    <td>
      <strong>${t(each, { price: price(fen), seconds: increment })}</strong>
      ${more.map((text) => html`<span class="rates-more">${text}</span>`)}
      <span class="hint">${t("rates-increment", { seconds: increment, from: date(tariff.valid_from) })}</span>
    </td>
  </tr>`;
}

function Example({ tariffs }) {
  const [wanted, set] = useState(EXAMPLE);
  const { parties, minutes } = wanted;
  const { estimate, failed } = useEstimate(wanted);
  const tariff = tariffs.find(({ way }) => way === EXAMPLE.way) ?? tariffs[0];
  const most = service.value.max_parties;
  const change = (name, least, top) => (event) => {
    const value = Math.round(Number(event.currentTarget.value));
    if (value >= least && value <= top) set((now) => ({ ...now, [name]: value }));
  };
  return html`<section class="card stack">
    <h2>${t("rates-example")}</h2>
    <p>
      ${t(isPlain(tariff) ? "rates-example-text" : "rates-example-other", { parties, minutes, price: price(tariff.price) })}
    </p>
    <div class="two-fields">
      <${Field}
        label=${t("rates-parties")}
        type="number"
        min="2"
        max=${most}
        defaultValue=${EXAMPLE.parties}
        onInput=${change("parties", 2, most)}
      />
      <${Field}
        label=${t("rates-minutes")}
        type="number"
        min="1"
        max="1440"
        defaultValue=${EXAMPLE.minutes}
        onInput=${change("minutes", 1, 1440)}
      />
    </div>
    <p class=${`sum${isOld(estimate, wanted) ? " old" : ""}`}>
      ${estimate &&
      isProduct(estimate, tariff) &&
      html`<span class="muted">${t("rates-formula", { ...estimate, price: price(tariff.price) })}</span>`}
      <output>
        ${estimate ? html`<strong>${yuan(estimate.total)}</strong>` : t(failed ? "rates-sum-missing" : "rates-sum-later")}
      </output>
    </p>
  </section>`;
}

/** The server's word, what a bill would be: the one before while it is on its way, null without any. */
function useEstimate({ parties, minutes, way }) {
  const [state, setState] = useState({ estimate: null, failed: false });
  useEffect(() => {
    const leaving = new AbortController();
    const timer = setTimeout(async () => {
      const query = new URLSearchParams({ parties, minutes, way });
      try {
        setState({ estimate: await api("GET", `/estimate?${query}`, undefined, { signal: leaving.signal, guest: true }) });
      } catch (problem) {
        if (problem instanceof Problem) setState({ estimate: null, failed: true }); // another's sum would be a wrong one
      }
    }, state.estimate ? PAUSE : 0);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [parties, minutes, online.value]);
  return state;
}

/** Say whether a tariff is a price by the minute and nothing else. */
function isPlain({ increment, connect_fee: fee, minimum_seconds: least, max_charge: most, host_pays: all }) {
  return increment === MINUTE && fee === 0 && least <= MINUTE && most === null && all;
}

/** Say whether the server's sum is what parties × minutes × price come to: no other is explained so. */
function isProduct({ parties, minutes, total }, tariff) {
  return tariff.increment === MINUTE && parties * minutes * tariff.price === total;
}

function isOld(estimate, { parties, minutes }) {
  return estimate && (estimate.parties !== parties || estimate.minutes !== minutes);
}

function Rules({ tariffs }) {
  const unit = tariffs.every(({ increment }) => increment === MINUTE) ? "rates-rule-minute" : "rates-rule-unit";
  const rules = ["rates-rule-host", unit, "rates-rule-missed", "rates-rule-payer", "rates-rule-distance"];
  return html`<section class="card">
    <h2>${t("rates-rules")}</h2>
    <ul class="rules">
      ${rules.map((id) => html`<li>${t(id)}</li>`)}
    </ul>
  </section>`;
}
