// The one way to the server: JSON in, JSON out, and a Problem for every no (接口).
import { signal } from "./vendor/preact.js";

const PATIENCE = 8000;

/** Whether the network answered the last time it was asked. */
export const online = signal(navigator.onLine);

/** What the server, or the network, had against a request. *code* has a sentence in i18n. */
export class Problem extends Error {
  constructor(status, code, details = {}) {
    super(code);
    Object.assign(this, { status, code, details });
  }
}

let sessionLost = () => {};

/** Let *act* run when a page asks for something and its session has ended. */
export function whenSessionIsLost(act) {
  sessionLost = act;
}

/** Ask the API. Unsafe methods that must not happen twice carry *key*. */
export async function api(...request) {
  return (await ask(...request)).answer;
}

/**
 * Return {answer, headers}. With *seen*, an ETag, there is no answer while nothing has changed. A
 * *guest* has no session that could end.
 */
export async function ask(method, path, body, { key, seen, guest, signal: cancelled } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  if (seen) headers["If-None-Match"] = seen;

  const response = await reach(`/api${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.any([AbortSignal.timeout(PATIENCE), cancelled].filter(Boolean)),
  });
  if (response.status === 304) return response;
  const answer = await json(response);
  if (response.ok) return { answer, headers: response.headers };
  if (response.status === 401 && path !== "/session" && !guest) sessionLost();
  const { status, code, type, ...details } = answer ?? {};
  throw new Problem(response.status, code ?? `http-${response.status}`, details);
}

export function newKey() {
  return crypto.randomUUID();
}

/**
 * Return `keep(body)`, which gives the same key for the same act until `keep.done()`: a retry after
 * a lost answer happens once, a second try with other values is an act of its own.
 */
export function keyKeeper() {
  let last = null;
  const keep = (body) => {
    const text = JSON.stringify(body);
    if (last?.text !== text) last = { text, key: newKey() };
    return last.key;
  };
  keep.done = () => {
    last = null;
  };
  return keep;
}

async function reach(url, request) {
  try {
    const response = await fetch(url, request);
    online.value = true;
    return response;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    if (error.name === "TimeoutError") throw new Problem(0, "timeout");
    online.value = false;
    throw new Problem(0, "offline");
  }
}

async function json(response) {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    return null; // an error page of a gateway in between
  }
}
