// The CDRs of the product (话单), one table for each conference, read again while they are seen.
// A product that shows none (a deployed one) answers null: then the portal alone has the bill.

import { clock, leg, number, yuan } from "./words.js";

const EVERY = 2000; // ms
const HEADS = ["号码", "状态", "接通", "资费", "时长", "费用"];

/** Keep `panel` and the `total` line up to date. */
export function watchCdrs(panel, total) {
  let shown = null;
  const read = async () => {
    if (!document.hidden) shown = await refresh(panel, total, shown);
    setTimeout(read, EVERY);
  };
  read();
}

async function refresh(panel, total, shown) {
  let text;
  try {
    const answer = await fetch("/phones/cdrs");
    text = await answer.text();
    if (!answer.ok) throw new Error(JSON.parse(text).error);
  } catch (error) {
    text = `话单读取失败:${error.message}。每 2 秒自动重试。`;
    if (text !== shown) panel.replaceChildren(paragraph(text, "failed"));
    return text;
  }
  if (text !== shown) show(panel, total, JSON.parse(text)); // else keep selection and scroll
  return text;
}

function show(panel, total, cdrs) {
  total.textContent = cdrs?.length ? sums(cdrs) : "";
  if (!cdrs) {
    panel.replaceChildren(paragraph("部署的产品不在这里列出话单。登录会议网站,在“话单”里查询。", "empty"));
    return;
  }
  if (!cdrs.length) {
    panel.replaceChildren(paragraph("还没有话单。有人接通会议后,每一路通话会在这里出一条。", "empty"));
    return;
  }
  const conferences = Map.groupBy(cdrs, ({ conference_id }) => conference_id);
  panel.replaceChildren(...[...conferences].map(([id, legs]) => conference(id, legs)));
}

function conference(id, legs) {
  const table = document.createElement("table");
  const caption = table.createCaption();
  const payer = `计费号码 ${number(legs[0].billing_number)}`;
  caption.append(span(`会议 ${id}`, "id"), span(`${payer} · ${sums(legs)}`, "sums"));
  const head = table.createTHead().insertRow();
  for (const text of HEADS) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = text;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const one of legs) body.append(row(one));
  return table;
}

function row(cdr) {
  const line = document.createElement("tr");
  line.title = cdr.call_sid ?? "";
  const who = line.insertCell();
  who.append(number(cdr.number));
  if (cdr.host) who.append(" ", span("主持人", "badge"));
  line.insertCell().textContent = [leg(cdr.state), cdr.reason].filter(Boolean).join(" · ");
  line.insertCell().textContent = clock(cdr.answered_at);
  line.insertCell().textContent = cdr.tariff ?? "–";
  line.insertCell().textContent = cdr.seconds == null ? "–" : `${cdr.seconds} 秒`;
  line.insertCell().textContent = cdr.charge == null ? "–" : yuan(cdr.charge);
  return line;
}

function sums(cdrs) {
  const sum = (field) => cdrs.reduce((all, cdr) => all + (cdr[field] ?? 0), 0);
  return `${cdrs.length} 路 · ${sum("seconds")} 秒 · ${yuan(sum("charge"))}(${sum("charge")} 分)`;
}

function span(text, name) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

function paragraph(text, name) {
  const element = document.createElement("p");
  element.className = name;
  element.textContent = text;
  return element;
}
