// Pages that belong together, as links: each has its own address (页签).
import { html, useLayoutEffect, useRef } from "../vendor/preact.js";
import { route } from "../router.js";

/** *items* are {path, text}; the one whose address this is, is current. */
export function Tabs({ label, items }) {
  const nav = useRef(null);
  const { path: here } = route.value;
  useLayoutEffect(() => {
    // On a narrow screen the row scrolls, and the current one may be out of sight.
    const current = nav.current.querySelector("[aria-current]");
    if (current) nav.current.scrollLeft = current.offsetLeft - (nav.current.clientWidth - current.offsetWidth) / 2;
  }, [here]);
  return html`<nav ref=${nav} class="tabs" aria-label=${label}>
    ${items.map(
      ({ path, text }) => html`<a
        href=${`#${path}`}
        aria-current=${here === path ? "page" : undefined}
        >${text}</a
      >`,
    )}
  </nav>`;
}
