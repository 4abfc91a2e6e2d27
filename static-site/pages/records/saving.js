// The month as a file (导出): the server writes it, the browser saves it.
import { online, Problem } from "../../api.js";
import { loadSession } from "../../store.js";

const PATIENCE = 60_000; // a long month is read to its end
const KINDS = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** Save *month* as a file of that *kind*, csv or xlsx, and return its name; or throw a Problem. */
export async function save(month, kind) {
  const response = await reach(`/api/statements/${month}/${kind}`, KINDS[kind]);
  if (!response.ok) throw await refusal(response);
  const name = /filename="?([\w.-]+)/.exec(response.headers.get("Content-Disposition"))?.[1];
  return hand(await response.blob(), name ?? `116323-${month}.${kind}`);
}

async function reach(url, type) {
  try {
    return await fetch(url, { headers: { Accept: type }, signal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    if (error.name === "TimeoutError") throw new Problem(0, "timeout");
    online.value = false;
    throw new Problem(0, "offline");
  }
}

async function refusal(response) {
  if (response.status === 401) loadSession(); // leads to the login
  const { status, code, type, ...details } = await response.json().catch(() => ({}));
  return new Problem(response.status, code ?? `http-${response.status}`, details);
}

function hand(blob, name) {
  const href = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
  return name;
}
