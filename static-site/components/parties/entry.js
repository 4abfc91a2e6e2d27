// Where numbers are typed or pasted, and contacts are found by name (号码输入框).
import { phone } from "../../format.js";
import { t } from "../../i18n.js";
import { html, useState } from "../../vendor/preact.js";
import { Button } from "../button.js";
import { several } from "./reading.js";

/**
 * *suggest* finds {id, name, number} for a text; *onAdd* gets a text, *onChoose* a suggestion, *onLeave*
 * is called for ⌫ in the empty box.
 */
export function Entry({ id, text, onText, suggest, wiring, onAdd, onChoose, onLeave }) {
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const found = open ? suggest(text) : [];
  const current = found[at];
  const listed = `${id}-found`;

  function type(next) {
    onText(next);
    setOpen(next.trim() !== "");
    setAt(-1);
  }
  const close = () => {
    setOpen(false);
    setAt(-1);
  };
  const add = (all) => {
    close();
    if (all.trim()) onAdd(all);
  };
  const choose = (one) => {
    close();
    onChoose(one);
  };

  /** A comma adds what stands before it; what was refused may be edited with its commas. */
  function input({ currentTarget: { value }, isComposing, data }) {
    if (!isComposing && data && several(data)) add(value);
    else type(value);
  }

  // The box has one line and would swallow the line ends that part the numbers.
  function paste(event) {
    const pasted = event.clipboardData.getData("text");
    if (!several(pasted)) return;
    event.preventDefault();
    add(`${text}${pasted}`);
  }

  function key(event) {
    if (event.isComposing) return;
    const { key: pressed, currentTarget: box } = event;
    if (pressed === "Enter") {
      event.preventDefault(); // only the button rings phones
      if (current) choose(current);
      else add(text);
    } else if (pressed === "Escape" && found.length) {
      event.preventDefault();
      close();
    } else if ((pressed === "ArrowDown" || pressed === "ArrowUp") && found.length) {
      event.preventDefault();
      const step = pressed === "ArrowDown" ? 1 : -1;
      setAt((at + step + found.length + (at < 0 && step < 0 ? 1 : 0)) % found.length);
    } else if (pressed === "Backspace" && box.value === "") {
      event.preventDefault();
      onLeave();
    }
  }

  return html`<div class="entry">
    <div class="entry-box">
      <input
        ...${wiring}
        id=${id}
        name="parties"
        type="text"
        role="combobox"
        autocomplete="off"
        autocapitalize="none"
        spellcheck=${false}
        enterkeyhint="done"
        aria-autocomplete="list"
        aria-expanded=${found.length > 0 ? "true" : "false"}
        aria-controls=${listed}
        aria-activedescendant=${current ? `${listed}-${at}` : undefined}
        value=${text}
        onInput=${input}
        onCompositionEnd=${input}
        onPaste=${paste}
        onKeyDown=${key}
        onBlur=${close}
      />
      <ul class="found" id=${listed} role="listbox" aria-label=${t("parties-found")} hidden=${found.length === 0}>
        ${found.map(
          (one, index) => html`<li
            key=${`${one.id}-${one.number}`}
            id=${`${listed}-${index}`}
            role="option"
            aria-selected=${index === at ? "true" : "false"}
            onPointerDown=${(event) => event.preventDefault()}
            onClick=${() => choose(one)}
          >
            <bdi>${one.name}</bdi> <span class="chip-number">${phone(one.number)}</span>
          </li>`,
        )}
      </ul>
    </div>
    <${Button} icon="plus" onClick=${() => add(text)}>${t("parties-add")}<//>
  </div>`;
}
