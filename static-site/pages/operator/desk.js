// Who is at the desk in this browser, and whom they serve (坐席状态).
import { api, Problem } from "../../api.js";
import { signal } from "../../vendor/preact.js";

const KEPT = "desk-customer";

/** {login, name}, null if nobody is at the desk, undefined until the server has said. */
export const operator = signal(undefined);
/** The customer who is asked, or who has agreed; null for none. */
export const customer = signal(null);
/** Why it is not known who is at the desk. */
export const trouble = signal(null);

/** Ask the part of the API that is the desk's; another session of this browser does not count. */
export async function desk(method, path, body, options = {}) {
  try {
    return await api(method, `/desk${path}`, body, { ...options, guest: true });
  } catch (problem) {
    if (problem.code === "no_session") operator.value = null;
    throw problem;
  }
}

/** Find out who is at the desk, and whom they were serving before the page was loaded again. */
export async function arrive() {
  trouble.value = null;
  try {
    const here = (await desk("GET", "/sessions/current")).operator;
    const id = here && kept();
    if (id) customer.value = await desk("GET", `/customers/${id}`).catch(() => null);
    operator.value = here;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    trouble.value = problem;
  }
}

/** Serve *one*, or nobody. */
export function serve(one) {
  customer.value = one;
  try {
    if (one) sessionStorage.setItem(KEPT, one.id);
    else sessionStorage.removeItem(KEPT);
  } catch {
    /* A browser may forbid it: then a reload begins anew. */
  }
}

function kept() {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
