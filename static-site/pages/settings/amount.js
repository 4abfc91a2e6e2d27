// Amounts as people type them: yuan, kept as whole fen and never a float (金额).
const AMOUNT = /^(\d{1,7})(?:\.(\d{1,2}))?$/;

/** Return the fen of *typed* yuan; 0 if nothing is typed, null if it is no amount or none worth typing. */
export function fenOf(typed) {
  const text = typed.normalize("NFKC").trim();
  if (!text) return 0;
  const plain = text.replace(/^\u00a5\s*/, "").replace(/,(?=\d{3}\b)/g, "").replace("\u3002", ".");
  const [, whole, part = ""] = AMOUNT.exec(plain) ?? [];
  return whole ? Number(whole + part.padEnd(2, "0")) || null : null;
}

/** Return *fen* as it stands in a field: 20000 is “200.00”, none is empty. */
export function yuanOf(fen) {
  return fen ? `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, "0")}` : "";
}
