// The ways between the pages: on top, and below on a narrow screen (导航).
import { html } from "../../vendor/preact.js";
import { t } from "../../i18n.js";
import { route } from "../../router.js";
import { account } from "../../store.js";
import { Icon } from "../icon.js";

const OPEN = [
  { path: "/", id: "nav-home", icon: "house" },
  { path: "/rates", id: "nav-rates", icon: "tag" },
  { path: "/help", id: "nav-help", icon: "circle-help" },
];
const SIGNED_IN = [
  { path: "/conference", id: "nav-conference", icon: "phone-call" },
  { path: "/reservations", id: "nav-reservations", icon: "calendar-clock" },
  { path: "/contacts", id: "nav-contacts", icon: "users" },
  { path: "/records", id: "nav-records", icon: "receipt-text" },
  { path: "/settings", id: "nav-settings", icon: "settings" },
];
const LOGIN = { path: "/login", id: "login", icon: "user" };

export function TopNav() {
  return html`<nav class="top-nav" aria-label=${t("nav")}>${links(account.value ? SIGNED_IN : OPEN)}</nav>`;
}

export function BottomBar() {
  const items = account.value ? SIGNED_IN : [...OPEN, LOGIN];
  return html`<nav class="bottom-bar" aria-label=${t("nav")}>${links(items)}</nav>`;
}

function links(items) {
  const { path } = route.value;
  const here = `/${path.split("/")[1]}`;
  return items.map(
    (item) => html`<a
      href=${`#${item.path}`}
      aria-current=${item.path === path ? "page" : item.path === here ? "true" : undefined}
      ><${Icon} name=${item.icon} /><span>${t(item.id)}</span></a
    >`,
  );
}
