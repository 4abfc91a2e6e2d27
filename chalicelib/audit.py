"""What operators did for an account: written before it is done, never changed (人工办理记录)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count

from chalicelib import clock, ids, tables
from chalicelib.errors import Refused
from chalicelib.tables import Account, Audit

VERIFIED, LOOKED, RESERVED = "verified", "looked", "reserved"
CHANGED, CANCELLED, CONTACT_ADDED = "changed", "cancelled", "contact_added"
REFUSED = "refused"
MOST = 100


def of(account: Account, most: int | None = None) -> list[Audit]:
    """Return what operators did for *account*, newest first, since it was closed last."""
    rows = tables.audited(account.billing_number, most)
    return [row for row in rows if account.closed_at is None or row.at > account.closed_at]


def note(billing_number: str, who: str, what: str, about: str = "") -> None:
    """Write that the operator *who* is about to do *what*.

    *about* is a short fact, such as a moment and how many phones it rings; no words of a language.
    """
    now = clock.now()
    for place in count():  # rows of one moment keep their order
        row = Audit(billing_number, _item(now, f"{place:03}"), at=now, who=who, what=what)
        row.about = about
        if tables.put_new(row, Audit.billing_number):
            return


def note_once(billing_number: str, who: str, what: str, *, since: datetime, key: str) -> None:
    """Do the same for what a repeated webhook tells again: the same *since* and *key* once."""
    item = _item(since, "-" + ids.derived(key))  # before the others of its moment
    row = Audit(billing_number, item, at=clock.now(), who=who, what=what)
    tables.put_new(row, Audit.billing_number)


@contextmanager
def noted(billing_number: str, who: str, what: str, about: str = "") -> Iterator[None]:
    """Write what is done inside before it is done, and that it was refused if it was."""
    note(billing_number, who, what, about)
    try:
        yield
    except Refused as e:
        note(billing_number, who, REFUSED, f"{what} {e.reason}")
        raise


def _item(moment: datetime, name: str) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}#{name}"
