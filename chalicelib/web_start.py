"""Starting a conference from the web: the host's phone first, then 1, then the others (S52–S55)."""

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib import (
    accounts,
    caps,
    clock,
    conference,
    config,
    hosts,
    ids,
    jobs,
    legs,
    limits,
    names,
    phone_numbers,
    sessions,
    tables,
)
from chalicelib.billing.tariffs import WEB
from chalicelib.errors import Refused
from chalicelib.hosts import HostPhone
from chalicelib.job import Job
from chalicelib.limits import Window
from chalicelib.tables import CALLING_HOST, Account, Conference, Wish

log = logging.getLogger(__name__)

STARTS_OF_A_PHONE = (Window(20, 3_600),)
WISH_KEPT = timedelta(days=1)
KEY_KEPT = timedelta(hours=1)  # after the end, to read what it cost
QUICK_CALLS_OF_A_NUMBER = (Window(3, 3_600), Window(6, 86_400))
QUICK_CALLS_OF_AN_ADDRESS = (Window(10, 3_600), Window(30, 86_400))


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody to be called: *number* in any spelling, *name* as the host calls them."""

    number: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """What the browser of a 立即使用 holds: a ticket at once, the key once the host pressed 1."""

    ticket: str
    key: str


@dataclass(frozen=True, slots=True)
class Host:
    """The phone that is called first, and what the host is called."""

    number: str
    name: str | None
    asked_by: str = legs.HOST
    may_postpone: bool = False


# ——— with an account ———


def start(account: Account, host_id: str, parties: list[Party], *, key: str) -> str:
    """Have the host called and, once 1 is pressed, the *parties*; return the conference's id.

    The same *key* asking twice makes one conference. Raise Refused: not_found (the host phone),
    no_parties, bad_number, number_not_allowed, same_number, too_many_parties, bad_name,
    not_eligible, refused_by_phone, too_many_starts, host_in_conference, cap_reached,
    too_many_calls, too_many_legs, key_used_otherwise.
    """
    phone = next((phone for phone in hosts.of(account) if phone.host_id == host_id), None)
    if phone is None:
        raise Refused("not_found")
    conference_id = ids.derived("web", account.billing_number, key)
    people = wanted(parties, phone.number)
    if _started(conference_id, phone.number, people):
        return conference_id
    if accounts.host(account.billing_number) is None:
        raise Refused("not_eligible")
    _count_start(phone, conference_id)
    _start(account, _new(account, conference_id), _host(account, phone), people)
    return conference_id


def start_reserved(  # noqa: PLR0913 - what stands in a reservation
    account: Account,
    conference_id: str,
    phone: HostPhone,
    parties: list[Party],
    *,
    reservation_id: str,
    may_postpone: bool,
) -> None:
    """Do the same when the time of a reservation has come (S74); asked again it is the same one.

    Raise Refused as `start` does.
    """
    if tables.find(Conference, conference_id, Conference.ITEM) is not None:
        return
    _count_start(phone, conference_id)
    found = _new(account, conference_id)
    found.reservation_id = reservation_id
    host = replace(_host(account, phone), may_postpone=may_postpone)
    _start(account, found, host, wanted(parties, phone.number))


def _count_start(phone: HostPhone, conference_id: str) -> None:
    """Count a start against its phone's, once however often it is asked for."""
    name, reason = f"start#{phone.number}", "too_many_starts"
    limits.take(name, *STARTS_OF_A_PHONE, reason=reason, once=conference_id)


def _host(account: Account, phone: HostPhone) -> Host:
    """Return whom to ring first; on a linked phone 9 stops it for a day, for whoever is there."""
    if phone.registered:
        _send_guest_away(phone.number)
        return Host(phone.number, account.name)
    if accounts.look_up(phone.number).blocked:
        raise Refused("refused_by_phone")
    return Host(phone.number, phone.note or None, legs.LINKED)


# ——— without one: 立即使用 ———


def start_quick(number: str, parties: list[Party], *, key: str, address: str) -> tuple[str, Guest]:
    """Do the same for whoever types the *number* of an activated phone (S27–S29).

    Who answers that phone decides: nobody else is called before 1, and 9 stops it for a day. Raise
    Refused as `start` does, too_many_quick_calls, and not_activated.
    """
    host = phone_numbers.parse(number)
    conference_id = ids.derived("quick", host, key)
    guest, people = _guest(conference_id, key), wanted(parties, host)
    if not _started(conference_id, host, people):
        reason = "too_many_quick_calls"
        name = f"quick#{sessions.hidden(address)}"
        limits.take(name, *QUICK_CALLS_OF_AN_ADDRESS, reason=reason, once=conference_id)
        known = accounts.look_up(host)
        allowed = accounts.eligible(host, known.verdict) and not known.blocked
        if known.account is None or known.account.state == accounts.CLOSED or not allowed:
            raise Refused("not_activated")
        name = f"quick#{host}"
        limits.take(name, *QUICK_CALLS_OF_A_NUMBER, reason=reason, once=conference_id)
        found = _new(known.account, conference_id)
        found.guest_ticket, found.guest_key = _hash(guest.ticket), _hash(guest.key)
        try:
            _start(known.account, found, Host(host, None, legs.GUEST), people)
        except Refused as e:
            if e.reason == "cap_reached":  # nobody else's business
                raise Refused("not_activated") from e
            raise
    return conference_id, guest


