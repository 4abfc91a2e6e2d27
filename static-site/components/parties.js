// Those who are to be called besides the host: typed, pasted, found by name (与会者名单).
import { html, useContext, useId, useRef, useState } from "../vendor/preact.js";
import { t } from "../i18n.js";
import { announce } from "./announce.js";
import { FormContext } from "./form-context.js";
import { Icon } from "./icon.js";
import { focusSoon } from "./focus.js";
import { admit, whoOf } from "./parties/admission.js";
import { Chip } from "./parties/chip.js";
import { Entry } from "./parties/entry.js";
import { pieces, read, several } from "./parties/reading.js";

const NOBODY = () => [];

/**
 * *onChange* gets a function of the list. *host* is the host's number, *most* how many with the host
 * may be called, *wrong* a sentence for each number that the server refused. *finish* is a ref: its
 * function adds what is still being typed and says whether that went well. *numbersOf* gives the
 * numbers of the contact that has one.
 */
export function Parties({ parties, contacts = [], host, most, wrong = {}, suggest = NOBODY, finish, onChange, children }) {
  const form = useContext(FormContext);
  const id = useId();
  const [text, setText] = useState("");
  const [refused, setRefused] = useState([]);
  const error = form?.errors.parties;
  const marked = parties.some(({ number }) => wrong[number] || number === host);
  const boxOf = ({ number }) => `${id}-${number}`;

  /**
   * Add what *typed* says; what could not be added stays in the box to be put right. After a comma
   * somebody types on: what follows is no part of it.
   */
  function add(typed) {
    const found = pieces(typed).map((piece) => ({ text: piece, ...read(piece, contacts) }));
    return put(found, several(typed.at(-1)) ? ", " : "");
  }

  function put(found, after = "") {
    const { added, refused: not } = admit(found, { parties, host, most });
    form?.clear("parties");
    setRefused(not);
    setText(not.length ? not.map((one) => one.text).join(", ") + after : "");
    if (added.length) onChange((all) => [...all, ...added]);
    const done = added.length && t("parties-added", { who: whoOf(added[0]), count: added.length });
    const told = [done, ...not.map(({ why }) => why)].filter(Boolean);
    if (told.length) announce(told.join(t("parties-stop")));
    return not.length === 0;
  }

  if (finish) finish.current = () => !text.trim() || add(text);

  function remove(party, at) {
    const next = parties[at + 1] ?? parties[at - 1];
    onChange((all) => all.filter(({ number }) => number !== party.number));
    setRefused([]);
    announce(t("parties-removed", { who: whoOf(party) }));
    focusSoon(next ? boxOf(next) : id);
  }

  function swap(party, other) {
    onChange((all) => all.map((one) => (one.number === party.number ? { ...one, number: other } : one)));
    announce(t("parties-swapped", { who: t("parties-who", { name: party.name, number: other }) }));
    focusSoon(`${boxOf({ number: other })}-other`);
  }

  const last = parties.at(-1);
  const told = [`${id}-hint`, `${id}-errors`].join(" ");
  return html`<div class="field parties">
    <div class="parties-head">
      <label for=${id}>${t("parties")}</label>
      <span class=${`parties-count${parties.length + 1 > most ? " over" : ""}`}>
        ${t("parties-count", { count: parties.length + 1, most })}
      </span>
    </div>
    <${Entry}
      id=${id}
      text=${text}
      onText=${(next) => {
        setText(next);
        setRefused([]);
        if (error) form.clear("parties");
      }}
      suggest=${(query) => suggest(query).filter(({ number }) => !parties.some((one) => one.number === number))}
      wiring=${{ "aria-describedby": told, "aria-invalid": error || refused.length ? "true" : undefined }}
      onAdd=${add}
      onChoose=${(one) => put([{ ...one, text: one.name }])}
      onLeave=${() => last && focusSoon(boxOf(last))}
    />
    <p class="hint" id=${`${id}-hint`}>${t(contacts.length ? "parties-hint-book" : "parties-hint")}</p>
    <div class="errors" id=${`${id}-errors`}>
      ${error && !refused.length && (marked ? html`<span class="unseen">${error}</span>` : html`<${Wrong}>${error}<//>`)}
      ${refused.map(({ text: typed, why }) => html`<${Wrong} key=${typed}>${why}<//>`)}
    </div>
    ${children}
    ${parties.length > 0 &&
    html`<ul class="chips" aria-label=${t("parties-list")}>
      ${parties.map((party, at) => {
        const other = otherNumber(party, parties, contacts);
        return html`<${Chip}
          key=${party.number}
          id=${boxOf(party)}
          party=${party}
          wrong=${party.number === host ? t("parties-same-as-host") : wrong[party.number]}
          other=${other}
          onSwap=${() => swap(party, other)}
          onRemove=${() => remove(party, at)}
        />`;
      })}
    </ul>`}
  </div>`;
}

function Wrong({ children }) {
  return html`<p class="error"><${Icon} name="circle-alert" />${children}</p>`;
}

/** Return the other number of the contact that *party* is, unless that one is in the list as well. */
function otherNumber({ number }, parties, contacts) {
  const contact = contacts.find((one) => one.second_number && [one.number, one.second_number].includes(number));
  if (!contact) return null;
  const other = contact.number === number ? contact.second_number : contact.number;
  return parties.some((one) => one.number === other) ? null : other;
}
