// What is done for a customer who has agreed (客户工作台).
import { Problem } from "../../api.js";
import { Button } from "../../components/button.js";
import { focusSoon } from "../../components/focus.js";
import { say } from "../../components/problem.js";
import { Failed, Loading } from "../../components/state.js";
import { toast } from "../../components/toast.js";
import { phone } from "../../format.js";
import { t, time } from "../../i18n.js";
import { html, useEffect, useMemo, useState } from "../../vendor/preact.js";
import { ContactDialog } from "./contact.js";
import { customer, desk, serve } from "./desk.js";
import { List } from "./list.js";
import { ReservationForm } from "./reserve.js";

/** What is known of the customer: {data, problem, load}; *data* is null until it is there. */
function useCustomer(base) {
  const [data, setData] = useState(null);
  const [problem, setProblem] = useState(null);
  async function load() {
    try {
      const [reservations, hosts] = await Promise.all([
        desk("GET", `${base}/reservations`),
        desk("GET", `${base}/host-numbers`),
      ]);
      setData({ reservations, hosts: hosts.items });
      setProblem(null);
    } catch (caught) {
      if (!(caught instanceof Problem)) throw caught;
      if (caught.code === "not_agreed") return over();
      setProblem(caught);
    }
  }
  useEffect(() => {
    load();
  }, [base]);
  return { data, problem, load };
}

/** The customer's word is over: say so where it was asked for. */
async function over() {
  const now = await desk("GET", `/customers/${customer.value.id}`).catch(() => null);
  serve(now);
  focusSoon("desk-asked");
}

export function Workbench() {
  const { id, number, name, until } = customer.value;
  const base = `/customers/${id}`;
  const left = useMinutesLeft();
  const { data, problem, load } = useCustomer(base);
  // null, "contact", or {reservation} with or without one to be changed
  const [open, setOpen] = useState(null);
  const [busy, setBusy] = useState(false);

  async function finish() {
    setBusy(true);
    try {
      await desk("DELETE", base);
      serve(null);
      toast(t("desk-finished"));
      focusSoon("desk-number");
    } catch (caught) {
      if (!(caught instanceof Problem)) throw caught;
      toast(say(caught), { kind: "error" });
      setBusy(false);
    }
  }

  function edit(reservation) {
    setOpen({ form: true, reservation });
    focusSoon("desk-form");
  }

  async function saved(words) {
    setOpen(null);
    toast(words);
    await load();
    focusSoon("desk-reservations");
  }

  return html`
    <section class="card desk-customer">
      <div>
        <h2 id="desk-customer" tabindex="-1">
          ${name ? html`<bdi>${name}</bdi>` : t("desk-no-name")} <span class="desk-number">${phone(number)}</span>
        </h2>
        <p class=${left <= 5 ? "desk-left soon" : "desk-left"}>
          ${t("desk-left", { minutes: left, until: time(until) })}
        </p>
      </div>
      <div class="actions">
        <${Button} icon="user-plus" onClick=${() => setOpen("contact")}>${t("desk-add-contact")}<//>
        <${Button} icon="check" busy=${busy} onClick=${finish}>${t("desk-finish")}<//>
      </div>
    </section>
    ${problem && html`<div class="card"><${Failed} problem=${problem} retry=${load} /></div>`}
    ${!problem && !data && html`<${Loading} />`}
    ${data &&
    (open?.form
      ? html`<${ReservationForm}
          key=${open.reservation?.id ?? "new"}
          base=${base}
          hosts=${data.hosts}
          bounds=${data.reservations}
          reservation=${open.reservation}
          onSaved=${saved}
          onOver=${over}
          onClose=${() => {
            setOpen(null);
            focusSoon("desk-reserve");
          }}
        />`
      : html`<${List}
          base=${base}
          items=${data.reservations.items}
          onNew=${() => edit()}
          onChange=${edit}
          onGone=${saved}
        />`)}
    ${open === "contact" &&
    html`<${ContactDialog} base=${base} onClose=${() => setOpen(null)} />`}
  `;
}

/** Whole minutes of the customer's word that are left, by the server's clock; at 0 it is over. */
function useMinutesLeft() {
  const { until, now } = customer.value;
  const skew = useMemo(() => Date.parse(now) - Date.now(), [now]);
  const minutes = () => Math.max(0, Math.ceil((Date.parse(until) - Date.now() - skew) / 60_000));
  const [, draw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      draw((count) => count + 1);
      if (minutes() === 0) over();
    }, 5000);
    return () => clearInterval(timer);
  }, [until, skew]);
  return minutes();
}
