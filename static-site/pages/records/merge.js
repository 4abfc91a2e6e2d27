// The lines of a month by conference (话单按会议归并).

/**
 * Return the conferences of *lines* in the order of their first ones. With *more* lines to come, one
 * that went on at the time of the last line may not be whole: it is *open*.
 */
export function conferencesOf(lines, more) {
  const last = more ? Date.parse(lines.at(-1).answered_at) : Infinity;
  return [...grouped(lines, "conference_id")].map(([id, own]) => conferenceOf(id, own, last));
}

/** Say whether *lines*, all of the month, come to the sums of its *statement*: a call may have ended between. */
export function addUp({ calls, minutes, charge }, lines) {
  const legs = new Set(lines.map((line) => `${line.conference_id} ${line.leg_id}`));
  return legs.size === calls && sum(lines, "minutes") === minutes && sum(lines, "charge") === charge;
}

function conferenceOf(id, lines, last) {
  // A correction has the times of its leg, so that either may come first, even on a page before.
  const legs = [...grouped(lines, "leg_id").values()].map((own) => own.toSorted(legFirst));
  const ended = lines.map((line) => line.ended_at).reduce((a, b) => (Date.parse(a) > Date.parse(b) ? a : b));
  return {
    id,
    way: lines[0].way,
    began: lines[0].answered_at,
    ended,
    parties: legs.length,
    minutes: legs.reduce((all, own) => all + Math.max(sum(own, "minutes"), 0), 0),
    charge: sum(lines, "charge"),
    checked: worst(lines.map(({ checked }) => checked)),
    corrected: lines.some(({ correction }) => correction),
    open: Date.parse(ended) >= last || legs.some(([first]) => first.correction),
    lines: legs.flatMap((own) => own.map((line) => ({ ...line, name: line.name || own[0].name || "" }))),
  };
}

function legFirst({ correction: one }, { correction: other }) {
  if (!one || !other) return Boolean(one) - Boolean(other);
  return Date.parse(one.made_at) - Date.parse(other.made_at);
}

function grouped(lines, key) {
  const found = new Map();
  for (const line of lines) {
    if (!found.has(line[key])) found.set(line[key], []);
    found.get(line[key]).push(line);
  }
  return found;
}

function sum(lines, key) {
  return lines.reduce((all, line) => all + line[key], 0);
}

function worst(found) {
  return ["doubt", "no", "yes"].find((one) => found.includes(one));
}
