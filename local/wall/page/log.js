// The log of the network (呼叫日志): every request between it and the product, with its TwiML.

import { pretty } from "./pretty.js";
import { clock, number } from "./words.js";

const KEPT = 400;
const KINDS = { webhook: "回调", rest: "REST", error: "错误", fault: "故障", note: "事件", text: "短信" };

/** Show events as they come, the newest first. */
export function watchLog({ list, filter, clear }) {
  const empty = list.firstElementChild;
  const calls = new Map();
  let run = null;

  const forget = () => {
    list.replaceChildren(empty);
    filter.replaceChildren(filter.firstElementChild);
    calls.clear();
  };
  const source = new EventSource("/phones/log");
  source.onmessage = ({ data, lastEventId }) => {
    const ofRun = lastEventId.split("-")[0];
    if (run && run !== ofRun) forget(); // the network was started anew
    run = ofRun;
    const event = JSON.parse(data);
    offer(filter, calls, event);
    empty.remove();
    list.prepend(entry(event, filter.value));
    if (list.childElementCount > KEPT) list.lastElementChild.remove();
  };
  clear.addEventListener("click", forget);
  filter.addEventListener("change", () => {
    for (const shown of list.querySelectorAll("details")) {
      shown.hidden = Boolean(filter.value) && shown.dataset.call !== filter.value;
    }
  });
}

/** Let the person choose the call of `event`, named by its two numbers. */
function offer(filter, calls, event) {
  const sid = event.call_sid;
  if (!sid || calls.has(sid)) return;
  const { From: from, To: to } = event.form ?? {};
  const text = from ? `${number(from)} → ${number(to)}` : sid;
  const option = new Option(`${clock(event.at)} ${text}`, sid);
  calls.set(sid, option);
  filter.options[0].after(option);
}

function entry(event, call) {
  const details = document.createElement("details");
  details.dataset.call = event.call_sid ?? "";
  details.dataset.kind = event.kind;
  details.hidden = Boolean(call) && details.dataset.call !== call;
  details.classList.toggle("failed", Boolean(event.error) || event.kind === "error" || event.status >= 400);
  const summary = document.createElement("summary");
  summary.append(
    part("time", clock(event.at)),
    part("kind", KINDS[event.kind] ?? event.kind),
    part("what", what(event)),
    part("outcome", outcome(event)),
    part("who", who(event)),
    part("verbs", verbs(event)),
  );
  details.append(summary);
  details.addEventListener("toggle", () => fill(details, event), { once: true });
  return details;
}

function what(event) {
  if (event.kind === "error") return `${event.code} ${event.message}`;
  const url = event.url ?? event.path;
  if (!url) return event.text ?? event.message ?? event.name ?? "";
  return `${event.method} ${url.replace(/^https?:\/\/[^/]+/, "").split("#")[0]}`;
}

/** The number at the far end of the call, and how far the call is. */
function who({ form }) {
  if (!form?.CallStatus) return form?.StatusCallbackEvent ?? "";
  const far = form.Direction?.startsWith("outbound") ? form.To : form.From;
  return `${number(far)} · ${form.StatusCallbackEvent ?? form.CallStatus}`;
}

function outcome({ status, ms, error }) {
  if (error) return "失败";
  return [status ?? "", ms == null ? "" : `${ms} ms`].filter(Boolean).join(" · ");
}

/** What the answer tells the network to do: the TwiML verbs in it. */
function verbs({ response }) {
  const names = new Set(String(response ?? "").match(/(?<=<)[A-Z]\w+/g));
  names.delete("Response");
  return [...names].join(" ");
}

/** Write the inside of an entry when it is opened for the first time. */
function fill(details, event) {
  const { form, response, n, at, kind, ...rest } = event;
  const facts = document.createElement("dl");
  for (const [name, value] of [...Object.entries(rest), ...Object.entries(form ?? {})]) {
    if (value === null || value === "") continue;
    const row = document.createElement("div");
    row.append(part(null, name, "dt"), part(null, typeof value === "object" ? JSON.stringify(value) : value, "dd"));
    facts.append(row);
  }
  if (response) details.append(pretty(typeof response === "object" ? JSON.stringify(response) : response));
  details.append(facts);
}

function part(name, text, tag = "span") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = text;
  return element;
}
