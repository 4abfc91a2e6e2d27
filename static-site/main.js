// Start the portal: words, session, shell, and the page that the address asks for (入口).
import { html, render, useEffect, useLayoutEffect, useRef, useState } from "./vendor/preact.js";
import { language, preferred, setLanguage, t } from "./i18n.js";
import { account, loadService, loadSession, sessionProblem } from "./store.js";
import { go, route } from "./router.js";
import "./theme.js";
import { furnish } from "./components/furnish.js";
import { Failed, Loading } from "./components/state.js";
import { Shell } from "./components/shell/shell.js";

const PAGES = {
  "/": { load: () => import("./pages/home.js"), first: true },
  "/agreement": { load: () => import("./pages/agreement.js") },
  "/closed": { load: () => import("./pages/closed.js") },
  "/conference": { load: () => import("./pages/conference.js"), session: true, below: true },
  "/contacts": { load: () => import("./pages/contacts.js"), session: true, below: true },
  "/help": { load: () => import("./pages/help.js") },
  "/login": { load: () => import("./pages/login.js") },
  "/operator": { load: () => import("./pages/operator.js") },
  "/quick": { load: () => import("./pages/quick.js"), below: true },
  "/rates": { load: () => import("./pages/rates.js") },
  "/records": { load: () => import("./pages/records.js"), session: true },
  "/recover": { load: () => import("./pages/recover.js") },
  "/register": { load: () => import("./pages/register.js") },
  "/reservations": { load: () => import("./pages/reservations.js"), session: true, below: true },
  "/settings": { load: () => import("./pages/settings.js"), session: true, below: true },
};
const NOT_FOUND = { load: () => import("./pages/not-found.js") };

function entryOf(path) {
  const [, first] = path.split("/");
  const entry = PAGES[`/${first}`];
  return entry && (entry.below || path === `/${first}`) ? entry : NOT_FOUND;
}

function Page() {
  const { path, params } = route.value;
  const entry = entryOf(path);
  const [loaded, setLoaded] = useState(null);
  const ready = loaded?.entry === entry && loaded;
  const allowed = !entry.session || Boolean(account.value);

  useEffect(() => {
    let wanted = true;
    const settle = (result) => wanted && setLoaded({ entry, ...result });
    Promise.all([entry.load(), entry.first || furnish("inner")]).then(
      ([page]) => settle({ page }),
      () => settle({ failed: true }),
    );
    return () => {
      wanted = false;
    };
  }, [entry]);

  useEffect(() => {
    if (!entry.session || account.value !== null) return;
    go(`/login?back=${encodeURIComponent(location.hash.slice(1))}`, { replace: true });
  }, [entry, account.value]);

  useArrival(path, ready?.page, allowed);

  if (ready?.failed) {
    return html`<${Failed} problem=${{ code: "offline", details: {} }} retry=${() => location.reload()} />`;
  }
  if (entry.session && account.value === undefined && sessionProblem.value) {
    return html`<${Failed} problem=${sessionProblem.value} retry=${loadSession} />`;
  }
  if (!ready || !allowed) return html`<${Loading} />`;
  return html`<${ready.page.default} key=${path.split("/")[1]} params=${params} path=${path} />`;
}

/** A page with parts says by its path which one it shows. */
function titleOf({ title }, path) {
  return t(typeof title === "function" ? title(path) : title);
}

/** Name the document after the page, and take the focus to its heading; not at the first one. */
function useArrival(path, page, allowed) {
  const last = useRef(null);
  const here = page && allowed;
  useLayoutEffect(() => {
    if (here) document.title = t("page-title", { page: titleOf(page, path) });
  }, [here, page, path, language.value]);
  useLayoutEffect(() => {
    if (!here) return;
    const first = last.current === null;
    last.current = path;
    if (first) return;
    window.scrollTo(0, 0);
    const heading = document.querySelector("main h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }, [here, path, page]);
}

await setLanguage(preferred(), { remember: false });
render(html`<${Shell}><${Page} /><//>`, document.getElementById("app"));
loadSession();
loadService();
