// A part of a page that is loaded when it is wanted (按需载入).
import { html, useEffect, useLayoutEffect, useState } from "../vendor/preact.js";
import { focusHeading, focusIsLost } from "./focus.js";
import { Failed, Loading } from "./state.js";

/** Draw what *load* brings, `pick(module)`, with all the other *props*. */
export function Later({ load, pick, ...props }) {
  const [part, setPart] = useState(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let wanted = true;
    load().then(
      (module) => wanted && setPart(() => pick(module)),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, []);
  useLayoutEffect(() => {
    // What had the focus went with the part before.
    if (part && focusIsLost()) focusHeading();
  }, [part]);
  if (failed) {
    return html`<${Failed} problem=${{ code: "offline", details: {} }} retry=${() => location.reload()} />`;
  }
  return part ? html`<${part} ...${props} />` : html`<${Loading} />`;
}
