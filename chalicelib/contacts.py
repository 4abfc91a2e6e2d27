"""The people in the address book (我的通讯录, S79, S80)."""

from dataclasses import dataclass

from chalicelib import address_book, config, names, phone_numbers, tables
from chalicelib.address_book import Page
from chalicelib.errors import Refused
from chalicelib.tables import Account, Action, Contact


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody as typed in: a number in any spelling, maybe a second one, maybe a note."""

    name: str
    number: str
    second_number: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What to change; None leaves it as it is, an empty *second_number* takes it away."""

    name: str | None = None
    number: str | None = None
    second_number: str | None = None
    note: str | None = None


def page(account: Account, cursor: str | None, limit: int) -> Page[Contact]:
    """Return some contacts and where to go on."""
    return address_book.page(Contact, account, cursor, limit)


def add(account: Account, entry: Entry, *, key: str | None = None) -> Contact:
    """Put somebody into the address book; the same *key* twice puts them once.

    Raise Refused: bad_name, bad_number, number_not_allowed, bad_note, too_many_contacts,
    key_used_otherwise.
    """
    made = checked(account, entry, key=key)
    address_book.check_room(Contact, account, made, most=config.settings.max_contacts)
    if tables.put_new(made, Contact.billing_number):
        return made
    stored = Contact.get(made.billing_number, made.item, consistent_read=True)
    return address_book.same(made, stored, "number", "second_number", "note")


def checked(account: Account, entry: Entry, *, key: str | None = None) -> Contact:
    """Return the contact that *entry* would become, not stored; Refused with the *field*."""
    second = entry.second_number
    return Contact(
        account.billing_number,
        Contact.PREFIX + address_book.new_id(account, key),
        name=names.name(entry.name),
        number=_number(entry.number, "number"),
        second_number=_number(second, "second_number") if second and second.strip() else None,
        note=names.note(entry.note),
    )


def change(account: Account, contact_id: str, changes: Changes) -> Contact:
    """Change somebody and return them as they are now.

    Raise Refused: not_found, bad_name, bad_number, number_not_allowed, bad_note.
    """
    contact = Contact(account.billing_number, Contact.PREFIX + contact_id)
    there = Contact.name.exists() & Contact.removed_at.does_not_exist()
    actions = _actions(changes)
    if not actions:
        raise Refused("nothing_to_change")
    if not tables.change(contact, *actions, condition=there):
        raise Refused("not_found")
    return contact


def remove(account: Account, contact_ids: list[str]) -> int:
    """Remove contacts; return how many were there. Their places in groups are kept for a day."""
    return address_book.remove(Contact, account, contact_ids)


def restore(account: Account, contact_ids: list[str]) -> int:
    """Put removed contacts back, into their groups too; return how many could be."""
    most = config.settings.max_contacts
    return address_book.restore(Contact, account, contact_ids, most=most)


def _actions(changes: Changes) -> list[Action]:
    actions: list[Action] = []
    if changes.name is not None:
        actions.append(Contact.name.set(names.name(changes.name)))
    if changes.number is not None:
        actions.append(Contact.number.set(_number(changes.number, "number")))
    if changes.second_number is not None:
        second = changes.second_number.strip()
        number = _number(second, "second_number") if second else None
        actions.append(
            Contact.second_number.set(number) if number else Contact.second_number.remove()
        )
    if changes.note is not None:
        actions.append(Contact.note.set(names.note(changes.note)))
    return actions


def _number(text: str, field: str) -> str:
    """Return *text* in E.164; a refusal names the *field*."""
    try:
        return phone_numbers.parse(text)
    except Refused as e:
        raise Refused(e.reason, field=field) from e
