"""Things that most tests begin with, made by the product's own functions."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import (
    accounts,
    clock,
    conference,
    config,
    control,
    hosts,
    legs,
    provider,
    registrations,
    reports,
    reservations,
    sessions,
    tables,
    web_start,
)
from chalicelib.calls import Call
from chalicelib.errors import Refused
from chalicelib.plans import Plan
from chalicelib.registrations import AGREEMENT, Form
from chalicelib.sessions import Browser
from chalicelib.tables import Account, Conference, Leg, NumberException, Orphan
from tests.code_phone import CodePhone
from tests.people import LI, WANG

HOST_SID = "CAhost"
PASSWORD = "snow on the western hills"
FIREFOX = Browser("198.51.100.7", "Firefox")


def settings_with(monkeypatch, **values):
    """Let the settings have other *values* for the length of one test."""
    monkeypatch.setattr(config, "settings", replace(config.settings, **values))


def account(number=WANG, **values):
    """Return an account opened by its first call, with *values* set by its owner."""
    opened = accounts.arrive(number, f"CA-first-{number}").account
    if values:
        opened.update(actions=[getattr(Account, name).set(v) for name, v in values.items()])
    return opened


def exception(number, verdict):
    """Let the operator have decided about *number*."""
    NumberException(number, NumberException.ITEM, verdict=verdict).save()


def at_once(*deeds):
    """Do all *deeds*, each in a thread of its own; return what each returns, or its refusal."""

    def outcome(deed):
        try:
            return deed()
        except Refused as e:
            return e.reason

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(outcome, deeds))


def refusal(deed, *asked, **values):
    """Do a *deed* that is refused; return the reason, and what is told beside it."""
    with pytest.raises(Refused) as refused:
        deed(*asked, **values)
    return refused.value.reason, refused.value.details


def form(number=WANG, **values):
    """Return the form of a registration, well filled in but for *values*."""
    filled = Form(number, "王小明", PASSWORD, email=None, agreement=AGREEMENT)
    return replace(filled, **values)


def registered(number=WANG, *, network, queue, **values):
    """Return an account registered on the web, which is logged in nowhere."""
    account(number)
    key, address = f"register-{number}", f"address of {number}"
    begun = registrations.begin(form(number, **values), key=key, address=address)
    queue.run()
    phone = CodePhone(network, number)
    phone.answers()
    made, _ = registrations.finish(begun.verification_id, phone.code, FIREFOX)
    phone.hangs_up()
    sessions.end_others(made, "")
    return accounts.find(number)


def wang_registered(network, queue):
    """Begin with 王小明 registered."""
    return registered(network=network, queue=queue)


def host_phone(owner, number, *, network, queue, note=""):
    """Link *number* to the account of *owner*, proved by a code call."""
    key = f"link-{number}-to-{owner.billing_number}"
    begun = hosts.begin(owner, number, note, key=key, address=f"address of {number}")
    queue.run()
    phone = CodePhone(network, number)
    phone.answers()
    linked = hosts.finish(owner, begun.verification_id, phone.code)
    phone.hangs_up()
    return linked


def started(*numbers, host=WANG, sid=HOST_SID, network=None, **values):
    """Start a conference as the menu does: *host* keyed in *numbers* and pressed “#”."""
    paying, conference_id = account(host, **values), conference.id_of(sid)
    if network is not None:
        network.dials_in(sid, host)
    for n, number in enumerate(numbers):
        legs.add(conference_id, number, attempt=1, asked_by=f"entry-{n}")
    conference.start_by_phone(paying, Call(sid, host), parties=len(numbers))
    return conference_id


def live(*numbers, network, queue, **values):
    """Start a conference in which every one of *numbers* has been rung, answered and is in."""
    conference_id = started(*numbers, network=network, **values)
    queue.run()
    for number in numbers:
        join(conference_id, number, network)
    return conference_id


def web_started(owner, *numbers, host_id=hosts.REGISTERED, key="a start"):
    """Start a conference from the web as *owner* does; nobody is rung yet."""
    parties = [web_start.Party(number) for number in numbers]
    return web_start.start(owner, host_id, parties, key=key)


