// What every page shares: who is logged in, and what the service is like (共享状态).
import { batch, effect, signal } from "./vendor/preact.js";
import { api, online, whenSessionIsLost } from "./api.js";
import { setLanguage } from "./i18n.js";
import { go, route } from "./router.js";

const RETRY = 5000;

/** Account, null for a visitor, undefined until the server has said. */
export const account = signal(undefined);
/** The answer of GET /api/service, null until it is there. */
export const service = signal(null);
/** Why the session is not known, if the server could not be asked. */
export const sessionProblem = signal(null);
/** True from a registration until the first-use question is answered. */
export const justRegistered = signal(false);
export { online };

export async function loadSession() {
  try {
    const answer = await api("GET", "/session");
    batch(() => {
      account.value = answer.account;
      sessionProblem.value = null;
    });
  } catch (problem) {
    sessionProblem.value = problem;
  }
}

/** Return the Problem that kept it away, or null; the network's return asks again by itself. */
export async function loadService() {
  try {
    service.value = await api("GET", "/service");
    return null;
  } catch (problem) {
    return problem;
  }
}

export async function logOut() {
  await api("DELETE", "/session");
  batch(() => {
    account.value = null;
    go("/", { replace: true });
  });
}

/** Let *act* run when an account is left: what was its is not for the next one. */
export function whenGone(act) {
  let before;
  effect(() => {
    if (before && !account.value) act();
    before = account.value;
  });
}

whenSessionIsLost(() => {
  if (route.value.path === "/login") return;
  const back = encodeURIComponent(location.hash.slice(1) || "/");
  batch(() => {
    account.value = null;
    go(`/login?back=${back}`, { replace: true });
  });
});

effect(() => {
  const { language, large_type: large } = account.value ?? {};
  document.documentElement.toggleAttribute("data-large", Boolean(large));
  if (language) setLanguage(language);
});

window.addEventListener("offline", () => {
  online.value = false;
});
window.addEventListener("online", catchUp);

let retry;
effect(() => {
  clearTimeout(retry);
  if (!online.value) retry = setTimeout(catchUp, RETRY);
});

async function catchUp() {
  clearTimeout(retry);
  if (account.value === undefined) await loadSession();
  await loadService();
  if (!online.value) retry = setTimeout(catchUp, RETRY);
}
