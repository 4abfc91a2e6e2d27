// Reservations (预约会议): the list in three parts, a form for a new one, and one to change `#/reservations/{id}`.
import { html, useState } from "../vendor/preact.js";
import { furnish } from "../components/furnish.js";
import { Later } from "../components/later.js";
import { route } from "../router.js";
import { useReservations } from "./reservations/kept.js";

const LISTS = new Set(["/reservations", "/reservations/past", "/reservations/cancelled"]);
const NEW = "/reservations/new";

export const title = (path) =>
  LISTS.has(path) ? "reservations-title" : path === NEW ? "reservation-new" : "reservation-change-title";

const LOAD = {
  list: async () => (await import("./reservations/list.js")).List,
  form: async () => {
    const words = Promise.all([furnish("start"), furnish("people")]);
    return (await Promise.all([import("./reservations/open.js"), words]))[0].Open;
  },
};
const parts = {};

// The part that the address asks for comes with the page, so that its heading is there for the focus.
await Promise.all([furnish("reservations"), bring(nameOf(route.value.path))]);

export default function Reservations({ path }) {
  const kept = useReservations(path);
  return html`<${Part} key=${path} name=${nameOf(path)} path=${path} kept=${kept} />`;
}

function Part({ name, path, kept }) {
  const [ready] = useState(() => parts[name]);
  const props = { path, kept, id: path === NEW ? null : path.split("/")[2] };
  return ready
    ? html`<${ready} ...${props} />`
    : html`<${Later} load=${() => bring(name)} pick=${(part) => part} ...${props} />`;
}

async function bring(name) {
  parts[name] ??= await LOAD[name]();
  return parts[name];
}

function nameOf(path) {
  return LISTS.has(path) ? "list" : "form";
}