def reserved(owner, *numbers, minutes_ahead=60, key="a reservation", **values):
    """Reserve a conference as *owner* does on the page, so many whole minutes from now on."""
    starts_at = clock.now() + timedelta(minutes=minutes_ahead)
    parties = [web_start.Party(number) for number in numbers]
    plan = Plan(starts_at, values.pop("host_id", hosts.REGISTERED), parties, **values)
    return reservations.reserve(owner, plan, made_by="web", key=key)[0]


def confirmed(owner, *numbers, network, queue, **values):
    """Start from the web, answer the host's phone and press 1; the others are rung."""
    conference_id = web_started(owner, *numbers, **values)
    queue.run()
    answer(conference_id, network)
    press(conference_id, "1")
    queue.run()
    return conference_id


def web_room(owner, *numbers, network, queue, **values):
    """Start from the web a conference in which the host and all of *numbers* are."""
    conference_id = confirmed(owner, *numbers, network=network, queue=queue, **values)
    for number in numbers:
        join(conference_id, number, network)
    return conference_id


def latest_host(conference_id):
    """Return the host's latest leg, as it is stored."""
    return [leg for leg in tables.collection(conference_id)[1] if leg.host][-1]


def answer(conference_id, network):
    """Answer the phone that the host was last rung on; return what is said there."""
    there = latest_host(conference_id)
    network.answers(there.call_sid)
    return legs.answered(conference_id, there.leg_id, Call(there.call_sid))


def press(conference_id, digits):
    """Press a key there; return what is said then."""
    there = latest_host(conference_id)
    return legs.accept(conference_id, there.leg_id, Call(there.call_sid, digits=digits))


def join(conference_id, number, network):
    """Answer the phone of *number* and go into the room."""
    sid, there = network.sid_of(number), leg(conference_id, number)
    network.answers(sid)
    legs.answered(conference_id, there.leg_id, Call(sid))
    legs.enter(conference_id, there.leg_id, Call(sid))


def leg(conference_id, number):
    """Return the latest leg of *number*, as it is stored."""
    return [leg for leg in tables.collection(conference_id)[1] if leg.number == number][-1]


def host(conference_id):
    """Return the host's leg, as it is stored."""
    return Leg.get(conference_id, Leg.PREFIX + legs.HOST)


def host_hangs_up(conference_id, network, *, status=None):
    """Let the host's latest call end and the network say so."""
    there = latest_host(conference_id)
    network.ends(there.call_sid, status)
    word = network.word(there.call_sid)
    if there.inbound:
        reports.inbound_progress(word)
    else:
        reports.progress(conference_id, there.leg_id, word)


def stored(conference_id):
    """Return the conference, as it is stored."""
    return tables.find(Conference, conference_id, Conference.ITEM)


def states(conference_id):
    """Return the state of every leg by number, in the order they were added."""
    return {leg.number: leg.state for leg in tables.collection(conference_id)[1]}


def hang_up(conference_id, number, network, *, status=None):
    """Let the call of *number* end and the network say so."""
    there = leg(conference_id, number)
    network.ends(there.call_sid, status)
    word = network.word(there.call_sid)
    if there.inbound:
        reports.inbound_progress(word)
    else:
        reports.progress(conference_id, there.leg_id, word)


def invite(conference_id, number, trip=1):
    """Let the host add *number*, on one *trip* into the menu."""
    return control.invite(conference_id, number, asked_by=f"host-1-{trip}")


def end(conference_id, queue):
    """Let the host end the conference, and the work of it be done."""
    conference.end(conference_id, "host")
    queue.run()


def rung(queue, **values):
    """Start a conference with 李雷 and ring him; return its id, his leg's id and his call."""
    conference_id = started(LI, **values)
    queue.run()
    there = leg(conference_id, LI)
    return conference_id, there.leg_id, Call(there.call_sid)


def unknown(network, queue, *, placed):
    """Ring 李雷 without learning whether it was done; return the conference."""
    network.refuse("ring", provider.Unknown("timeout"), done=placed)
    conference_id = started(LI, network=network)
    queue.run()
    return conference_id


def orphans():
    """Return what is kept of calls that belong to no leg."""
    return {orphan.call_sid: (orphan.status, orphan.seconds) for orphan in Orphan.scan()}
