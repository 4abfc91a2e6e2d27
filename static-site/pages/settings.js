// The settings (设置): one part at a time.
import { furnish } from "../components/furnish.js";
import { Tabs } from "../components/tabs.js";
import { t } from "../i18n.js";
import { html } from "../vendor/preact.js";
import { Data } from "./settings/data.js";
import { Devices } from "./settings/devices.js";
import { Hosts } from "./settings/hosts.js";
import { Password } from "./settings/password.js";
import { Profile } from "./settings/profile.js";

const PARTS = [
  ["/settings", "settings-tab-profile", Profile],
  ["/settings/hosts", "settings-tab-hosts", Hosts],
  ["/settings/password", "settings-tab-password", Password],
  ["/settings/devices", "settings-tab-devices", Devices],
  ["/settings/data", "settings-tab-data", Data],
];

export const title = (path) => PARTS.find(([own]) => own === path)?.[1] ?? "settings-title";

await Promise.all([furnish("account"), furnish("people")]);

export default function Settings({ path }) {
  const [current, , Part] = PARTS.find(([own]) => own === path) ?? PARTS[0];
  return html`
    <h1 tabindex="-1">${t("settings-title")}</h1>
    <${Tabs} label=${t("settings-tabs")} items=${PARTS.map(([own, id]) => ({ path: own, text: t(id) }))} />
    <${Part} key=${current} />
  `;
}
