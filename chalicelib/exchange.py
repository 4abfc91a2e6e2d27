"""The address book as a table: rows in from a CSV file, a CSV file out (导入、导出, S79)."""

import csv
import io
import re
from dataclasses import dataclass
from typing import Literal

from chalicelib import address_book, clock, config, contacts, groups, names, phone_numbers, tables
from chalicelib.contacts import Entry
from chalicelib.errors import Refused
from chalicelib.tables import Account, Contact, Group

BOM = "\ufeff"
COLUMNS = ("姓名", "电话", "备用电话", "备注", "会议组")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BETWEEN_GROUPS = re.compile(r"[;；、]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became, or would become, of one row; *code* and *field* say what is wrong with it."""

    outcome: Literal["new", "duplicate", "error"]
    code: str | None = None
    field: str | None = None


@dataclass(slots=True)
class _Book:
    """The address book while rows are put into it."""

    account: Account
    by_number: dict[str, str]
    groups: dict[str, list[str]]
    """Members by the name of the group."""
    stored: dict[str, list[str]]
    """The same as they are stored, those among them who were removed too."""
    group_ids: dict[str, str]
    made: list[Contact]
    joined: dict[str, list[str]]
    """Who comes into which group, by name."""

    @classmethod
    def of(cls, account: Account) -> "_Book":
        people = list(address_book.rows(Contact, account))
        by_number = {contact.number: contact.row_id for contact in people}
        found = list(address_book.rows(Group, account))
        there = {contact.row_id for contact in people}  # who was removed takes no place in a group
        members = {g.name: [m for m in g.members if m in there] for g in found}
        stored = {g.name: list(g.members) for g in found}
        return cls(account, by_number, members, stored, {g.name: g.row_id for g in found}, [], {})


def bring_in(account: Account, rows: list[tuple[Entry, str]], *, dry_run: bool) -> list[Outcome]:
    """Put *rows*, each with the names of its groups, into the address book; one outcome for each.

    A number that is there already, or stood in a row before, is a duplicate and only joins its
    groups: bringing the same rows in again changes nothing. *dry_run* says what would be done.
    """
    book = _Book.of(account)
    outcomes = [_take(book, entry, group_names) for entry, group_names in rows]
    if not dry_run:
        with tables.AccountItem.batch_write() as batch:
            for contact in book.made:
                batch.save(contact)
        for name, members in book.joined.items():
            _join(book, name, members)
    return outcomes


def csv_of(account: Account) -> str:
    """Return the address book as CSV (RFC 4180, with a BOM for spreadsheets).

    No cell is a formula: what would begin one gets an apostrophe (F36, ASVS 1.2.10).
    """
    member_of: dict[str, list[str]] = {}
    for group in address_book.rows(Group, account):
        for contact_id in group.members:
            member_of.setdefault(contact_id, []).append(group.name)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for contact in sorted(address_book.rows(Contact, account), key=lambda row: row.name):
        second = contact.second_number
        table.writerow(
            safe(cell)
            for cell in (
                contact.name,
                phone_numbers.national(contact.number),
                phone_numbers.national(second) if second else "",
                contact.note,
                "、".join(member_of.get(contact.row_id, [])),
            )
        )
    return BOM + out.getvalue()


def safe(cell: str) -> str:
    """Return *cell* so that no spreadsheet computes it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _take(book: _Book, entry: Entry, group_names: str) -> Outcome:
    try:
        contact = contacts.checked(book.account, entry)
        contact.item = Contact.PREFIX + _id(book, contact.number, set(book.by_number.values()))
        there = [names.name(name) for name in BETWEEN_GROUPS.split(group_names) if name.strip()]
        known = book.by_number.get(contact.number)
        if known is None and len(book.by_number) >= config.settings.max_contacts:
            raise Refused("too_many_contacts", field="name")
        contact_id = known or contact.row_id
        _check_groups(book, there, contact_id)
    except Refused as e:
        return Outcome("error", e.reason, str(e.details.get("field", "name")))
    for name in there:
        if contact_id not in book.groups.setdefault(name, []):
            book.groups[name].append(contact_id)
            book.joined.setdefault(name, []).append(contact_id)
    if known is not None:
        return Outcome("duplicate")
    book.by_number[contact.number] = contact_id
    book.made.append(contact)
    return Outcome("new")


def _check_groups(book: _Book, group_names: list[str], contact_id: str) -> None:
    if len(book.groups.keys() | set(group_names)) > max(
        config.settings.max_groups, len(book.groups)
    ):
        raise Refused("too_many_groups", field="group")
    for name in group_names:
        members = book.groups.get(name, [])
        if contact_id not in members and len(members) >= groups.largest():
            raise Refused("too_many_members", field="group")


def _join(book: _Book, name: str, members: list[str]) -> None:
    """Add *members* to a group, which is made if it is not there.

    Whoever was removed from the address book leaves the list by this, so that it does not grow for
    ever; written on the condition that the list is as it was read, or else one newcomer each.
    """
    there = book.group_ids.get(name)
    group_id = there or _id(book, f"group {name}", set(book.group_ids.values()))
    group = Group(book.account.billing_number, Group.PREFIX + group_id)
    if not there:
        group.name, group.members, group.added_at = name, members, clock.now()
        free = Group.name.does_not_exist() | Group.removed_at.exists()
        joined = tables.won(lambda: group.save(condition=free))
    else:
        as_read = Group.members == book.stored[name]
        joined = tables.change(group, Group.members.set(book.groups[name]), condition=as_read)
    for member in [] if joined else members:
        more = Group.members.set(Group.members.append([member]))
        absent = Group.name.exists() & ~Group.members.contains(member)
        tables.change(group, more, condition=absent)


def _id(book: _Book, key: str, taken: set[str]) -> str:
    """Return an id made of *key*: what is brought in twice at one moment is one row.

    Not one that is *taken*: a row keeps its id when its number or its name is changed.
    """
    while (row_id := address_book.new_id(book.account, key)) in taken:
        key += " again"
    return row_id
