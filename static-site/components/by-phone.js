// How to do by phone, today, what a page will do later (电话操作).
import { html } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { ButtonLink } from "./button.js";
import { Icon } from "./icon.js";
import { Keys } from "./keys.js";

/** *steps* are sentences with keys in [ ]. */
export function ByPhone({ title, steps }) {
  return html`<section class="card by-phone">
    <h2><${Icon} name="phone" />${title}</h2>
    <ol class="steps">
      ${steps.map((text) => html`<li><div><${Keys} text=${text} /></div></li>`)}
    </ol>
    <div class="actions"><${ButtonLink} icon="circle-help" href="#/help">${t("by-phone-help")}<//></div>
  </section>`;
}
