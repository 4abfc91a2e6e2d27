// What can be done with a party, by its state (与会者可用的操作).
const CALLED = new Set(["waiting", "dialling", "ringing", "answered", "confirming"]);
const THERE = new Set(["joined", "in_menu"]);
const UNREACHED = new Set(["no_answer", "busy", "declined", "failed"]);

export const isThere = ({ state }) => THERE.has(state);
export const isCalled = ({ state }) => CALLED.has(state);
export const isUnreached = ({ state }) => UNREACHED.has(state);

/**
 * Return the actions for the row of *party*: their sentences are `act-<name>` and `act-<name>-who`.
 * *second* is another number of the same contact that could be called instead. Those with `hand` are
 * about a raised one.
 */
export function actionsOf(party, { second }) {
  const at = `/parties/${party.id}`;
  const found = [];
  if (isThere(party)) {
    if (party.hand_at) {
      found.push({ name: "speak", icon: "mic", hand: true, method: "POST", path: `${at}/speak`, body: {} });
      found.push({ name: "lower", icon: "hand", hand: true, method: "PATCH", path: at, body: { hand: false } });
    }
    found.push(
      party.muted
        ? { name: "unmute", icon: "mic", method: "PATCH", path: at, body: { muted: false } }
        : { name: "mute", icon: "mic-off", method: "PATCH", path: at, body: { muted: true } },
    );
  }
  if (party.host) return found;
  if (isThere(party)) found.push(hangUp("hang-up", "phone-off", at));
  if (isCalled(party)) found.push(hangUp("cancel", "x", at));
  if (party.over) {
    found.push({ name: "redial", icon: "refresh-cw", method: "POST", path: `${at}/redial`, body: {}, rings: true });
  }
  if (second) {
    const parties = [{ number: second, name: party.name }];
    found.push({ name: "second", icon: "smartphone", method: "POST", path: "/parties", body: { parties }, rings: true });
  }
  return found;
}

function hangUp(name, icon, at) {
  return { name, icon, kind: "ending", method: "POST", path: `${at}/hang-up`, body: {} };
}

/** Return the other number of the contact that *party* is, if it was not reached and that may help. */
export function secondNumber(party, contacts, parties) {
  if (party.host || !isUnreached(party)) return null;
  const mine = contacts.find(
    (one) => one.second_number && (one.number === party.number || one.second_number === party.number),
  );
  if (!mine) return null;
  const other = mine.number === party.number ? mine.second_number : mine.number;
  return parties.some(({ number }) => number === other) ? null : other; // that one has a row of its own
}
