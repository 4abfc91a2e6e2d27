// The bar on top: brand, ways, language, theme, account (页眉).
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { api, Problem } from "../../api.js";
import { phone } from "../../format.js";
import { language, setLanguage, t } from "../../i18n.js";
import { route } from "../../router.js";
import { account, logOut } from "../../store.js";
import { dark, toggleTheme } from "../../theme.js";
import { Button, ButtonLink, IconButton } from "../button.js";
import { Icon } from "../icon.js";
import { say } from "../problem.js";
import { toast } from "../toast.js";
import { TopNav } from "./nav.js";

export function Header() {
  return html`<header class="header">
    <div class="header-row">
      <a class="brand" href="#/" aria-label=${t("brand")}>
        <span class="badge">116323</span><span class="brand-name">${t("brand-name")}</span>
      </a>
      <${TopNav} />
      <div class="tools">
        <${LanguageSwitch} />
        <${IconButton}
          icon=${dark() ? "sun" : "moon"}
          label=${t(dark() ? "theme-light" : "theme-dark")}
          onClick=${toggleTheme}
        />
        ${account.value ? html`<${AccountMenu} />` : html`<${Doors} />`}
      </div>
    </div>
  </header>`;
}

function LanguageSwitch() {
  const other = language.value === "zh" ? "en" : "zh";
  async function change() {
    await setLanguage(other);
    if (!account.value) return;
    try {
      account.value = await api("PATCH", "/account", { language: other });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      // The page speaks the new language all the same; only the account does not know it yet.
    }
  }
  return html`<button
    type="button"
    class="icon-button language"
    lang=${other === "zh" ? "zh-CN" : "en"}
    aria-label=${t("language-other")}
    title=${t("language-other")}
    onClick=${change}
  >
    ${t("language-other-short")}
  </button>`;
}

function Doors() {
  return html`<div class="doors">
    <${ButtonLink} kind="quiet" href="#/login">${t("login")}<//>
    <${ButtonLink} kind="primary" href="#/register">${t("register-now")}<//>
  </div>`;
}

function AccountMenu() {
  const menu = useRef(null);
  const [busy, setBusy] = useState(false);
  const { name, number } = account.value;
  useEffect(() => menu.current?.hidePopover(), [route.value]);

  async function leave() {
    setBusy(true);
    try {
      await logOut();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      toast(say(problem), { kind: "error" });
      setBusy(false);
    }
  }

  return html`
    <button type="button" class="account-button" popovertarget="account-menu" aria-label=${t("account-menu", { name })}>
      <span class="avatar" aria-hidden="true">${[...name][0]}</span>
      <span class="account-number">${phone(number)}</span>
      <${Icon} name="chevron-down" />
    </button>
    <div class="menu" id="account-menu" popover ref=${menu}>
      <p class="menu-who"><strong dir="auto">${name}</strong><span class="muted">${phone(number)}</span></p>
      <a href="#/settings"><${Icon} name="settings" />${t("nav-settings")}</a>
      <a href="#/help"><${Icon} name="circle-help" />${t("nav-help")}</a>
      <${Button} kind="quiet" icon="log-out" busy=${busy} onClick=${leave}>${t("logout")}<//>
    </div>
  `;
}
