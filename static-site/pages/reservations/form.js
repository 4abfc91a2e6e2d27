// The form of a reservation: when, from which phone, with whom (预约).
import { html, useRef, useState } from "../../vendor/preact.js";
import { api, keyKeeper, Problem } from "../../api.js";
import { t } from "../../i18n.js";
import { go } from "../../router.js";
import { account, service } from "../../store.js";
import { announce } from "../../components/announce.js";
import { useBook } from "../../components/book.js";
import { Button } from "../../components/button.js";
import { Estimate } from "../../components/estimate.js";
import { Checkbox, Field } from "../../components/field.js";
import { Form } from "../../components/form.js";
import { HostField, useHosts } from "../../components/host-field.js";
import { Icon } from "../../components/icon.js";
import { Parties } from "../../components/parties.js";
import { checkParties } from "../../components/parties/check.js";
import { Groups } from "../../components/parties/groups.js";
import { Picker, stay, suggestions } from "../../components/parties/picker.js";
import { say } from "../../components/problem.js";
import { toast } from "../../components/toast.js";
import { blank, draft as newDraft } from "./draft.js";
import { useTimes } from "../../components/reservation/free.js";
import { Hints } from "../../components/reservation/hints.js";
import { beijing, momentOf, readTime, when } from "../../components/reservation/moments.js";
import { Again, When } from "../../components/reservation/when.js";

const MOST = 32; // until the service has said its own
const OFFERED = { slot_full: ({ nearest }) => nearest, too_short_notice: ({ earliest }) => [earliest] };

/**
 * *draft* is a signal of what is typed. With a *reservation* that one is changed: *onMeanwhile* is
 * called if it is not as it was any more, *onBegun* with the id of its conference.
 */
