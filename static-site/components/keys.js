// A sentence with phone keys in it: what stands in [ ] is drawn as a key (按键).
import { html } from "../vendor/preact.js";

export function Keys({ text }) {
  return text
    .split(/\[([^\]]+)\]/)
    .map((part, index) => (index % 2 ? html`<kbd>${part}</kbd>` : part));
}
