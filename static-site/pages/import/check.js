// What would become of each row of an import (导入): the server's word, and what one request cannot see.
import { api } from "../../api.js";

const CHUNK = 100;
const LONGEST = 256;
const SHORTEST = 7;

/**
 * Send *rows* in chunks and give each row its result: {outcome, code, field, line?}.
 * *tell* hears the results of every chunk; *enough* ends it between two chunks, so that no row is
 * in the address book without its result here; *signal* ends it at once.
 */
export async function send(rows, { dryRun, tell, enough, signal }) {
  for (let at = 0; at < rows.length && !enough(); at += CHUNK) {
    const chunk = rows.slice(at, at + CHUNK);
    const body = { rows: chunk.map(fields), dry_run: dryRun };
    const { results } = await api("POST", "/contacts/import", body, { signal });
    tell(chunk.map((row, index) => [row, results[index]]));
  }
}

/** The results that need no question: numbers that a spreadsheet spoiled, or that came before. */
export function foresee(rows) {
  const known = new Map();
  const seen = new Map();
  for (const row of rows) {
    const key = sameNumber(row.number);
    if (/^\d([.,]\d+)?e\+?\d+$/i.test(row.number)) {
      known.set(row, { outcome: "error", code: "scientific_number", field: "number" });
    } else if (key && seen.has(key)) {
      known.set(row, { outcome: "duplicate", code: null, field: null, line: seen.get(key) });
    } else if (key) {
      seen.set(key, row.line);
    }
  }
  return known;
}

/** What two spellings of one number share; nothing for what is too short to be a number. */
function sameNumber(number) {
  const digits = number.replace(/[^\d+]/g, "").replace(/^(\+|00)86/, "");
  return digits.length < SHORTEST ? "" : digits;
}

/** A row as the API takes it: empty cells are left out. */
function fields({ name, number, second_number, note, group }) {
  // Longer cells would have the whole chunk refused; cut ones are refused by themselves.
  const cut = (text) => text.slice(0, LONGEST);
  const optional = Object.entries({ second_number, note, group }).filter(([, cell]) => cell);
  const cells = [["name", name], ["number", number], ...optional];
  return Object.fromEntries(cells.map(([key, cell]) => [key, cut(cell)]));
}
