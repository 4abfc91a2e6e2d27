"""The phones an account may host from (主持人电话设置, S46, S47, S77, S78)."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib import (
    accounts,
    clock,
    config,
    ids,
    names,
    phone_numbers,
    tables,
    verifications,
)
from chalicelib.errors import Refused
from chalicelib.tables import Account, AccountItem, HostNumber, Verification
from chalicelib.verifications import HOST_NUMBER, Draft, Wish

REGISTERED = "registered"  # the id of the registered number in the list


@dataclass(frozen=True, slots=True)
class HostPhone:
    """One line of the list; the registered number is the first, and stays (S46)."""

    host_id: str
    number: str
    note: str
    registered: bool
    added_at: datetime


def of(account: Account) -> list[HostPhone]:
    """Return the registered number and the linked ones, in the order they were added."""
    own = account.registered_at or account.activated_at
    first = HostPhone(REGISTERED, account.billing_number, "", registered=True, added_at=own)
    return [first, *sorted(_linked(account), key=lambda phone: phone.added_at)]


def begin(account: Account, number: str, note: str, *, key: str, address: str) -> Verification:
    """Have *number* called, to prove that who answers it agrees (S78).

    Raise Refused: bad_number, number_not_allowed, bad_note, host_number_there,
    too_many_host_numbers, too_many_codes, key_used_otherwise, not_eligible.
    """
    _may(account)
    wanted, most = phone_numbers.parse(number), config.settings.max_host_numbers
    there = of(account)
    if any(phone.number == wanted for phone in there):
        raise Refused("host_number_there", field="number")
    if len(there) > most:
        raise Refused("too_many_host_numbers", most=most)
    draft = Draft(billing_number=account.billing_number, note=names.note(note))
    return verifications.ask(Wish(HOST_NUMBER, wanted, key, address, account.language, draft))


def find_verification(account: Account, verification_id: str) -> Verification:
    """Return one that *account* began; Refused("not_found") otherwise."""
    return verifications.find(verification_id, HOST_NUMBER, account.billing_number)


def again(account: Account, verification_id: str, *, key: str, address: str) -> Verification:
    """Have the phone called once more."""
    found = find_verification(account, verification_id)
    _may(account)
    return verifications.again(found, key=key, address=address)


def finish(account: Account, verification_id: str, digits: str) -> HostPhone:
    """Link the phone if the code is right; linking it twice changes nothing."""
    found = find_verification(account, verification_id)
    if len(of(account)) > config.settings.max_host_numbers:
        raise Refused("too_many_host_numbers", most=config.settings.max_host_numbers)
    draft = verifications.confirm(found, digits)
    host_id = ids.derived("host", account.billing_number, found.number)
    linked = HostNumber(
        account.billing_number,
        HostNumber.PREFIX + host_id,
        number=found.number,
        note=draft.note or "",
        added_at=clock.now(),
    )
    if not tables.put_new(linked, HostNumber.billing_number):
        linked.refresh(consistent_read=True)
    return _phone(linked)


def rename(account: Account, host_id: str, note: str) -> HostPhone:
    """Change the note on a linked phone; Refused("not_found") if it is not there."""
    linked = HostNumber(account.billing_number, HostNumber.PREFIX + host_id)
    noted = HostNumber.note.set(names.note(note))
    if not tables.change(linked, noted, condition=HostNumber.number.exists()):
        raise Refused("not_found")
    return _phone(linked)


def remove(account: Account, host_id: str) -> None:
    """Unlink a phone; one that is not there is unlinked already, the registered one stays."""
    if host_id == REGISTERED:
        raise Refused("registered_number_stays")
    HostNumber(account.billing_number, HostNumber.PREFIX + host_id).delete()


def _may(account: Account) -> None:
    """Refuse an account whose number may not host (any more): it rings nobody's phone."""
    known = accounts.look_up(account.billing_number)
    if not accounts.eligible(account.billing_number, known.verdict):
        raise Refused("not_eligible")


def _linked(account: Account) -> list[HostPhone]:
    key = AccountItem.item.startswith(HostNumber.PREFIX)
    rows = AccountItem.query(account.billing_number, key, consistent_read=True)
    return [_phone(row) for row in rows if isinstance(row, HostNumber)]


def _phone(linked: HostNumber) -> HostPhone:
    host_id = linked.item.removeprefix(HostNumber.PREFIX)
    return HostPhone(
        host_id, linked.number, linked.note, registered=False, added_at=linked.added_at
    )