def quick(conference_id: str, ticket_or_key: str) -> Guest | None:
    """Return what the browser that holds a ticket may hold now: None if that has not changed.

    The key is given as soon as the host pressed 1: not before, so that ringing somebody's phone
    gives no power over anything. Raise Refused("not_found") for what opens nothing here.
    """
    found = tables.find(Conference, conference_id, Conference.ITEM)
    if found is None or not ticket_or_key:
        raise Refused("not_found")
    shown = _hash(ticket_or_key)
    if shown not in {found.guest_key, found.guest_ticket}:
        raise Refused("not_found")
    fresh = shown == found.guest_ticket and found.confirmed_at is not None
    return _key_of(ticket_or_key) if fresh else None


def holds_key(found: Conference, key: str) -> bool:
    """Say whether *key* opens this conference: from the host's 1 until an hour after the end."""
    if not key or found.confirmed_at is None or _hash(key) != found.guest_key:
        return False
    return found.ended_at is None or clock.now() - found.ended_at < KEY_KEPT


def cancel_quick(conference_id: str, ticket_or_key: str) -> None:
    """Call a start of 立即使用 off; one that the host confirmed goes on."""
    quick(conference_id, ticket_or_key)
    conference.cancel(conference_id)


# ——— both ———


def _new(account: Account, conference_id: str) -> Conference:
    return conference.new(conference_id, account, state=CALLING_HOST, way=WEB)


def _start(account: Account, found: Conference, host: Host, people: list[Party]) -> None:
    """Write the legs, then the conference, which is what counts; the queue rings the host."""
    conference_id = found.conference_id
    accounts.hold(host.number, conference_id)
    try:
        caps.allow(found, [], more=len(people) + 1)
        _put_legs(found, host, people)
        accounts.admit(account, conference_id, parties=len(people), from_web=True)
    except Refused:
        if tables.find(Conference, conference_id, Conference.ITEM) is None:  # nor by a twin of it
            legs.discard_waiting(conference_id)
            accounts.free(host.number, conference_id)
        raise
    if tables.put_new(found, Conference.conference_id):
        started = {"conference_id": conference_id, "parties": len(people)}
        log.info("host to be called", extra=started)
    jobs.ask(Job.RING, conference_id)


def _put_legs(found: Conference, host: Host, people: list[Party]) -> None:
    legs.add_host(
        found.conference_id,
        host.number,
        attempt=1,
        name=host.name,
        asked_by=host.asked_by,
        may_postpone=host.may_postpone,
    )
    for n, party in enumerate(people):
        name, entry = party.name or None, f"web-{n}"
        legs.add(found.conference_id, party.number, attempt=1, asked_by=entry, name=name)


def _started(conference_id: str, host: str, people: list[Party]) -> bool:
    """Write down what is wished; say whether that made a conference before.

    Refused("key_used_otherwise") if its key is that of another wish, were it made at this moment.
    """
    asked_for = ids.derived(host, *(party.number for party in people))
    expires_at = clock.now() + WISH_KEPT
    wish = Wish(conference_id, Wish.ITEM, asked_for=asked_for, expires_at=expires_at)
    if tables.put_new(wish, Wish.conference_id):
        return False
    before = tables.find(Wish, conference_id, Wish.ITEM)
    if before is None or before.asked_for != asked_for:
        raise Refused("key_used_otherwise")
    return tables.find(Conference, conference_id, Conference.ITEM) is not None


def _send_guest_away(number: str) -> None:
    """Call off what a guest has started on this phone: its owner is here, and did not want it."""
    held = accounts.hosting(number)
    found = tables.find(Conference, held, Conference.ITEM) if held else None
    if found is not None and found.guest_key is not None:
        conference.cancel(found.conference_id)


def wanted(parties: list[Party], host: str) -> list[Party]:
    """Return *parties* with E.164 numbers and clean names; none twice, nor the *host* (E.164).

    Raise Refused: no_parties, too_many_parties, bad_number, number_not_allowed, bad_name,
    same_number.
    """
    if not parties:
        raise Refused("no_parties", field="parties")
    if len(parties) + 1 > config.settings.max_parties:
        raise Refused("too_many_parties", field="parties", most=config.settings.max_parties)
    people: dict[str, Party] = {}
    for party in parties:
        parsed = parse(party)
        if parsed.number == host or parsed.number in people:
            raise Refused("same_number", field="parties", number=party.number)
        people[parsed.number] = parsed
    return list(people.values())


def parse(party: Party) -> Party:
    """Return a party with its number in E.164; Refused says which *number* it is about."""
    try:
        name = names.name(party.name) if party.name.strip() else ""
        return Party(phone_numbers.parse(party.number), name)
    except Refused as e:
        raise Refused(e.reason, **{**e.details, "field": "parties", "number": party.number}) from e


def _guest(conference_id: str, key: str) -> Guest:
    """Return what the browser holds: made of its own key, so that asking twice gives the same."""
    ticket = ids.secretly(f"ticket#{conference_id}#{key}")
    return _key_of(ticket)


def _key_of(ticket: str) -> Guest:
    return Guest(ticket, ids.secretly(f"key#{ticket}"))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
