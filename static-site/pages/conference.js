// Conferences (我的电话会议): `#/conference` prepares one, `#/conference/{id}` is the one that goes on.
import { html, useState } from "../vendor/preact.js";
import { furnish } from "../components/furnish.js";
import { Later } from "../components/later.js";
import { route } from "../router.js";

export const title = (path) => (idOf(path) ? "conference-room" : "conference-title");

const LOAD = {
  prepare: async () => (await Promise.all([import("./conference/prepare.js"), furnish("people")]))[0].Prepare,
  room: async () => (await import("./conference/room.js")).Room,
};
const parts = {};

// The part that the address asks for comes with the page, so that its heading is there for the focus.
await Promise.all([furnish("start"), bring(nameOf(route.value.path))]);

export default function Conference({ path }) {
  const name = nameOf(path);
  return html`<${Part} key=${path} name=${name} id=${idOf(path)} />`;
}

function Part({ name, id }) {
  const [ready] = useState(() => parts[name]);
  return ready
    ? html`<${ready} id=${id} />`
    : html`<${Later} load=${() => bring(name)} pick=${(part) => part} id=${id} />`;
}

async function bring(name) {
  parts[name] ??= await LOAD[name]();
  return parts[name];
}

function nameOf(path) {
  return idOf(path) ? "room" : "prepare";
}

function idOf(path) {
  return path.split("/")[2] || null;
}
