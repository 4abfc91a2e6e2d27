// Which page the address asks for: `#/settings/password?x=1` (路由).
import { signal } from "./vendor/preact.js";

export const route = signal(parse());

window.addEventListener("hashchange", () => {
  route.value = parse();
});

/** Go to *path*; with *replace* the page left is not one to come back to. */
export function go(path, { replace = false } = {}) {
  if (!replace) {
    location.hash = path;
    return;
  }
  history.replaceState(null, "", `#${path}`);
  route.value = parse();
}

/** Return where to go after logging in; only ever a page of this site. */
export function wayBack(params) {
  const back = params.get("back") ?? "";
  return back.startsWith("/") ? back : "/conference";
}

function parse() {
  const [path, query = ""] = location.hash.replace(/^#/, "").split("?", 2);
  return { path: path.startsWith("/") ? path : `/${path}`, params: new URLSearchParams(query) };
}
