// The lines of a month by conference (话单按会议归并).
import { minutesOf } from "./amounts.js";

/**
 * Return the conferences of *lines* in the order of their first ones. With *more* lines to come, one
 * that went on at the time of the last line may not be whole: it is *open*.
 */
export function conferencesOf(lines, more) {
  const found = new Map();
  for (const line of lines) {
    if (!found.has(line.conference_id)) found.set(line.conference_id, []);
    found.get(line.conference_id).push(line);
  }
  const last = more ? Date.parse(lines.at(-1).answered_at) : Infinity;
  return [...found].map(([id, own]) => conferenceOf(id, own, last));
}

function conferenceOf(id, lines, last) {
  const seconds = new Map();
  for (const line of lines) seconds.set(line.leg_id, (seconds.get(line.leg_id) ?? 0) + line.seconds);
  const ended = lines.map((line) => line.ended_at).reduce((a, b) => (Date.parse(a) > Date.parse(b) ? a : b));
  const names = new Map(lines.filter(({ name }) => name).map((line) => [line.leg_id, line.name]));
  return {
    id,
    way: lines[0].way,
    began: lines[0].answered_at,
    ended,
    parties: seconds.size,
    minutes: [...seconds.values()].reduce((sum, talked) => sum + minutesOf(talked), 0),
    charge: lines.reduce((sum, line) => sum + line.charge, 0),
    checked: worst(lines.map(({ checked }) => checked)),
    corrected: lines.some(({ correction }) => correction),
    open: Date.parse(ended) >= last,
    lines: lines.map((line) => ({ ...line, name: line.name || names.get(line.leg_id) || "" })),
  };
}

function worst(found) {
  return ["doubt", "no", "yes"].find((one) => found.includes(one));
}
