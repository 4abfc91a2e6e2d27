"""Named sets of contacts (会议组, S51, S81)."""

from chalicelib import address_book, clock, config, names, tables
from chalicelib.address_book import Page
from chalicelib.errors import Refused
from chalicelib.tables import Account, Contact, Group


def page(account: Account, cursor: str | None, limit: int) -> Page[Group]:
    """Return some groups and where to go on."""
    return address_book.page(Group, account, cursor, limit)


def add(account: Account, name: str, members: list[str], *, key: str | None = None) -> Group:
    """Make a group of *members* (ids of contacts); the same *key* twice makes it once.

    Raise Refused: bad_name, unknown_member, too_many_members, too_many_groups,
    key_used_otherwise.
    """
    made = Group(
        account.billing_number,
        Group.PREFIX + address_book.new_id(account, key),
        name=names.name(name),
        members=_members(account, members),
        added_at=clock.now(),
    )
    address_book.check_room(Group, account, made, most=config.settings.max_groups)
    if tables.put_new(made, Group.billing_number):
        return made
    stored = Group.get(made.billing_number, made.item, consistent_read=True)
    return address_book.same(made, stored, "members")


def change(
    account: Account, group_id: str, *, name: str | None = None, members: list[str] | None = None
) -> Group:
    """Rename a group, or put others into it; None leaves either as it is.

    Raise Refused: not_found, bad_name, unknown_member, too_many_members.
    """
    found = tables.find(Group, account.billing_number, Group.PREFIX + group_id)
    if found is None or found.removed_at is not None:
        raise Refused("not_found")
    actions = [] if name is None else [Group.name.set(names.name(name))]
    if members is not None:
        actions.append(Group.members.set(_members(account, members)))
    there = Group.name.exists() & Group.removed_at.does_not_exist()
    if actions and not tables.change(found, *actions, condition=there):
        raise Refused("not_found")
    return found


def remove(account: Account, group_ids: list[str]) -> int:
    """Remove groups; return how many were there. Their contacts stay."""
    return address_book.remove(Group, account, group_ids)


def restore(account: Account, group_ids: list[str]) -> int:
    """Put removed groups back; return how many could be."""
    return address_book.restore(Group, account, group_ids, most=config.settings.max_groups)


def numbered(account: Account) -> list[Group]:
    """Return the groups in the order they were made: the first has the number 1, and so on."""
    rows, before_all = address_book.rows(Group, account), clock.at_minute(0)
    return sorted(rows, key=lambda row: (row.added_at or before_all, row.row_id))


def numbers(account: Account) -> dict[str, int]:
    """Return the number of each group by its id: what is keyed in to call it."""
    return {row.row_id: place for place, row in enumerate(numbered(account), 1)}


def people(account: Account, group: Group) -> list[Contact]:
    """Return the members that are still in the address book, in the order of the group."""
    known = {contact.row_id: contact for contact in address_book.rows(Contact, account)}
    return [known[member] for member in group.members if member in known]


def largest() -> int:
    """Return how many members a group may have: one conference less its host."""
    return config.settings.max_parties - 1


def _members(account: Account, contact_ids: list[str]) -> list[str]:
    """Return *contact_ids* each once, if all of them stand in the address book."""
    wanted = list(dict.fromkeys(contact_ids))
    if len(wanted) > largest():
        raise Refused("too_many_members", field="members", most=largest())
    if wanted:
        known = {contact.row_id for contact in address_book.rows(Contact, account)}
        if not known.issuperset(wanted):
            raise Refused("unknown_member", field="members")
    return wanted
