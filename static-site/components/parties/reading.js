// What somebody typed or pasted, read as numbers with names (号码的识别).
const BETWEEN = /[,;|\n\r\uff0c\uff1b\u3001]+/; // also ，；、 of a Chinese keyboard
const SPACING = /[\s()\-\u2010-\u2015]/g;
const MOBILE = /^(?:\+86|0086|86)?(1[3-9]\d{9})$/;
const BEIJING = /^[2-8]\d{7}$/;
const FIXED = /^(?:\+86|0086|0)((?:10|2\d)[2-8]\d{7}|[3-9]\d\d[2-8]\d{6,7})$/;
const ABROAD = /^(?:\+|00)([1-9]\d{6,14})$/;
const SHORT = /^(?:1\d{2,5}|9[56]\d{3,4}|0?[48]00\d{7})$/; // hot lines, banks, 400 and 800
const NAMED = /^(\D*?)[\s:(<]*(\+?\d[\d\s()\-\u2010-\u2015]{4,}\d)[)>\s]*(\D*)$/;
const LONGEST_NAME = 32;

/** Whether *text* holds what separates one number from the next. */
export function several(text) {
  return BETWEEN.test(text);
}

/** Return the pieces of *text* between commas, semicolons and line ends; what is empty is left out. */
export function pieces(text) {
  return text
    .split(BETWEEN)
    .map((one) => one.trim())
    .filter(Boolean)
    .flatMap(apart);
}

/**
 * Return {number, name} for one piece, or {code}: a number, a name with a number, or the name of one
 * of the *contacts*. The server knows the number plan better and has the last word.
 */
export function read(piece, contacts) {
  const text = piece.normalize("NFKC").trim();
  const plain = numberOf(text);
  if (plain.number) return { number: plain.number, name: nameOf(plain.number, contacts) };

  const [, before = "", middle, after = ""] = NAMED.exec(text) ?? [];
  const { number } = middle ? numberOf(middle) : {};
  const name = (before.trim() || after.trim()).slice(0, LONGEST_NAME);
  if (number) return { number, name: name || nameOf(number, contacts) };

  const called = contacts.filter((one) => one.name === text);
  if (called.length === 1) return { number: called[0].number, name: called[0].name };
  return { code: /\d/.test(text) ? plain.code : "no_such_name" };
}

/** Return {number} in E.164 if *text* plainly is one, or {code}. */
export function numberOf(text) {
  const digits = text.normalize("NFKC").replace(SPACING, "");
  const china = MOBILE.exec(digits)?.[1] ?? FIXED.exec(digits)?.[1];
  if (china) return { number: `+86${china}` };
  if (BEIJING.test(digits)) return { number: `+8610${digits}` };
  const abroad = ABROAD.exec(digits)?.[1];
  if (abroad && !abroad.startsWith("86")) return { number: `+${abroad}` };
  return { code: SHORT.test(digits) ? "number_not_allowed" : "bad_number" };
}

/** Return the name under which the address book has *number*, or none. */
function nameOf(number, contacts) {
  const found = contacts.find((one) => one.number === number || one.second_number === number);
  return found?.name ?? "";
}

/** Numbers from a table may have only spaces between them; those inside a number stay. */
function apart(piece) {
  const words = piece.split(/\s+/);
  const numbers = words.every((word) => numberOf(word).number);
  return words.length > 1 && numbers && !numberOf(piece).number ? words : [piece];
}
