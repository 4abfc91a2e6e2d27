// The words and the looks of pages that the first view does without.
import { words } from "../i18n.js";

/** Load `i18n/<language>.<name>.ftl` and `styles/<name>.css`; a page waits for it before it is drawn. */
export async function furnish(name) {
  await Promise.all([words(name), sheet(name)]);
}

function sheet(name) {
  const href = new URL(`../styles/${name}.css`, import.meta.url).href;
  const there = [...document.styleSheets].some((one) => one.href === href);
  if (there) return null;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  document.head.append(link);
  // Without its style a page is still of use, so a failure is no reason to show none.
  return new Promise((done) => Object.assign(link, { onload: done, onerror: done }));
}
