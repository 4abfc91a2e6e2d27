// XML and JSON as a person wants to read them. (Not by DOMParser: under Trusted Types it is as
// forbidden as innerHTML, and what is shown here is text anyway.)

const INDENT = "  ";

/** A <pre> with `text` indented, its tags marked. */
export function pretty(text) {
  const pre = document.createElement("pre");
  pre.tabIndex = 0; // it scrolls sideways
  const trimmed = text.trim();
  if (trimmed.startsWith("<")) pre.append(...xml(trimmed));
  else pre.textContent = json(trimmed);
  return pre;
}

function json(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function xml(text) {
  const tokens = text.match(/<[^>]+>|[^<]+/g) ?? [];
  const parts = [];
  let depth = 0;
  tokens.forEach((token, index) => {
    if (!token.trim()) return;
    if (!token.startsWith("<")) {
      parts.push(token);
      return;
    }
    const closing = token.startsWith("</");
    if (closing) depth -= 1;
    const afterText = closing && tokens[index - 1]?.trim() && !tokens[index - 1].startsWith("<");
    if (!afterText && parts.length) parts.push(`\n${INDENT.repeat(depth)}`);
    parts.push(tag(token));
    if (!closing && !token.endsWith("/>") && !token.startsWith("<?")) depth += 1;
  });
  return parts;
}

function tag(token) {
  const span = document.createElement("span");
  span.className = "tag";
  span.textContent = token;
  return span;
}
