// The first page: start at once, log in, and what the service is (首页).
import { html } from "../vendor/preact.js";
import { price, t } from "../i18n.js";
import { phone } from "../format.js";
import { account, service } from "../store.js";
import { ButtonLink } from "../components/button.js";
import { Icon } from "../components/icon.js";
import { LoginForm } from "../components/login-form.js";

export const title = "nav-home";

const WAYS = [
  { icon: "phone", name: "way-phone", text: "way-phone-text", href: "#/help", link: "way-phone-link" },
  { icon: "monitor", name: "way-web", text: "way-web-text", href: "#/quick", link: "way-web-link" },
  { icon: "calendar-clock", name: "way-later", text: "way-later-text", href: "#/reservations", link: "way-later-link" },
];
const ADVANTAGES = [
  { icon: "circle-check", name: "advantage-at-once", text: "advantage-at-once-text" },
  { icon: "tag", name: "advantage-no-fee", text: "advantage-no-fee-text" },
  { icon: "globe", name: "advantage-distance", text: "advantage-distance-text" },
  { icon: "receipt-text", name: "advantage-one-bill", text: "advantage-one-bill-text" },
  { icon: "smartphone", name: "advantage-any-phone", text: "advantage-any-phone-text" },
  { icon: "shield-check", name: "advantage-control", text: "advantage-control-text" },
];
const SCENES = [
  { icon: "briefcase", name: "scene-tasks" },
  { icon: "handshake", name: "scene-agree" },
  { icon: "coffee", name: "scene-friends" },
  { icon: "messages-square", name: "scene-discuss" },
  { icon: "map", name: "scene-trip" },
  { icon: "lightbulb", name: "scene-ideas" },
  { icon: "graduation-cap", name: "scene-class" },
  { icon: "heart", name: "scene-family" },
];
const STANDARD = { price: 20, increment: 60 }; // fen, seconds; shown until the service has said its price

export default function Home() {
  return html`
    <div class="hero">
      <${Start} />
      <section class="card" aria-labelledby="card-title">
        ${account.value ? html`<${Welcome} />` : html`<h2 id="card-title">${t("login")}</h2>
              <${LoginForm} />`}
      </section>
    </div>
    <section class="home-part">
      <h2>${t("ways-title")}</h2>
      <ul class="tiles three">
        ${WAYS.map(
          ({ icon, name, text, href, link }) => html`<li class="card way">
            <span class="tile-icon"><${Icon} name=${icon} /></span>
            <h3>${t(name)}</h3>
            <p class="muted">${t(text)}</p>
            <a href=${href}>${t(link)}</a>
          </li>`,
        )}
      </ul>
    </section>
    <section class="home-part">
      <h2>${t("advantages-title")}</h2>
      <ul class="advantages card">
        ${ADVANTAGES.map(
          ({ icon, name, text }) => html`<li>
            <${Icon} name=${icon} />
            <div>
              <h3>${t(name)}</h3>
              <p class="muted">${t(text)}</p>
            </div>
          </li>`,
        )}
      </ul>
    </section>
    <section class="home-part">
      <h2>${t("scenes-title")}</h2>
      <ul class="scenes">
        ${SCENES.map(({ icon, name }) => html`<li class="card"><${Icon} name=${icon} />${t(name)}</li>`)}
      </ul>
    </section>
  `;
}

function Start() {
  const tariff = service.value?.tariffs.find(({ way }) => way === "dial_in") ?? STANDARD;
  return html`<section class="start">
    <h1>${t("home-title")}</h1>
    <p class="start-promise">${t("home-promise")}</p>
    <${ButtonLink} class="start-button" href=${account.value ? "#/conference" : "#/quick"} icon="phone-call">${t("quick")}<//>
    <p class="start-or">${t("home-or-dial")}</p>
    <ul class="start-facts">
      ${tariff.increment === 60 && html`<li><strong>${t("price-each", { price: price(tariff.price) })}</strong></li>`}
      <li>${t("fact-no-fee")}</li>
      <li>${t("fact-distance")}</li>
    </ul>
  </section>`;
}

function Welcome() {
  const { name, number } = account.value;
  return html`<div class="stack">
    <h2 id="card-title">${t("home-welcome", { name })}</h2>
    <p class="muted">${t("home-number", { number: phone(number) })}</p>
    <${ButtonLink} kind="primary" class="block" icon="phone-call" href="#/conference">${t("home-enter")}<//>
    <${ButtonLink} class="block" icon="users" href="#/contacts">${t("nav-contacts")}<//>
    <${ButtonLink} class="block" icon="receipt-text" href="#/records">${t("nav-records")}<//>
  </div>`;
}
