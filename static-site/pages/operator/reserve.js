// A reservation for the customer: a new one, or another time or other people (代客预约).
import { Problem, keyKeeper } from "../../api.js";
import { announce } from "../../components/announce.js";
import { Button } from "../../components/button.js";
import { Field, SelectField } from "../../components/field.js";
import { Form } from "../../components/form.js";
import { matching } from "../../components/matching.js";
import { Parties } from "../../components/parties.js";
import { checkParties } from "../../components/parties/check.js";
import { say } from "../../components/problem.js";
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { service } from "../../store.js";
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { useTimes } from "../../components/reservation/free.js";
import { Hints } from "../../components/reservation/hints.js";
import { beijing, momentOf, readTime, when } from "../../components/reservation/moments.js";
import { Again, When } from "../../components/reservation/when.js";
import { desk } from "./desk.js";

const MOST = 32; // until the service has said its own
const FOUND = 6;
const NO_GROUPS = new Map();
const OFFERED = { slot_full: ({ nearest }) => nearest, too_short_notice: ({ earliest }) => [earliest] };

/** Return the address book of the customer; that it is looked at is written down. */
function useContacts(base) {
  const [contacts, setContacts] = useState([]);
  useEffect(() => {
    const stop = new AbortController();
    desk("GET", `${base}/contacts?limit=500`, undefined, { signal: stop.signal }).then(
      ({ items }) => setContacts(items),
      () => {}, // numbers can be typed without it
    );
    return () => stop.abort();
  }, [base]);
  return contacts;
}

function first(reservation, hosts) {
  const there = { date: "", time: "", minutes: 60, host: hosts[0].id, title: "", repeat: "once", until: "", parties: [] };
  if (!reservation) return there;
  const { starts_at: at, minutes, host_id: host, title, parties } = reservation;
  return { ...there, ...beijing(at), minutes, host, title, parties };
}

export function ReservationForm({ base, hosts, bounds: known, reservation, onSaved, onOver, onClose }) {
  const [keys] = useState(keyKeeper);
  const [values, setValues] = useState(() => first(reservation, hosts));
  const [wrong, setWrong] = useState({});
  const [refused, setRefused] = useState(null);
  const contacts = useContacts(base);
  const finish = useRef(null);
  const latest = useRef(values); // what is typed is added while the form is being sent
  const host = hosts.find(({ id }) => id === values.host) ?? hosts[0];
  const most = service.value?.max_parties ?? MOST;
  const now = Date.now();
  const time = readTime(values.time);
  const at = values.date && time ? momentOf(values.date, time) : null;
  const times = useTimes(
    {
      starts_at: at,
      host_id: host.id,
      minutes: values.minutes,
      parties: values.parties.length + 1,
      besides: reservation?.id,
    },
    (path, options) => desk("GET", `${base}${path}`, undefined, options),
  );
  const bounds = { earliest: times?.earliest ?? known.earliest, latest: known.latest, lead: known.lead_minutes };

  function set(change) {
    if ("date" in change || "time" in change) setRefused(null);
    latest.current = { ...latest.current, ...change };
    setValues(latest.current);
  }

  function changeParties(update) {
    setWrong({});
    set({ parties: update(latest.current.parties) });
  }

  function take(moment) {
    set(beijing(moment));
    document.querySelector("[name=starts_at]").focus();
    announce(when(moment, now));
  }

  function check() {
    const found = values.time && !time ? { starts_at: t("reservation-time-unreadable") } : {};
    const all = () => latest.current.parties;
    return { ...found, ...checkParties({ finish, all, host: host.number, most }) };
  }

  async function send() {
    const { minutes, title, repeat, until, parties } = latest.current;
    const people = parties.map(({ number, name }) => ({ number, name }));
    const body = { starts_at: at, host_id: host.id, parties: people, minutes, title };
    setWrong({});
    setRefused(null);
    try {
      if (reservation) await change(body);
      else await reserve(repeat === "once" ? body : { ...body, repeat, until });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const { code, details } = problem;
      if (code === "not_agreed") return onOver();
      if (details.number) setWrong({ [details.number]: say(problem) });
      if (code in OFFERED) setRefused({ code, at: OFFERED[code](details) });
      throw problem;
    }
    return undefined;
  }

  async function reserve(body) {
    const { items } = await desk("POST", `${base}/reservations`, body, { key: keys(body) });
    keys.done();
    await onSaved(t("reservation-made", { when: when(items[0].starts_at, now), count: items.length }));
  }

  async function change(body) {
    const { id, version, starts_at: before } = reservation;
    const changes = { version, ...body };
    if (at === before) delete changes.starts_at; // it may be nearer by now than one may reserve
    const changed = await desk("PATCH", `${base}/reservations/${id}`, changes);
    await onSaved(t("reservation-changed", { when: when(changed.starts_at, now) }));
  }

  const hint = refused ?? (times && !times.free ? { code: "slot_full", at: times.nearest } : null);
  return html`<section class="card stack desk-form">
    <h2 id="desk-form" tabindex="-1">${t(reservation ? "desk-change" : "desk-reserve")}</h2>
    <${Form} onSubmit=${send} check=${check}>
      <${When} values=${values} bounds=${bounds} now=${now} reservation=${reservation} onChange=${set} />
      <${Hints} offer=${hint} conflicts=${times?.conflicts ?? []} now=${now} onTake=${take} />
      ${!reservation && html`<${Again} values=${values} bounds=${bounds} now=${now} onChange=${set} />`}
      <${SelectField}
        name="host_id"
        label=${t("desk-host")}
        onChange=${(event) => set({ host: event.currentTarget.value })}
      >
        ${hosts.map(
          ({ id, number, note }) => html`<option key=${id} value=${id} selected=${id === host.id}>${phone(number)} ${note}</option>`,
        )}
      <//>
      <${Parties}
        parties=${values.parties}
        contacts=${contacts}
        host=${host.number}
        most=${most}
        wrong=${wrong}
        finish=${finish}
        suggest=${(query) => (query.trim() ? matching(contacts, query, NO_GROUPS).slice(0, FOUND) : [])}
        onChange=${changeParties}
      />
      <${Field}
        name="title"
        label=${t("reservation-subject")}
        value=${values.title}
        optional
        maxlength="32"
        autocomplete="off"
        onInput=${(event) => set({ title: event.currentTarget.value })}
      />
      <div class="actions">
        <${Button} type="submit" kind="primary">${t(reservation ? "reservation-save" : "desk-reserve")}<//>
        <${Button} onClick=${onClose}>${t("cancel")}<//>
      </div>
    <//>
  </section>`;
}
