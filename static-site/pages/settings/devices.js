// The browsers that are logged in (登录的设备), and how to log them out.
import { api } from "../../api.js";
import { Button } from "../../components/button.js";
import { Confirm } from "../../components/dialog.js";
import { Icon } from "../../components/icon.js";
import { focusSoon } from "../../components/focus.js";
import { say } from "../../components/problem.js";
import { Failed, Loading } from "../../components/state.js";
import { toast } from "../../components/toast.js";
import { date, t, time } from "../../i18n.js";
import { html, useState } from "../../vendor/preact.js";
import { browserName, handheld } from "./browser.js";
import { useList } from "../../components/use-list.js";

export function Devices() {
  const { items, failure, without } = useList("/sessions");
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  if (failure) return html`<div class="card"><${Failed} ...${failure} /></div>`;
  if (!items) return html`<${Loading} />`;
  const others = items.filter(({ current }) => !current);
  const logOut = async (device) => {
    const at = others.indexOf(device);
    try {
      await api("DELETE", `/sessions/${device.id}`);
      without([device]);
      toast(t("devices-gone"));
      const next = others[at + 1] ?? others[at - 1];
      focusSoon(next ? next.id : "devices");
    } catch (caught) {
      toast(say(caught), { kind: "error" });
    }
  };
  const logOutAll = async () => {
    setBusy(true);
    try {
      await api("DELETE", "/sessions");
      without(others);
      toast(t("devices-all-gone"));
      focusSoon("devices");
    } catch (caught) {
      toast(say(caught), { kind: "error" });
    }
    setBusy(false);
    setAsking(false);
  };
  return html`
    <section class="card list-card settings-list">
      <h2 class="list-title" id="devices" tabindex="-1">${t("settings-tab-devices")}</h2>
      <p class="list-intro">${t("devices-intro")}</p>
      <ul class="rows devices" aria-label=${t("devices-list")}>
        ${[...items.filter(({ current }) => current), ...others].map(
          (device) => html`<${Row} key=${device.id} device=${device} logOut=${() => logOut(device)} />`,
        )}
      </ul>
      <p class="list-foot">
        ${others.length === 0
          ? t("devices-only")
          : html`<${Button} icon="log-out" onClick=${() => setAsking(true)}>${t("devices-log-out-all")}<//>`}
      </p>
    </section>
    ${asking &&
    html`<${Confirm}
      title=${t("devices-all-title")}
      confirm=${t("devices-log-out-all")}
      kind="primary"
      busy=${busy}
      onConfirm=${logOutAll}
      onClose=${() => setAsking(false)}
    >
      <p>${t("devices-all-text", { count: others.length })}</p>
    <//>`}
  `;
}

function Row({ device, logOut }) {
  const { id, current, browser, address } = device;
  const name = browserName(browser) || t("devices-unknown");
  return html`
    <li class="item">
      <span class="avatar" aria-hidden="true">
        <${Icon} name=${handheld(browser) ? "smartphone" : "monitor"} />
      </span>
      <div class="item-text">
        <p class="item-name">
          <bdi>${name}</bdi>
          ${current && html`<span class="tag">${t("devices-this")}</span>`}
        </p>
        <p class="item-more">
          ${address && html`<bdi>${address}</bdi>`}
          <span>${t("devices-active", when(device.last_seen_at))}</span>
          <span>${t("devices-since", when(device.created_at))}</span>
        </p>
      </div>
      ${!current &&
      html`<${Button} id=${id} aria-label=${t("devices-log-out-one", { browser: name })} onClick=${logOut}>
        ${t("devices-log-out")}
      <//>`}
    </li>
  `;
}

const when = (iso) => ({ date: date(iso), time: time(iso) });
