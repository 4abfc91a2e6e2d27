// The question after the first login, and the four steps it leads to (首次使用, S43).
import { html, useState } from "../vendor/preact.js";
import { api, Problem } from "../api.js";
import { t, words } from "../i18n.js";
import { account, justRegistered } from "../store.js";
import { Alert } from "./alert.js";
import { Button, ButtonLink } from "./button.js";
import { Dialog } from "./dialog.js";
import { Icon } from "./icon.js";
import { Keys } from "./keys.js";

await words("help");

const STEPS = [
  { icon: "phone", title: "first-dial", text: "first-dial-text" },
  { icon: "user-plus", title: "first-add", text: "first-add-text" },
  { icon: "mic", title: "first-talk", text: "first-talk-text" },
  { icon: "monitor", title: "first-site", text: "first-site-text" },
];

export function FirstUse() {
  const [sheet, setSheet] = useState(false);
  if (sheet) return html`<${Sheet} onClose=${() => setSheet(false)} />`;
  if (account.value?.welcomed !== false) return null;

  async function answer(wanted) {
    setSheet(wanted);
    justRegistered.value = false;
    account.value = { ...account.value, welcomed: true };
    try {
      account.value = await api("PATCH", "/account", { welcomed: true });
    } catch (problem) {
      // Not remembered: the question comes once more at the next login.
      if (!(problem instanceof Problem)) throw problem;
    }
  }

  const actions = html`
    <${Button} onClick=${() => answer(false)}>${t("cancel")}<//>
    <${Button} kind="primary" data-focus onClick=${() => answer(true)}>${t("ok")}<//>
  `;
  return html`<${Dialog} title=${t("first-question")} actions=${actions} onClose=${() => answer(false)}>
    <div class="stack">
      ${justRegistered.value && html`<${Alert} kind="success">${t("registered")}<//>`}
      <p class="muted">${t("first-offer")}</p>
    </div>
  <//>`;
}

function Sheet({ onClose }) {
  const actions = html`
    <${ButtonLink} href="#/help" onClick=${onClose}>${t("first-more")}<//>
    <${Button} kind="primary" onClick=${onClose}>${t("first-start")}<//>
  `;
  return html`<${Dialog} side title=${t("first-title")} actions=${actions} onClose=${onClose}>
    <ol class="first-steps">
      ${STEPS.map(
        ({ icon, title, text }, index) => html`<li>
          <span class="first-picture" aria-hidden="true"><${Icon} name=${icon} /><b>${index + 1}</b></span>
          <div>
            <h3>${t(title)}</h3>
            <p><${Keys} text=${t(text)} /></p>
          </div>
        </li>`,
      )}
    </ol>
  <//>`;
}
