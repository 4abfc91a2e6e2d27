// Calling more people while the conference goes on: a number, a contact, a group (添加与会者).
import { html, useState } from "../../../vendor/preact.js";
import { phone } from "../../../format.js";
import { t } from "../../../i18n.js";
import { announce } from "../../../components/announce.js";
import { Button } from "../../../components/button.js";
import { Field } from "../../../components/field.js";
import { Form } from "../../../components/form.js";
import { Icon } from "../../../components/icon.js";
import { say } from "../../../components/problem.js";
import { pieces, read } from "../../../components/parties/reading.js";
import { WHY_STILL } from "./connection.js";
import { Groups } from "./groups.js";
import { whoOf } from "./person.js";

/** Where `/` leads to. */
export const ADD_FIELD = "room-add";
const LISTED = "room-add-contacts";

export function AddPanel({ live, board, deeds, book }) {
  const [text, setText] = useState("");
  const [skipped, setSkipped] = useState([]);
  const { contacts, groups } = book;
  const offline = live.connection.value === "offline";
  const there = new Map(board.parties.filter(({ over }) => !over).map((party) => [party.number, party]));
  const full = there.size >= board.max_parties;
  const reason = board.state !== "live" ? "add-over" : board.locked ? "add-locked" : full ? "add-full" : null;
  const nameOf = (number) => contacts.find((one) => one.number === number || one.second_number === number)?.name;

  /** Those who cannot be called are named; it is no reason not to call the others. */
  async function call(parties) {
    setSkipped([]);
    const answer = await deeds.invite(parties);
    const left = answer.skipped.map(({ number, code }) => ({
      who: whoOf({ name: nameOf(number), number }),
      why: say({ code, details: { most: board.max_parties } }),
    }));
    setSkipped(left);
    if (left.length) announce(left.map((one) => t("add-skipped", one)).join(" "));
  }

  function check() {
    if (!text.trim()) return { parties: t("number-missing") };
    const wrong = pieces(text).map((piece) => objection(piece, read(piece, contacts), there));
    return { parties: wrong.filter(Boolean).join(" ") };
  }

  async function submit() {
    const parties = pieces(text).map((piece) => read(piece, contacts));
    await call(parties.map(({ number, name }) => ({ number, name: name ?? "" })));
    setText("");
  }

  return html`<section class="card room-add no-print" aria-labelledby="room-add-title">
    <h2 id="room-add-title">${t("add-title")}</h2>
    ${reason && html`<p class="add-reason" id="room-add-reason"><${Icon} name=${board.locked ? "lock" : "info"} />${t(reason, { most: board.max_parties })}</p>`}
    <${Form} class="add-form" check=${check} onSubmit=${submit}>
      <${Field}
        id=${ADD_FIELD}
        name="parties"
        label=${t(contacts.length ? "add-number-book" : "add-number")}
        autocomplete="off"
        autocapitalize="none"
        spellcheck=${false}
        enterkeyhint="go"
        inputmode=${contacts.length ? undefined : "tel"}
        list=${contacts.length ? LISTED : undefined}
        value=${text}
        onInput=${(event) => setText(event.currentTarget.value)}
      />
      <${Button}
        type="submit"
        kind="primary"
        icon="plus"
        inactive=${offline || Boolean(reason)}
        aria-describedby=${offline ? WHY_STILL : reason ? "room-add-reason" : undefined}
      >
        ${t("add-call")}
      <//>
    <//>
    <${Contacts} contacts=${contacts} there=${there} />
    ${skipped.map((one) => html`<p class="error" key=${one.who}><${Icon} name="circle-alert" />${t("add-skipped", one)}</p>`)}
    <${Groups} groups=${groups} contacts=${contacts} there=${there} inactive=${offline || Boolean(reason)} onCall=${call} />
  </section>`;
}

function objection(piece, { number, code }, there) {
  if (code === "no_such_name") return t("add-no-such-name", { text: piece });
  if (code) return t("add-skipped", { who: piece, why: say({ code, details: {} }) });
  const party = there.get(number);
  return party ? t("add-there", { who: whoOf(party) }) : null;
}

/** The browser finds contacts by name or number as one types. */
function Contacts({ contacts, there }) {
  const numbers = contacts.flatMap(({ name, number, second_number: second }) => [
    { name, number },
    ...(second ? [{ name, number: second }] : []),
  ]);
  return html`<datalist id=${LISTED}>
    ${numbers
      .filter(({ number }) => !there.has(number))
      .map(({ name, number }) => html`<option key=${number} value=${phone(number)} label=${`${name} ${phone(number)}`} />`)}
  </datalist>`;
}
