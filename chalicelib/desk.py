"""What an operator does for a customer who gave their word by phone (人工坐席, 人工办理).

The system rings the customer's own phone and asks: 1 lets that operator, and nobody else, act for
30 minutes. The id of that call is the handle in every path, never a number.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib import accounts, audit, clock, contacts, limits, phone_numbers, tables
from chalicelib import verifications as calls
from chalicelib.address_book import Page
from chalicelib.contacts import Entry
from chalicelib.errors import Refused
from chalicelib.limits import Window
from chalicelib.tables import Account, Contact, Verification
from chalicelib.verifications import DESK, Wish

MAY_ACT = timedelta(minutes=30)
CALLS_OF_AN_OPERATOR = (Window(30, 3_600), Window(150, 86_400))


@dataclass(frozen=True, slots=True)
class Customer:
    """An account that an operator (*who*, their login) may act for at this moment."""

    account: Account
    who: str

    def noted(self, what: str, about: str = "") -> AbstractContextManager[None]:
        """Write what is done inside before it is done, and that it was refused if it was."""
        return audit.noted(self.account.billing_number, self.who, what, about)


def ask(who: str, number: str, *, key: str) -> Verification:
    """Have the customer's phone called, whose *number* may be typed in any spelling.

    The same *key* of the same operator is one call. Raise Refused: bad_number, number_not_allowed,
    not_activated (a number without an account), not_eligible, too_many_codes, key_used_otherwise.
    """
    customer = phone_numbers.parse(number)
    limits.take(f"codes#desk#{who}", *CALLS_OF_AN_OPERATOR, reason="too_many_codes")
    known = accounts.look_up(customer)
    if known.account is None or known.account.state == accounts.CLOSED:
        raise Refused("not_activated", field="number")
    if not accounts.eligible(customer, known.verdict):
        raise Refused("not_eligible", field="number")
    wish = Wish(DESK, customer, f"{who}#{key}", "", known.account.language, operator=who)
    return calls.ask(wish)


def find(who: str, verification_id: str) -> Verification:
    """Return a call that the operator *who* asked for; Refused("not_found") for any other."""
    found = tables.find(Verification, verification_id)
    if found is None or found.purpose != DESK or found.operator != who:
        raise Refused("not_found")
    return found


def state_of(found: Verification) -> str:
    """Return how it stands: what the call says of itself, then agreed, then expired."""
    if found.state == calls.AGREED:
        return calls.AGREED if may_act(found) else calls.EXPIRED
    if found.state == calls.USED or clock.now() >= found.made_at + calls.LIFE:
        return calls.EXPIRED
    return {calls.SPOKEN: calls.NO_ANSWER}.get(found.state, str(found.state))


def until(found: Verification) -> datetime | None:
    """Return when the customer's word ends, None if it was not given."""
    return found.agreed_at + MAY_ACT if found.agreed_at else None


def may_act(found: Verification) -> bool:
    """Say whether the customer's word holds now."""
    end = until(found)
    return found.state == calls.AGREED and end is not None and clock.now() < end


def name_of(found: Verification) -> str:
    """Return what the customer is called, "" if the account says nothing of it."""
    account = accounts.find(found.number)
    return (account.name if account else None) or ""


def customer(who: str, verification_id: str) -> Customer:
    """Return the account that the operator *who* may act for.

    Raise Refused: not_found (another's), not_agreed (not yet, or no longer), not_eligible.
    """
    found = find(who, verification_id)
    if not may_act(found):
        raise Refused("not_agreed")
    if accounts.look_up(found.number).blocked:
        raise Refused("not_agreed")  # 9 was pressed since: it ends every operator's word
    account = accounts.host(found.number)
    if account is None:
        raise Refused("not_eligible")
    return Customer(account, who)


def finish(who: str, verification_id: str) -> None:
    """Give the customer's word back before its time; doing it again does nothing."""
    find(who, verification_id).move(calls.USED, after={calls.AGREED})


def look_at_contacts(served: Customer, cursor: str | None, limit: int) -> Page[Contact]:
    """Return some of the customer's address book; that it was opened is written down."""
    audit.note(served.account.billing_number, served.who, audit.LOOKED, "contacts")
    return contacts.page(served.account, cursor, limit)


def add_contact(served: Customer, entry: Entry, *, key: str | None) -> Contact:
    """Put somebody into the customer's address book; raise Refused as `contacts.add` does."""
    with served.noted(audit.CONTACT_ADDED):
        return contacts.add(served.account, entry, key=key)
