// The phones a host may start from (主持人电话设置).
import { api } from "../../api.js";
import { Button, IconButton } from "../../components/button.js";
import { Confirm } from "../../components/dialog.js";
import { Icon } from "../../components/icon.js";
import { focusSoon } from "../../components/focus.js";
import { say } from "../../components/problem.js";
import { Failed, Loading } from "../../components/state.js";
import { toast } from "../../components/toast.js";
import { phone } from "../../format.js";
import { date, t } from "../../i18n.js";
import { html, useState } from "../../vendor/preact.js";
import { HostDialog, interrupted } from "./host-dialog.js";
import { NoteDialog } from "./note-dialog.js";
import { useList } from "../../components/use-list.js";

export function Hosts() {
  const { items, failure, put, without } = useList("/host-numbers");
  // {act: "add"} or {act: "note"|"remove", host}
  const [open, setOpen] = useState(() => (interrupted() ? { act: "add" } : null));
  const [busy, setBusy] = useState(false);
  if (failure) return html`<div class="card"><${Failed} ...${failure} /></div>`;
  if (!items) return html`<${Loading} />`;
  const close = () => setOpen(null);
  const closeNew = () => {
    close();
    focusSoon("hosts-new"); // a dialog that a reload brought back has no opener
  };
  const remove = async () => {
    const { host } = open;
    setBusy(true);
    try {
      await api("DELETE", `/host-numbers/${host.id}`);
      without([host]);
      toast(t("hosts-removed", { number: phone(host.number) }));
      focusSoon("hosts-new");
    } catch (caught) {
      toast(say(caught), { kind: "error" });
    }
    setBusy(false);
    close();
  };
  return html`
    <section class="card list-card settings-list">
      <div class="list-title">
        <h2>${t("settings-tab-hosts")}</h2>
        <${Button} id="hosts-new" kind="primary" icon="plus" onClick=${() => setOpen({ act: "add" })}>
          ${t("hosts-new")}
        <//>
      </div>
      <p class="list-intro">${t("hosts-intro")}</p>
      <ul class="rows hosts" aria-label=${t("hosts-list")}>
        ${items.map(
          (host) => html`<${Row}
            key=${host.id}
            host=${host}
            onNote=${() => setOpen({ act: "note", host })}
            onRemove=${() => setOpen({ act: "remove", host })}
          />`,
        )}
      </ul>
    </section>
    ${open?.act === "add" && html`<${HostDialog} onAdded=${put} onClose=${closeNew} />`}
    ${open?.act === "note" && html`<${NoteDialog} host=${open.host} onSaved=${put} onClose=${close} />`}
    ${open?.act === "remove" &&
    html`<${Confirm}
      title=${t("hosts-remove-title")}
      confirm=${t("hosts-remove")}
      busy=${busy}
      onConfirm=${remove}
      onClose=${close}
    >
      <p>${t("hosts-remove-text", { number: phone(open.host.number) })}</p>
    <//>`}
  `;
}

function Row({ host, onNote, onRemove }) {
  const { registered, note, added_at: added } = host;
  const number = phone(host.number);
  return html`
    <li class="item">
      <span class="avatar" aria-hidden="true"><${Icon} name="phone" /></span>
      <div class="item-text">
        <p class="item-name">
          <span>${number}</span>
          ${registered && html`<span class="tag">${t("hosts-registered")}</span>`}
        </p>
        <p class="item-more">
          ${note && html`<bdi>${note}</bdi>`}
          ${!registered && html`<span>${t("hosts-added-on", { date: date(added) })}</span>`}
        </p>
      </div>
      <div class="item-acts">
        ${!registered &&
        html`<${IconButton} icon="pencil" label=${t("hosts-edit-one", { number })} onClick=${onNote} />
          <${IconButton} icon="trash-2" label=${t("hosts-remove-one", { number })} onClick=${onRemove} />`}
      </div>
    </li>
  `;
}
