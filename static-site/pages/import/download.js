// Hand a table to the person as a CSV file.

/** Save *lines* of cells as *name*; the mark in front tells Excel that it is UTF-8. */
export function download(name, lines) {
  const text = lines.map((cells) => cells.map(quoted).join(",")).join("\r\n");
  const href = URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** A spreadsheet must take no cell for a formula, hence the ' before = + - @. */
function quoted(cell) {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
