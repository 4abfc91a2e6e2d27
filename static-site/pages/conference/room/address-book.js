// Contacts and groups for the board; without them it works all the same (通讯录).
import { useEffect, useMemo } from "../../../vendor/preact.js";
import { createBook } from "../../../components/book.js";

const NONE = { contacts: [], groups: [] };

/** Return {contacts, groups}; both empty until they are there, and for a guest. */
export function useAddressBook(wanted) {
  const book = useMemo(() => (wanted ? createBook() : null), [wanted]);
  useEffect(() => {
    book?.load();
    return () => book?.leave();
  }, [book]);
  return book ? { contacts: book.contacts.value, groups: book.groups.value } : NONE;
}
