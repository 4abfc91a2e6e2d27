"""What an account says of itself: details, password, all its data, its end (我的资料, S84, S85)."""

from dataclasses import asdict, dataclass
from typing import Any

from chalicelib import (
    accounts,
    address_book,
    audit,
    clock,
    hosts,
    jobs,
    limits,
    names,
    passwords,
    registrations,
    reservations,
    sessions,
    tables,
)
from chalicelib.billing import months, statements
from chalicelib.billing.statements import Record
from chalicelib.errors import Refused
from chalicelib.job import Job
from chalicelib.tables import Account, Contact, Group

PURGE_SECONDS = 60
LEAST_CAP, MOST_CAP = 100, 1_000_000  # fen


@dataclass(frozen=True, slots=True)
class Changes:
    """Details to be changed; None leaves one as it is.

    An empty *email* takes it away, and so does a cap (费用上限) of 0 fen.
    """

    name: str | None = None
    email: str | None = None
    language: str | None = None
    large_type: bool | None = None
    accept_by_1: bool | None = None
    call_back_host: bool | None = None
    call_cap: int | None = None
    month_cap: int | None = None
    welcomed: bool | None = None


def change(account: Account, changes: Changes) -> Account:
    """Change details and return the account; Refused: bad_name, bad_email, bad_cap."""
    actions = _actions(changes)
    if not actions:
        return account
    fresh = Account(account.billing_number, Account.ITEM)
    if not tables.change(fresh, *actions, condition=Account.state == accounts.REGISTERED):
        raise Refused("no_session")
    return fresh


def change_password(account: Account, old: str, new: str, *, keep: str, address: str) -> None:
    """Set a new password and log every other browser out (S85).

    Raise Refused: wrong_password, too_many_logins, short_password, long_password, common_password.
    """
    _prove(account, old, address)
    passwords.check(new, account.billing_number, account.name or "")
    if not registrations.set_password(account, passwords.hashed(new), keep=keep, proved=True):
        raise Refused("no_session")


def everything(account: Account) -> dict[str, object]:
    """Return all that is kept about an account, to be taken along (PIPL, article 45)."""
    return {
        "exported_at": clock.text(clock.now()),
        "account": {
            "number": account.billing_number,
            "name": account.name,
            "email": account.email,
            "language": account.language,
            "large_type": account.large_type,
            "accept_by_1": account.accept_by_1,
            "call_back_host": account.call_back_host,
            "call_cap": account.call_cap,
            "month_cap": account.month_cap,
            "agreement": account.agreement,
            "activated_at": clock.text(account.activated_at),
            "registered_at": account.registered_at and clock.text(account.registered_at),
        },
        "host_numbers": [
            {"number": phone.number, "note": phone.note, "added_at": clock.text(phone.added_at)}
            for phone in hosts.of(account)
        ],
        "contacts": [
            {
                "id": contact.row_id,
                "name": contact.name,
                "number": contact.number,
                "second_number": contact.second_number,
                "note": contact.note,
            }
            for contact in address_book.rows(Contact, account)
        ],
        "groups": [
            {"name": g.name, "members": list(g.members)} for g in address_book.rows(Group, account)
        ],
        "reservations": [
            {
                "starts_at": clock.text(r.starts_at),
                "state": r.state,
                "host_number": r.host_number,
                "parties": r.parties,
                "title": r.title,
                "made_at": clock.text(r.made_at),
                "made_by": r.made_by,
            }
            for r in reservations.of(account)
        ],
        "sessions": [
            {"browser": s.browser, "address": s.address, "made_at": clock.text(s.made_at)}
            for s in sessions.of(account)
        ],
        "done_by_operators": [
            {"at": clock.text(row.at), "who": row.who, "what": row.what, "about": row.about}
            for row in audit.of(account)
        ],
        "call_records": [
            _plain(record)
            for month in months.shown()
            for record in statements.records(account.billing_number, month, since=account.closed_at)
        ],
    }


