"""What contacts and groups have in common: pages, removal that can be undone (我的通讯录)."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from chalicelib import clock, ids, tables
from chalicelib.errors import Refused
from chalicelib.tables import Account, AccountItem, Contact, Group, HostNumber

UNDO = timedelta(days=1)
AT_ONCE = 8  # writes

Row = TypeVar("Row", Contact, Group)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and the *cursor* that brings the next ones; None if there are none."""

    rows: list[Row]
    cursor: str | None


def page(kind: type[Row], account: Account, cursor: str | None, limit: int) -> Page[Row]:
    """Return the next *limit* rows of one *kind* after *cursor*, in no order that means anything.

    A cursor is the id of the last row: one that is made up finds rows of the same account only.
    """
    found: list[Row] = []
    for row in rows(kind, account, after=cursor, most=limit + 1):
        found.append(row)
        if len(found) > limit:
            return Page(found[:limit], found[limit - 1].row_id)
    return Page(found, None)


def rows(
    kind: type[Row], account: Account, *, after: str | None = None, most: int = 500
) -> Iterator[Row]:
    """Yield the rows of one *kind* that are not removed; *most* is how many one request reads."""
    first, last = kind.PREFIX + (f"{after}\x20" if after else ""), kind.PREFIX + "\x7f"
    found: Iterable[AccountItem] = AccountItem.query(
        account.billing_number,
        AccountItem.item.between(first, last),
        consistent_read=True,
        page_size=most,
    )
    for row in found:
        if isinstance(row, kind) and row.removed_at is None:
            yield row


def new_id(account: Account, key: str | None) -> str:
    """Return the id of a row to be added; the same *key* of the same account gives the same."""
    return ids.derived("row", account.billing_number, key) if key else ids.new()


def check_room(kind: type[Row], account: Account, made: Row, *, most: int) -> None:
    """Raise Refused if the row *made* would be too many, unless it is there already.

    Two at once may be a few over, which does no harm.
    """
    if sum(row.item != made.item for row in rows(kind, account)) >= most:
        raise _too_many(kind, most)


def remove(kind: type[Row], account: Account, row_ids: list[str]) -> int:
    """Remove rows, and return how many of them were there; they can be put back for a day (S80)."""
    now = clock.now()

    def removed(row: Row) -> bool:
        gone = [kind.removed_at.set(now), kind.expires_at.set(now + UNDO)]
        there = kind.name.exists() & kind.removed_at.does_not_exist()
        return tables.change(row, *gone, condition=there)

    return _each(kind, account, row_ids, removed)


def restore(kind: type[Row], account: Account, row_ids: list[str], *, most: int) -> int:
    """Put removed rows back, and return how many could be; Refused if they are too many now."""
    if len({row.row_id for row in rows(kind, account)} | set(row_ids)) > most:
        raise _too_many(kind, most)

    def restored(row: Row) -> bool:
        back = [kind.removed_at.remove(), kind.expires_at.remove()]
        return tables.change(row, *back, condition=kind.expires_at > clock.now())

    return _each(kind, account, row_ids, restored)


def same(made: Row, stored: Row, *attributes: str) -> Row:
    """Return what is *stored* if it says what *made* does: a key used twice is for one thing."""
    told = [(getattr(made, a), getattr(stored, a)) for a in ("name", "removed_at", *attributes)]
    if any(one != other for one, other in told):
        raise Refused("key_used_otherwise")
    return stored


def purge(billing_number: str) -> None:
    """Delete address book and host phones of a number; doing it again does nothing."""
    with AccountItem.batch_write() as batch:
        for prefix in (HostNumber.PREFIX, Contact.PREFIX, Group.PREFIX):
            for item in AccountItem.query(billing_number, AccountItem.item.startswith(prefix)):
                batch.delete(item)


def _too_many(kind: type[Row], most: int) -> Refused:
    return Refused("too_many_contacts" if kind is Contact else "too_many_groups", most=most)


def _each(
    kind: type[Row], account: Account, row_ids: list[str], deed: Callable[[Row], bool]
) -> int:
    wanted = [
        kind(account.billing_number, kind.PREFIX + row_id) for row_id in dict.fromkeys(row_ids)
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(deed, wanted))
