// A time of day: typed, or chosen from a list of them (时间).
import { html, useId, useLayoutEffect, useState } from "../vendor/preact.js";
import { Field } from "./field.js";
import { Icon } from "./icon.js";
import { t } from "../i18n.js";

/** *times* are HH:MM in their order; *read* makes HH:MM of what is typed, or null. */
export function TimeField({ value, times, read, onChange, ...field }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const listed = `${id}-times`;
  const shown = open ? times : [];

  useLayoutEffect(() => {
    if (open) document.getElementById(`${listed}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [open, at]);

  function unfold() {
    const near = read(value) ?? "";
    const found = times.findIndex((one) => one >= near);
    setAt(found < 0 ? times.length - 1 : found);
    setOpen(times.length > 0);
  }

  function choose(one) {
    setOpen(false);
    onChange(one);
  }

  function key(event) {
    const { key: pressed } = event;
    if (pressed === "ArrowDown" || pressed === "ArrowUp") {
      event.preventDefault();
      if (!open) return unfold();
      setAt(Math.min(Math.max(at + (pressed === "ArrowDown" ? 1 : -1), 0), times.length - 1));
    } else if (open && pressed === "Enter" && times[at]) {
      event.preventDefault();
      choose(times[at]);
    } else if (open && pressed === "Escape") {
      event.preventDefault();
      setOpen(false);
    }
  }

  function leave() {
    setOpen(false);
    const plain = read(value);
    if (plain && plain !== value) onChange(plain);
  }

  // The list is reached by the arrow keys, and by whoever points at it.
  const after = html`<button
      type="button"
      class="reveal"
      tabindex="-1"
      aria-label=${t("time-choose")}
      title=${t("time-choose")}
      onPointerDown=${(event) => event.preventDefault()}
      onClick=${() => {
        document.getElementById(id).focus();
        if (open) setOpen(false);
        else unfold();
      }}
    >
      <${Icon} name="clock" />
    </button>
    <ul class="found times" id=${listed} role="listbox" aria-label=${t("time-choose")} hidden=${shown.length === 0}>
      ${shown.map(
        (one, index) => html`<li
          key=${one}
          id=${`${listed}-${index}`}
          role="option"
          aria-selected=${index === at ? "true" : "false"}
          onPointerDown=${(event) => event.preventDefault()}
          onClick=${() => choose(one)}
        >
          ${one}
        </li>`,
      )}
    </ul>`;
  return html`<${Field}
    ...${field}
    id=${id}
    role="combobox"
    autocomplete="off"
    inputmode="text"
    aria-autocomplete="none"
    aria-expanded=${shown.length > 0 ? "true" : "false"}
    aria-controls=${listed}
    aria-activedescendant=${shown[at] ? `${listed}-${at}` : undefined}
    value=${value}
    after=${after}
    onInput=${(event) => {
      setOpen(false);
      onChange(event.currentTarget.value);
    }}
    onClick=${() => !open && unfold()}
    onKeyDown=${key}
    onBlur=${leave}
  />`;
}
