"""Bugs to plant in who is rung, who comes in and who stays; see `bugs`."""

from unittest.mock import patch

from chalicelib import (
    accounts,
    caps,
    conference,
    control,
    ending,
    ids,
    legs,
    paths,
    provider,
    reports,
    tables,
)
from chalicelib.billing import reconcile
from chalicelib.steps import Say
from chalicelib.tables import Conference, Leg
from chalicelib.tables import conferences as stored
from tests.simulation.planting import caught_by


@caught_by("i13_nobody_stays_behind")
def nobody_is_hung_up():
    """Hang nobody up, and end no room: who does not hang up stays on the line."""
    return [patch.object(provider, "hang_up", nothing), patch.object(provider, "end_room", nothing)]


@caught_by("i13_nobody_stays_behind")
def whoever_is_hung_up_stays():
    """Hang nobody up of whom it is asked; rooms do end."""
    return [patch.object(provider, "hang_up", nothing)]


@caught_by("i13_nothing_lives_after_the_end")
def the_end_is_only_written_down():
    """Write that a conference is over, and do no more about it."""

    def settle(conference_id):
        found = tables.find(Conference, conference_id, Conference.ITEM)
        gone = (Conference.live_shard.remove(), Conference.check_at.remove())
        found.move("ended", *gone, after={"ending"})

    return [patch.object(ending, "settle", settle), patch.object(ending, "everyone_out", settle)]


@caught_by("i13_nobody_is_rung_before_the_host_agreed")
def everybody_is_rung_before_the_hosts_1():
    """Ring the parties of a start from the web with its host."""
    return [patch.object(control, "CALLING_HOST", "")]


@caught_by("i13_nobody_is_rung_before_the_host_agreed")
def the_host_need_not_press_1():
    """Take a host who answers for one who has said yes."""
    return [patch.object(legs, "_invitation", _comes_in)]


@caught_by("i13_nobody_is_in_a_room_without_a_1")
def whoever_answers_is_in():
    """Do not ask for 1 where the account wants it."""

    def invitation(leg, *before):
        return first(leg, *before) if leg.host else _comes_in(leg)

    first = legs._invitation  # noqa: SLF001
    return [patch.object(legs, "_invitation", invitation)]


def _comes_in(leg, *before):
    there = paths.leg(leg.conference_id, leg.leg_id, "enter")
    return Say(before, there, tables.language_of(leg))


@caught_by("i9_a_number_is_rung_as_often_as_wished")
def a_key_told_twice_rings_twice():
    """Ring a party once more that is asked for once more by the same entry."""

    def invite(conference_id, number, *, asked_by, name=None):
        del asked_by
        return first(conference_id, number, asked_by=ids.new(), name=name)

    def allow(found, all_legs, tried):
        del tried
        return allowed(found, all_legs, [])

    first, allowed = control.invite, control._allow  # noqa: SLF001
    return [patch.object(control, "invite", invite), patch.object(control, "_allow", allow)]


@caught_by("i14_nobody_comes_in_past_the_limits", "i13_nobody_comes_into_what_is_over_or_locked")
def whoever_calls_back_comes_in():
    """Let everybody back in who was invited once: no limit, no lock."""
    return [*_put_back_blindly(), patch.object(conference, "_allow_back", nothing)]


@caught_by("i14_nobody_comes_in_past_the_limits")
def whoever_calls_back_is_not_counted():
    """Let people back in without asking how many there are."""

    def full(*_):
        return False

    return [*_put_back_blindly(), patch.object(conference, "full", full)]


def _put_back_blindly():
    def put_back(found, back):
        del found
        return tables.put_new(back, Leg.conference_id)

    return [patch.object(conference, "_put_back", put_back)]


@caught_by("i13_nobody_comes_into_what_is_over_or_locked")
def a_lock_locks_nothing():
    """Forget that a conference is locked, whoever asks."""

    def unlocked(allow):
        def allows(found, *given):
            found.locked = False
            return allow(found, *given)

        return allows

    def admit(found, leg, counted):
        held = (Conference.admissions == found.admissions) & (Conference.state == "live")
        one_more = stored.Change(found, [Conference.admissions.add(1)], held)
        return stored.together(leg, Leg.conference_id.does_not_exist(), one_more, counted)

    return [
        patch.object(control, "_allow", unlocked(control._allow)),  # noqa: SLF001
        patch.object(conference, "_allow_back", unlocked(conference._allow_back)),  # noqa: SLF001
        patch.object(tables, "admit", admit),
    ]


@caught_by("i13_who_was_hung_up_stays_out")
def whoever_was_hung_up_comes_back():
    """Invite back also whoever was hung up by the host, and let them in."""

    def close(leg, word, found=None):
        first(leg, word, found)
        if leg.over and not leg.host:
            accounts.invite_back(leg.number, leg.conference_id, leg.leg_id)

    def allow_back(found, all_legs, invited):
        for leg in all_legs:
            leg.reason = None
        allowed(found, all_legs, invited)

    first, allowed = reports.close, conference._allow_back  # noqa: SLF001
    return [
        patch.object(reports, "close", close),
        patch.object(conference, "_allow_back", allow_back),
    ]


@caught_by("i14_no_more_calls_in_an_hour_than_allowed")
def an_hours_calls_are_not_counted():
    """Begin to count anew with every second."""
    return [patch.object(accounts, "HOUR", 1)]


@caught_by("i14_nobody_is_added_past_a_cap")
def caps_are_not_looked_at():
    """Add somebody whatever that costs."""
    return [patch.object(caps, "allow", nothing)]


@caught_by("i20_nothing_fails_without_a_fault")
def a_word_on_a_leg_breaks_us():
    """Answer every word on a leg with an error of ours."""

    def progress(*_):
        raise LookupError

    return [patch.object(reports, "progress", progress)]


@caught_by("i13_nobody_is_rung_after_the_end")
def whoever_missed_it_is_rung_when_it_is_over():
    """Ring whoever did not come in once more, a minute after the end."""

    def compare(conference_id):
        for leg in tables.collection(conference_id)[1]:
            if leg.joined_at is None and not leg.inbound:
                there = leg.conference_id, leg.leg_id
                then, status = paths.leg(*there, "answered"), paths.leg(*there, "status")
                provider.ring(leg.number, then=then, status=status)

    return [patch.object(reconcile, "conference", compare)]


@caught_by("i11_who_is_promised_one_gets_it")
def what_is_over_was_never_there():
    """Delete a conference that is over."""

    def settle(conference_id):
        first(conference_id)
        found = tables.find(Conference, conference_id, Conference.ITEM)
        if found is not None and found.state == tables.ENDED:
            found.delete()

    first = ending.settle
    return [patch.object(ending, "settle", settle)]


@caught_by("i1_no_call_is_billed_twice", "i1_no_call_in_a_room_is_two_legs")
def whoever_calls_back_is_two_legs():
    """Give a call that comes back a leg each time that it is asked about."""

    def leg_back(found, invited, call):
        back = first(found, invited, call)
        back.item = f"{back.PREFIX}{invited.party_id}-{ids.new()[:6]}"
        return back

    first = conference._leg_back  # noqa: SLF001
    return [patch.object(conference, "_leg_back", leg_back)]


@caught_by("i14_nobody_is_in_a_room_by_two_calls")
def a_dead_line_stays():
    """Leave the line in the room whose owner came back by another call."""
    return [patch.object(conference, "_take_the_place", nothing)]


def nothing(*_, **__):
    """Do nothing, and say no."""
