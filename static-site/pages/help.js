// How to dial, what the keys do, how to register, what people ask (帮助, S88).
import { html } from "../vendor/preact.js";
import { t, words } from "../i18n.js";
import { Button } from "../components/button.js";
import { Keys } from "../components/keys.js";

await words("help");

export const title = "help-title";

const DIAL = ["start-dial", "start-press", "start-numbers", "start-go", "help-dial-end"];
const WEB = ["help-web-1", "help-web-2", "help-web-3", "help-web-4"];
const RESERVE = ["help-reserve-1", "help-reserve-2", "help-reserve-3", "help-reserve-4", "help-reserve-5"];
const MENU = [
  ["1", "key-1"],
  ["2", "key-2"],
  ["3", "key-3"],
  ["4", "key-4"],
  ["5", "key-5"],
  ["6", "key-6"],
  ["0", "key-0"],
];
const PARTY = [
  ["* 6", "key-star-6"],
  ["* 9", "key-star-9"],
  ["* #", "key-star-hash"],
  ["* *", "key-star-star"],
];
const HOST = [
  ["* 1", "key-star-1"],
  ["* 2", "key-star-2"],
  ["* 3", "key-star-3"],
  ["* 4", "key-star-4"],
  ["* 5", "key-star-5"],
  ["* 7", "key-star-7"],
  ["* 8", "key-star-8"],
];
const REGISTER = ["help-register-1", "help-register-2", "help-register-3", "help-register-4"];
const QUESTIONS = [
  ["faq-who", "faq-who-text"],
  ["faq-price", "faq-price-text"],
  ["faq-party", "faq-party-text"],
  ["faq-missed", "faq-missed-text"],
  ["faq-voicemail", "faq-voicemail-text"],
  ["faq-code", "faq-code-text"],
  ["faq-not-me", "faq-not-me-text"],
  ["faq-other-phone", "faq-other-phone-text"],
  ["faq-password", "faq-password-text"],
];
const PARTS = [
  ["help-dial", "dial"],
  ["help-web", "web"],
  ["help-reserve", "reserve"],
  ["help-keys", "keys"],
  ["help-register", "register"],
  ["help-faq", "faq"],
];

export default function Help() {
  return html`<div class="narrow help">
    <div class="page-head">
      <div>
        <h1>${t("help-title")}</h1>
        <p class="lead">${t("help-lead")}</p>
      </div>
      <${Button} icon="printer" onClick=${() => window.print()}>${t("print")}<//>
    </div>
    <nav class="jump no-print" aria-label=${t("help-parts")}>
      ${PARTS.map(([name, id]) => html`<button type="button" onClick=${() => jump(id)}>${t(name)}</button>`)}
    </nav>
    <div class="stack">
      <${Part} id="dial" name="help-dial">
        <ol class="steps">${DIAL.map((id) => html`<li><div><${Keys} text=${t(id)} /></div></li>`)}</ol>
      <//>
      <${Part} id="web" name="help-web">
        <ol class="steps">${WEB.map((id) => html`<li><div><${Keys} text=${t(id)} /></div></li>`)}</ol>
        <p class="no-print"><a href="#/quick">${t("quick")}</a></p>
      <//>
      <${Part} id="reserve" name="help-reserve">
        <ol class="steps">${RESERVE.map((id) => html`<li><div><${Keys} text=${t(id)} /></div></li>`)}</ol>
        <p class="no-print"><a href="#/reservations">${t("way-later-link")}</a></p>
      <//>
      <${Part} id="keys" name="help-keys">
        <p class="muted">${t("help-keys-lead")}</p>
        <${KeyTable} name="help-menu" keys=${MENU} />
        <${KeyTable} name="help-party" keys=${PARTY} />
        <${KeyTable} name="help-host" keys=${HOST} />
      <//>
      <${Part} id="register" name="help-register">
        <ol class="steps">${REGISTER.map((id) => html`<li><div><${Keys} text=${t(id)} /></div></li>`)}</ol>
        <p class="no-print"><a href="#/register">${t("register-now")}</a></p>
      <//>
      <${Part} id="faq" name="help-faq">
        <dl class="faq">
          ${QUESTIONS.map(
            ([question, answer]) => html`<dt>${t(question)}</dt>
              <dd><${Keys} text=${t(answer)} /></dd>`,
          )}
        </dl>
      <//>
    </div>
  </div>`;
}

function Part({ id, name, children }) {
  return html`<section class="card stack" aria-labelledby=${id}>
    <h2 id=${id} tabindex="-1">${t(name)}</h2>
    ${children}
  </section>`;
}

function KeyTable({ name, keys }) {
  return html`<table class="keys">
    <caption>${t(name)}</caption>
    <thead class="unseen">
      <tr><th scope="col">${t("help-key")}</th><th scope="col">${t("help-does")}</th></tr>
    </thead>
    <tbody>
      ${keys.map(
        ([key, id]) => html`<tr>
          <th scope="row">${key.split(" ").map((one) => html`<kbd>${one}</kbd>`)}</th>
          <td>${t(id)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

// The address belongs to the router, so a part is not reached by a fragment.
function jump(id) {
  const heading = document.getElementById(id);
  heading.scrollIntoView({ block: "start" });
  heading.focus({ preventScroll: true });
}