export function ReservationForm({ kept, draft, reservation, onMeanwhile, onBegun }) {
  const book = useBook();
  const hosts = useHosts();
  const finish = useRef(null);
  const [keys] = useState(keyKeeper);
  const [wrong, setWrong] = useState({});
  const [refused, setRefused] = useState(null);
  const values = draft.value;
  const { notices, lead_minutes: lead, latest } = kept.answer.value;
  const phones = hosts.items ?? [{ id: "registered", number: account.value.number, registered: true }];
  const host = phones.find(({ id }) => id === values.host) ?? phones[0];
  const most = service.value?.max_parties ?? MOST;
  const contacts = book.contacts.value;
  const list = { parties: values.parties, host: host.number, most, onChange: changeParties };

  const time = readTime(values.time);
  const at = values.date && time ? momentOf(values.date, time) : null;
  const thought = { starts_at: at, host_id: host.id, minutes: values.minutes, parties: values.parties.length + 1 };
  const times = useTimes({ ...thought, besides: reservation?.id });
  const bounds = { earliest: times?.earliest ?? kept.answer.value.earliest, latest, lead };

  function set(change) {
    if ("date" in change || "time" in change) setRefused(null);
    draft.value = { ...draft.value, ...change };
  }

  function changeParties(update) {
    setWrong({});
    set({ parties: update(draft.value.parties) });
  }

  function check() {
    const all = () => draft.value.parties;
    return { ...checkTime(), ...checkParties({ finish, all, host: host.number, most }) };
  }

  function checkTime() {
    if (!values.time) return {};
    if (!time) return { starts_at: t("reservation-time-unreadable") };
    const unchanged = reservation && at === reservation.starts_at;
    if (!at || unchanged || Date.parse(at) >= Date.parse(bounds.earliest)) return {};
    setRefused({ code: "too_short_notice", at: [bounds.earliest] });
    return { starts_at: t("reservation-too-soon", { when: when(bounds.earliest, kept.now()), minutes: lead }) };
  }

  async function send() {
    const { minutes, parties, title, notify, repeat, until } = draft.value;
    const body = { starts_at: at, host_id: host.id, parties, minutes, title, notify };
    setWrong({});
    setRefused(null);
    try {
      if (reservation) await change(body);
      else await reserve({ ...body, repeat, until: repeat === "once" ? null : until });
    } catch (problem) {
      if (!(problem instanceof Problem) || (await elsewhere(problem))) return;
      throw problem;
    }
  }

  async function reserve(body) {
    const { items, conflicts } = await api("POST", "/reservations", body, { key: keys(body) });
    keys.done();
    newDraft.value = blank(bounds.earliest);
    shown(items[0], items);
    const text = t("reservation-made", { when: when(items[0].starts_at, kept.now()), count: items.length });
    toast(conflicts.length ? t("reservation-made-beside", { text, count: conflicts.length }) : text);
  }

  async function change(body) {
    const before = { ...reservation, parties: reservation.parties.map(({ number, name }) => ({ number, name })) };
    const changed = Object.entries(body).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]));
    const { id, version } = reservation;
    const now = changed.length
      ? await api("PATCH", `/reservations/${id}`, { version, ...Object.fromEntries(changed) })
      : reservation;
    shown(now, [now]);
    if (changed.length) toast(t("reservation-changed", { when: when(now.starts_at, kept.now()) }));
  }

  /** Go back to the list, where *one* of *items* is to be seen. */
  function shown(one, items) {
    kept.put(items);
    kept.fresh.value = one.id;
    go("/reservations");
  }

  /** Say whether it is not this form any more that has to deal with *problem*. */
  async function elsewhere({ code, details }) {
    if (details.number) setWrong({ [details.number]: say({ code, details }) });
    if (code in OFFERED) setRefused({ code, at: OFFERED[code](details) });
    if (code === "already_started") onBegun(details.conference_id ?? "");
    else if (reservation && (code === "changed_meanwhile" || code === "reservation_over")) await onMeanwhile();
    else return false;
    return true;
  }

  function take(moment) {
    set(beijing(moment));
    document.querySelector("[name=starts_at]").focus();
    announce(when(moment, kept.now()));
  }

  const hint = refused ?? (times && !times.free ? { code: "slot_full", at: times.nearest } : null);
  return html`<${Form} class="prepare reserve" onSubmit=${send} check=${check} onKeyDown=${stay}>
    <section class="card stack" aria-labelledby="reservation-when-title">
      <h2 id="reservation-when-title">${t("reservation-when-title")}</h2>
      <${When} values=${values} bounds=${bounds} now=${kept.now()} reservation=${reservation} onChange=${set} />
      <${Hints} offer=${hint} conflicts=${times?.conflicts ?? []} now=${kept.now()} onTake=${take} />
      ${!reservation && html`<${Again} values=${values} bounds=${bounds} now=${kept.now()} onChange=${set} />`}
      <${Field}
        name="title"
        label=${t("reservation-subject")}
        value=${values.title}
        optional
        maxlength="32"
        autocomplete="off"
        onInput=${(event) => set({ title: event.currentTarget.value })}
      />
    </section>
    <section class="card stack prepare-who" aria-label=${t("prepare-who")}>
      <${HostField} phones=${phones} failure=${hosts.failure} value=${host.id} onChange=${(id) => set({ host: id })} />
      <${Parties}
        ...${list}
        contacts=${contacts}
        wrong=${wrong}
        finish=${finish}
        suggest=${(query) => suggestions(contacts, query)}
      >
        <${Groups} ...${list} book=${book} />
      <//>
      ${notices &&
      html`<${Checkbox}
        name="notify"
        label=${t("reservation-notify")}
        hint=${t("reservation-notify-hint")}
        checked=${values.notify}
        onChange=${(event) => set({ notify: event.currentTarget.checked })}
      />`}
    </section>
    <${Picker} ...${list} book=${book} />
    <section class="card start-bar" aria-label=${t("reservation-send")}>
      <${Estimate} count=${values.parties.length + 1} />
      <p class="start-note"><${Icon} name="smartphone" />${t("reservation-note")}</p>
      <${Button} class="start-now" kind="primary" type="submit" icon="calendar-clock">
        ${t(reservation ? "reservation-save" : "reservation-send")}
      <//>
    </section>
  <//>`;
}
