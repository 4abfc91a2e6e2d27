// Find contacts by what a person types of a name, a number, a note or a group.

const plain = (text) => text.normalize("NFKC").toLowerCase();
const digits = (text) => text.replace(/\D/g, "");

/** The *contacts* in which every word of *query* stands somewhere. */
export function matching(contacts, query, groupsOf) {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  // "010-8234 5678" and "138 0000" are one number each, however it is spaced.
  const number = /^[\d\s()+-]+$/.test(query) && digits(query).length > 0 ? digits(query) : null;
  if (wanted.length === 0) return contacts;
  return contacts.filter((contact) => {
    if (number && numbersOf(contact).some((one) => one.includes(number))) return true;
    const groups = (groupsOf.get(contact.id) ?? []).map(({ name }) => name);
    const text = plain([contact.name, contact.note, ...numbersOf(contact), ...groups].join("\n"));
    return wanted.every((word) => text.includes(word));
  });
}

/** Both numbers, each also as it is dialled inside China. */
function numbersOf({ number, second_number: second }) {
  return [number, second].filter(Boolean).flatMap((one) => [digits(one), one.replace(/^\+86/, "0")]);
}
