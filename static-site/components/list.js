// Small habits of long lists.
import { html, useState } from "../vendor/preact.js";
import { Button } from "./button.js";

/** The part of *items* to draw, and the button for more; *idOf* is where the focus goes in a row. */
export function useMore(items, { label, idOf, step = 100 }) {
  const [most, setMost] = useState(step);
  const rest = items.length - most;
  const show = () => {
    setMost(most + step);
    focusSoon(idOf(items[most]));
  };
  const more =
    rest > 0 &&
    html`<p class="more"><${Button} onClick=${show}>${label(Math.min(rest, step))}<//></p>`;
  return [items.slice(0, most), more];
}

const segments = new Intl.Segmenter("zh", { granularity: "grapheme" });

/** A round badge with the first letter of *name*; the name itself stands beside it. */
export function Avatar({ name }) {
  const [first] = segments.segment(name.trim());
  const digits = /^\d\d$/.test(name); // of a number without a name
  return html`<span class="avatar" aria-hidden="true">${digits ? name : (first?.segment ?? "")}</span>`;
}
