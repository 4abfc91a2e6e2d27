// The card of a handset as the page gets it: the template with names, keys and labels filled in.

import { number as written } from "./words.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const KEY_NAMES = { "*": "星号", "#": "井号" };
const COLUMNS = 3;

/** Return a new card; only an `added` handset can be removed. */
export function makeCard(name, number, added) {
  const card = document.getElementById("handset").content.firstElementChild.cloneNode(true);
  const find = (selector) => card.querySelector(selector);
  find(".name").textContent = name;
  find(".number").textContent = written(number);
  find(".alone").href = `/phones#${encodeURIComponent(number)}`;
  find(".remove").hidden = !added;
  label(card, name);
  find(".keys").append(...KEYS.map(makeKey));
  find(".keys").addEventListener("keydown", moveInKeys);
  return card;
}

/** Five handsets have five buttons of each kind: a label says whose it is. */
function label(card, name) {
  card.ariaLabel = `话机 ${name}`;
  const labels = {
    ".alone": `单独打开 ${name}`,
    ".remove": `移除 ${name}`,
    ".captions": `${name} 听到的话`,
    ".texts": `${name} 收到的短信`,
    ".to": `${name} 要拨的号码`,
    ".go": `拨号 ${name}`,
    ".answer": `接听 ${name}`,
    ".reject": `拒接 ${name}`,
    ".hang-up": `挂断 ${name}`,
    ".keys": `${name} 的键盘`,
    ".pick input": `拿起这部(听和说) ${name}`,
    ".source select": `声源 ${name}`,
    ".take-back": `在本页使用 ${name}`,
  };
  for (const [selector, text] of Object.entries(labels)) {
    card.querySelector(selector).ariaLabel = text;
  }
  for (const icon of [".alone", ".remove"]) card.querySelector(icon).title = labels[icon];
}

function makeKey(key) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = key;
  button.dataset.key = key;
  button.tabIndex = key === "1" ? 0 : -1; // one Tab stop for all; arrows move inside
  if (KEY_NAMES[key]) button.ariaLabel = `${key} ${KEY_NAMES[key]}`;
  return button;
}

function moveInKeys(event) {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS }[event.key];
  const keys = [...event.currentTarget.children];
  const next = keys[keys.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
