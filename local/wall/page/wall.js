// The wall: which handsets hang on it, which one is picked up, and the keyboard.

import { Audio } from "./audio.js";
import { showBots } from "./bots.js";
import { watchCdrs } from "./cdrs.js";
import { watchClock } from "./clock.js";
import { Handset } from "./handset.js";
import { watchLog } from "./log.js";
import { e164, possible } from "./words.js";

const FIRST = [
  { number: "18600000101", name: "王建国(主持人)" },
  { number: "13911112222", name: "李晓梅" },
  { number: "01082345678", name: "张伟(固话)" },
  { number: "18612345678", name: "陈思远" },
  { number: "13511118888", name: "刘洋" },
  { number: "01065116300", name: "人工坐席" },
];
const ADDED = "phone-wall-added";
const GOOD_NEWS = 4000; // ms that it stays
const DRAWN_EVERY = 60; // ms: a meter needs no more, and each frame costs a laptop's battery
const TEXT_FIELDS = "input:not([type=radio], [type=checkbox]), select, textarea";
const CONTROLS = "button, a, summary, input:not([type=radio]), select, textarea";

const byId = (id) => document.getElementById(id);
const handsets = [];
let picked = null;
let lost = false;
let drawn = 0;

const audio = new Audio((frame) => {
  if (picked?.source === "microphone") picked.speak(frame);
});

const on = {
  pick,
  frame: (frame) => audio.play(frame),
  key: (key) => audio.key(key),
  change: showConnection,
  source: useSource,
  remove,
};

function hang(phone) {
  const handset = new Handset(phone, on);
  handsets.push(handset);
  byId("handsets").append(handset.element);
  return handset;
}

function pick(handset) {
  picked = handset;
  for (const other of handsets) other.picked = other === handset;
  useSource(handset);
}

/** Open the microphone if the picked-up handset wants it, and give it back if not. */
async function useSource(handset) {
  if (handset.source === "microphone" && handset !== picked) return pick(handset);
  if (picked?.source !== "microphone") return audio.closeMicrophone();
  try {
    await audio.openMicrophone();
  } catch (error) {
    picked.source = "auto";
    picked.note = `麦克风不可用(${error.name}),已改用自动语音。`;
  }
}

function remove(handset) {
  handset.close();
  handsets.splice(handsets.indexOf(handset), 1);
  store(stored().filter(({ number }) => number !== handset.number));
  if (handset === picked) pick(handsets[0]);
  byId("add").focus();
  showConnection();
}

const stored = () => JSON.parse(localStorage.getItem(ADDED) ?? "[]");
const store = (phones) => localStorage.setItem(ADDED, JSON.stringify(phones));

function showConnection() {
  const isLost = handsets.some(({ state }) => state === "offline");
  if (isLost !== lost) {
    lost = isLost;
    say(lost ? "与电话网的连接断开,正在重连…声音和按键暂停。" : "已恢复与电话网的连接。");
  }
  audio.ring(handsets.some(({ state }) => state === "ringing"));
}

function say(text) {
  const bar = byId("connection");
  bar.textContent = text;
  if (!lost) setTimeout(() => (bar.textContent = lost ? bar.textContent : ""), GOOD_NEWS);
}

function draw(now) {
  requestAnimationFrame(draw);
  if (now - drawn < DRAWN_EVERY) return;
  drawn = now;
  for (const handset of handsets) handset.draw(now);
  byId("sound-hint").hidden = audio.running;
}

function takeKey(event) {
  const { key, target } = event;
  const elsewhere = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (elsewhere || !byId("shortcuts").checked || document.querySelector("dialog[open]")) return;
  if (target.matches(TEXT_FIELDS)) return;
  if (key === "?") byId("help-dialog").showModal();
  else if (/^[0-9*#]$/.test(key)) picked.press(key);
  else if (key === "Escape") (picked.state === "ringing" ? picked.reject() : picked.hangUp());
  else if (key === "Enter" && !target.matches(CONTROLS)) {
    (picked.state === "ringing" ? picked.answer() : picked.dial());
  } else return;
  event.preventDefault();
}

function add(event) {
  event.preventDefault();
  const number = byId("add-number").value.replace(/[\s-]/g, "");
  const name = byId("add-name").value.trim();
  const twin = handsets.find((handset) => e164(handset.number) === e164(number));
  if (!possible(number)) refuse("请输入 11 位手机号码,或带区号的固定电话号码。");
  else if (twin) refuse(`墙上已有这个号码:${twin.name}。`);
  else {
    const phone = { number, name, added: true };
    store([...stored(), phone]);
    hang(phone);
    byId("add-dialog").close();
  }
}

function refuse(text) {
  byId("add-error").textContent = text;
  byId("add-number").ariaInvalid = "true";
  byId("add-number").focus();
}

function wireDialogs() {
  byId("add").addEventListener("click", () => {
    byId("add-form").reset();
    byId("add-error").textContent = "";
    byId("add-number").ariaInvalid = "false";
    byId("add-dialog").showModal();
  });
  byId("add-form").addEventListener("submit", add);
  byId("add-cancel").addEventListener("click", () => byId("add-dialog").close());
  byId("help").addEventListener("click", () => byId("help-dialog").showModal());
  byId("ring").addEventListener("change", ({ target }) => {
    audio.ringEnabled = target.checked;
    audio.ring(audio.ringing);
  });
}

async function showSettings() {
  const settings = await (await fetch("/phones/settings")).json();
  byId("portal").href = settings.portal_url;
  showBots(byId("bots"), settings.bots);
}

/** All handsets, or the one that the address asks for: /phones#13911112222. */
function wanted() {
  const all = [...FIRST, ...stored()];
  const only = decodeURIComponent(location.hash.slice(1));
  if (!only) return all;
  return [all.find(({ number }) => number === only) ?? { number: only, name: "" }];
}

wanted().forEach(hang);
pick(handsets[0]);
wireDialogs();
document.addEventListener("keydown", takeKey);
for (const gesture of ["pointerdown", "keydown"]) {
  document.addEventListener(gesture, () => audio.start(), { once: true });
}
requestAnimationFrame(draw);
watchCdrs(byId("cdrs"), byId("cdrs-total"));
watchLog({ list: byId("log"), filter: byId("log-call"), clear: byId("log-clear") });
watchClock(byId("forward"), byId("ahead"));
await showSettings();
