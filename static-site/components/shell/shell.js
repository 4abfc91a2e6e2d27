// What stands around every page (页面框架).
import { html, useEffect, useState } from "../../vendor/preact.js";
import { t } from "../../i18n.js";
import { account, online } from "../../store.js";
import { LiveRegion } from "../announce.js";
import { Icon } from "../icon.js";
import { Toasts } from "../toast.js";
import { Footer } from "./footer.js";
import { Header } from "./header.js";
import { BottomBar } from "./nav.js";

export function Shell({ children }) {
  // The address is the router's: a plain #main would be a page that is not there.
  function skip(event) {
    event.preventDefault();
    document.getElementById("main").focus();
  }

  return html`
    <a class="skip" href="#main" onClick=${skip}>${t("skip")}</a>
    <${Header} />
    ${account.value && html`<${Strip} />`}
    ${!online.value &&
    html`<div class="offline" role="alert"><${Icon} name="wifi-off" />${t("offline")}</div>`}
    <main id="main" tabindex="-1">${children}</main>
    <${Footer} />
    <${BottomBar} />
    <${Toasts} />
    <${LiveRegion} />
    ${account.value && html`<${FirstUse} />`}
  `;
}

/** Only who is logged in can have a conference that goes on. */
function Strip() {
  const [module, setModule] = useState(null);
  useEffect(() => {
    import("./strip.js").then(setModule, () => {});
  }, []);
  return module && html`<${module.Strip} />`;
}

/** Seen once by each account, so it is not part of the first view; its help stays when answered. */
function FirstUse() {
  const [module, setModule] = useState(null);
  const asked = account.value.welcomed === false;
  useEffect(() => {
    if (asked) import("../first-use.js").then(setModule, () => {});
  }, [asked]);
  return module && html`<${module.FirstUse} />`;
}