def close(account: Account, password: str, *, address: str) -> None:
    """Close the account: address book and host phones are deleted at once, call records are kept.

    The number may not host until it registers again. Raise Refused: wrong_password,
    too_many_logins, conference_going_on.
    """
    _prove(account, password, address)
    if accounts.has_live_conference(account):
        raise Refused("conference_going_on")
    held = _still(account)
    hashes = set(account.sessions or set())
    personal = (Account.name, Account.email, Account.password, Account.sessions)
    gone = [one.remove() for one in (*personal, Account.call_cap, Account.month_cap)]
    closed = [Account.state.set(accounts.CLOSED), Account.closed_at.set(clock.now())]
    flags = (Account.welcomed, Account.accept_by_1, Account.call_back_host)
    fresh = [one.set(False) for one in flags]
    jobs.ask(Job.PURGE, account.billing_number, delay=PURGE_SECONDS)
    if not tables.change(account, *closed, *fresh, *gone, condition=held):
        raise Refused("conference_going_on")
    sessions.forget(hashes)
    _purge(account.billing_number)


def purge_if_closed(billing_number: str) -> None:
    """Delete what a closed account left behind: the closing may have been cut short."""
    account = accounts.find(billing_number)
    if account is not None and account.state == accounts.CLOSED:
        _purge(billing_number)


def _purge(billing_number: str) -> None:
    address_book.purge(billing_number)
    reservations.purge(billing_number)


def _actions(changes: Changes) -> list[tables.Action]:
    actions: list[tables.Action] = []
    if changes.name is not None:
        actions.append(Account.name.set(names.own(changes.name)))
    if changes.email is not None:
        address = registrations.email(changes.email)
        actions.append(Account.email.set(address) if address else Account.email.remove())
    caps: tuple[tuple[Any, int | None], ...] = (
        (Account.call_cap, changes.call_cap),
        (Account.month_cap, changes.month_cap),
    )
    actions += [_cap(attribute, fen) for attribute, fen in caps if fen is not None]
    plain: tuple[tuple[Any, Any], ...] = (
        (Account.language, changes.language),
        (Account.large_type, changes.large_type),
        (Account.accept_by_1, changes.accept_by_1),
        (Account.call_back_host, changes.call_back_host),
        (Account.welcomed, changes.welcomed),
    )
    return actions + [attribute.set(value) for attribute, value in plain if value is not None]


def _plain(record: Record) -> dict[str, Any]:
    """Return a call record without anything that JSON does not know."""
    moments = {"answered_at": record.answered_at, "ended_at": record.ended_at}
    correction = record.correction and {
        **asdict(record.correction),
        "made_at": clock.text(record.correction.made_at),
    }
    told = {name: clock.text(moment) for name, moment in moments.items()}
    return {**asdict(record), **told, "correction": correction}


def _cap(attribute: Any, fen: int) -> tables.Action:  # noqa: ANN401 - an attribute of any model
    """Set a cap of so many *fen*, or take it away; Refused: bad_cap."""
    if fen != 0 and not LEAST_CAP <= fen <= MOST_CAP:
        raise Refused("bad_cap", field=attribute.attr_name, least=LEAST_CAP, most=MOST_CAP)
    action: tables.Action = attribute.set(fen) if fen else attribute.remove()
    return action


def _prove(account: Account, password: str, address: str) -> None:
    """Ask for the password again, as often as a login may be tried."""
    name = f"login#{account.billing_number}#{sessions.hidden(address)}"
    limits.take(name, *sessions.TRIES, reason="too_many_logins")
    if not passwords.right(password, account.password):
        raise Refused("wrong_password")
    limits.clear(name)


def _still(account: Account) -> tables.Condition:
    """Read *account* again, without the conferences found to be over; return that it stays so.

    Refused if its password is another by now, or a conference began that was not looked at.
    """
    proved, looked_at = account.password, account.live or set()
    account.refresh(consistent_read=True)
    if account.password != proved:
        raise Refused("no_session")
    if (account.live or set()) - looked_at:
        raise Refused("conference_going_on")
    held: tables.Condition = (Account.state == accounts.REGISTERED) & (Account.password == proved)
    held &= Account.live == account.live if account.live else Account.live.does_not_exist()
    return held
