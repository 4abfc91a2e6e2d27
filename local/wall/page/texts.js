// Text messages on a handset's screen: a bubble each, the newest last, until it is put away.

import { clock, number } from "./words.js";

/** Show `message` in `list`; `putAway(sid)` is called when its person has read it. */
export function showText(list, message, putAway) {
  const at = clock(message.updated_at);
  const bubble = document.createElement("li");
  const head = document.createElement("p");
  head.className = "from";
  head.textContent = `短信 SMS · ${number(message.from)} · ${at}`;
  const words = document.createElement("p");
  words.textContent = message.text;
  words.lang = /\p{Script=Han}/u.test(message.text) ? "zh-CN" : "en";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet small";
  button.textContent = "收起";
  button.ariaLabel = `收起 ${at} 的短信 put this message away`;
  button.addEventListener("click", () => {
    const next = (bubble.nextElementSibling ?? bubble.previousElementSibling)?.querySelector("button");
    bubble.remove();
    (next ?? list.parentElement).focus();
    putAway(message.sid);
  });
  bubble.append(head, words, button);
  list.append(bubble);
  list.parentElement.scrollTop = bubble.offsetTop - list.parentElement.offsetTop;
}
