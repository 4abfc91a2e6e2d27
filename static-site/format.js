// How a phone number is written for people (号码的写法). The server decides what is a number.
const FOUR = /(\d{4})(?=\d)/g;

/** Return E.164 *number* as people in China write it: 138 0000 0001, 010 8234 5678. */
export function phone(number) {
  const china = /^\+86(\d+)$/.exec(number)?.[1];
  if (!china) return number.replace(/^(\+\d{1,3}?)(\d{4})(\d+)$/, (_, a, b, c) => `${a} ${b} ${grouped(c)}`);
  if (/^1\d{10}$/.test(china)) return china.replace(/(\d{3})(\d{4})(\d{4})/, "$1 $2 $3");
  const area = /^(10|2\d)/.test(china) ? 2 : 3;
  return `0${china.slice(0, area)} ${grouped(china.slice(area))}`;
}

/** Return *typed* with Beijing's 010 if it is one of our fixed lines (6、8开头), else null. */
export function withAreaCode(typed) {
  const digits = typed.normalize("NFKC").replace(/[\s-]/g, "");
  return /^[68]\d{7}$/.test(digits) ? `010 ${grouped(digits)}` : null;
}

/** Return m:ss of whole *seconds*. */
export function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Return h:mm:ss or mm:ss of whole *seconds*, with the hours always if *long*. */
export function duration(seconds, { long = false } = {}) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const texts = parts.map((part) => String(part).padStart(2, "0"));
  return texts.slice(long || parts[0] ? 0 : 1).join(":");
}

function grouped(digits) {
  return digits.replace(FOUR, "$1 ");
}
