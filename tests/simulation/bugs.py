"""Bugs to plant in the product: a simulation that does not find them proves nothing.

Each function returns what is put in place of a part of the product; its docstring says what that
breaks. They are switched on by name: `live(seed, also=BUGS[name]())`. Those of who is rung, who
comes in and who stays are in `bugs_at_the_doors`.
"""

from dataclasses import replace
from datetime import UTC
from unittest.mock import patch

from chalicelib import (
    accounts,
    board,
    clock,
    code_calls,
    conference,
    due,
    ending,
    legs,
    phone_numbers,
    provider,
    rearrange,
    reports,
    sweeps,
    tables,
    verifications,
)
from chalicelib.billing import cdrs, findings, rating, reconcile, tariffs
from chalicelib.tables import (
    CANCELLED,
    STARTING,
    Conference,
    Leg,
    Reservation,
)
from chalicelib.tables import conferences as stored
from tests.simulation.bugs_at_the_doors import nothing
from tests.simulation.planting import caught_by


@caught_by("i9_one_call_for_each_leg", "i9_one_call_of_a_leg_is_answered")
def rings_again_blindly():
    """Repeat a ring of which the provider did not say whether it was placed."""
    patiently = provider._patiently  # noqa: SLF001 - what is broken here

    def blindly(request, *, repeatable=True):
        del repeatable
        return patiently(request)

    return [patch.object(provider, "_patiently", blindly)]


@caught_by("i9_one_call_for_each_leg")
def rings_without_a_claim():
    """Let everybody who is asked to ring a leg do so, whether the claim was won or not."""

    def claims(leg, found):
        claim(leg, found)
        return True

    claim = legs._claim  # noqa: SLF001
    return [patch.object(legs, "_claim", claims)]


@caught_by("i10_no_ring_without_a_claim", "i20_no_work_is_given_up")
def rings_before_the_claim():
    """Let the phone ring first, and write the claim after it."""

    def ring(leg, found):
        if leg.rank == 0:
            there = leg.conference_id, leg.leg_id
            then, status = legs.paths.leg(*there, "answered"), legs.paths.leg(*there, "status")
            sid = provider.ring(leg.number, then=then, status=status)
            claim(leg, found)
            attach(leg, sid)

    claim, attach = legs._claim, legs._attach  # noqa: SLF001
    return [patch.object(legs, "ring", ring)]


@caught_by("i8_a_rank_never_falls")
def a_late_word_takes_a_leg_back():
    """Write a word that comes late, however far the leg is by now."""

    def move(self, state, *actions, condition=None):
        place = [Leg.rank.set(tables.rank(state)), Leg.state.set(state.value)]
        held = Leg.rank.exists()
        held = held if condition is None else held & condition
        return tables.change(self, *place, *actions, condition=held)

    return [patch.object(Leg, "move", move)]


@caught_by("i3_the_price_is_that_of_the_answer", "i6_a_record_is_never_edited")
def a_record_is_written_anew():
    """Let the last word, told again, write the record again, by the price of this moment."""

    def close(leg, word):
        leg.rank = 0
        return first(leg, word)

    def move(self, state, *actions, condition=None):
        held = Leg.rank <= tables.rank(state)
        held = held if condition is None else held & condition
        place = [Leg.rank.set(tables.rank(state)), Leg.state.set(state.value)]
        return tables.change(self, *place, *actions, condition=held)

    def in_force(way, at, price_list=None):
        del at
        return known(way, clock.now(), price_list)

    first, known = legs.close, tariffs.in_force
    return [
        patch.object(legs, "close", close),
        patch.object(Leg, "move", move),
        patch.object(cdrs.tariffs, "in_force", in_force),
    ]


@caught_by("i1_who_was_in_the_room_is_billed")
def seconds_by_our_own_clock():
    """Bill the time from the answer to the callback, by our clock."""

    def close(word, **facts):
        made = first(word, **facts)
        if made.seconds is None or not word.at:
            return made
        seconds = word.seconds + max(0, int((clock.now() - word.at).total_seconds()))
        tariff = tariffs.named(made.tariff, made.tariff_version)
        charge = rating.rate(seconds, tariff, host=facts["host"])
        return replace(made, seconds=seconds, charge=charge)

    first = cdrs.close
    return [patch.object(cdrs, "close", close), patch.object(reconcile, "compare", lambda *_: [])]


@caught_by("i3_the_price_is_that_of_the_answer")
def the_tariff_of_the_end():
    """Charge a call by the price in force when it ends."""

    def close(word, **facts):
        made = first(word, **facts)
        if made.seconds is None:
            return made
        tariff = tariffs.in_force(facts["way"], made.ended_at)
        charge = rating.rate(made.seconds, tariff, host=facts["host"])
        named = {"tariff": tariff.tariff_id, "tariff_version": tariff.version}
        return replace(made, charge=charge, **named)

    first = cdrs.close
    return [patch.object(cdrs, "close", close)]


@caught_by("i5_the_month_is_that_of_the_answer")
def the_month_of_greenwich():
    """Put a call on the bill of the month in which it was answered in Greenwich."""
    return [patch.object(clock, "BEIJING", UTC)]


@caught_by("i3_the_price_is_that_of_the_answer")
def a_started_minute_is_dropped():
    """Let a minute that was begun and not finished cost nothing."""
    return [patch.object(rating, "increments", lambda seconds, increment: seconds // increment)]


@caught_by("i7_the_page_is_the_sum_of_its_records")
def the_phone_pays():
    """Let the number that was called pay, not the host's account."""

    def close(word, **facts):
        made = first(word, **facts)
        if made.billing_month is None:
            return made
        return replace(made, billing_month=f"+8613800000201#{made.billing_month.split('#')[1]}")

    first = cdrs.close
    return [patch.object(cdrs, "close", close)]


@caught_by("i4_the_host_pays")
def whoever_is_called_pays():
    """Write the number that is called on the leg as the one that pays."""

    def claim(leg, found):
        found.billing_number = leg.number
        return first(leg, found)

    first = legs._claim  # noqa: SLF001
    return [patch.object(legs, "_claim", claim)]


@caught_by("i2_no_record_without_a_call")
def whoever_answers_is_charged():
    """Charge a call that was answered, whether it came into the room or not."""

    def close(word, **facts):
        return first(word, **{**facts, "joined": True})

    first = cdrs.close
    return [patch.object(cdrs, "close", close)]


@caught_by("i6_a_record_is_never_edited")
def the_last_word_told_again_is_added():
    """Add the seconds once more when they are told once more."""

    def close(leg, word):
        if leg.over and leg.charge is not None and word.seconds:
            leg.update(actions=[Leg.seconds.add(word.seconds)])
        return first(leg, word)

    first = legs.close
    return [patch.object(legs, "close", close)]


@caught_by("i20_all_comes_to_its_end")
def the_end_forgets_who_rings():
    """Hang up nobody whose phone still rings at the end, and do not look at it again."""
    return [
        patch.object(ending, "_stop", nothing),
        patch.object(ending, "_finish", lambda *_, **__: None),
    ]


@caught_by("i8_a_conference_never_goes_back")
def a_conference_moves_from_anywhere():
    """Move a conference on without asking how far it is."""

    def move(self, state, *actions, after):
        del after
        to = Conference.state.set(state)
        return tables.change(self, to, *actions, condition=Conference.state.exists())

    return [patch.object(Conference, "move", move)]


@caught_by("i13_nobody_is_let_in_after_the_end")
def whoever_is_late_comes_in():
    """Let somebody who answers after the end into the room nevertheless."""
    return [patch.object(Conference, "goes_on", property(bool))]


@caught_by("i20_all_comes_to_its_end")
def nobody_sweeps():
    """Let the minute look after no conference."""
    return [patch.object(sweeps, "ask_for_due", lambda: 0)]


@caught_by("i20_all_comes_to_its_end")
def lost_words_are_not_asked_for():
    """Never ask the provider about a call whose last word was lost."""
    return [patch.object(reports, "verify", lambda leg: leg.over)]


@caught_by("i1_every_answered_call_is_kept")
def orphans_are_forgotten():
    """Do not keep a call that belongs to no leg."""
    return [
        patch.object(legs, "orphan", lambda *_: None),
        patch.object(findings, "_orphan", lambda _: 0),
    ]


@caught_by("i12_what_was_called_off_never_rings")
def a_claim_that_was_called_off():
    """Start a reservation without asking whether it was called off meanwhile."""

    def move(self, state, *actions, after):
        if state != STARTING:
            return first(self, state, *actions, after=after)
        to = Reservation.state.set(state)
        return tables.change(self, to, *actions, condition=Reservation.state.exists())

    first = Reservation.move
    return [patch.object(Reservation, "move", move)]


@caught_by("i12_what_was_called_off_never_rings")
def calling_off_is_always_confirmed():
    """Confirm that a reservation is called off, whatever has become of it."""

    def cancel(found):
        found.close(CANCELLED, after="scheduled")

    return [patch.object(rearrange, "_cancel", cancel)]


@caught_by("i11_one_conference_for_each_wish")
def each_fire_is_another_conference():
    """Give the conference of a reservation a new id each time it is fired."""

    def fire(found):
        conference_id = due.ids.new()
        claim = Reservation.conference_id.set(conference_id)
        tables.change(
            found, claim, Reservation.state.set(STARTING), condition=Reservation.state.exists()
        )
        due._start(found)  # noqa: SLF001

    return [patch.object(due, "_fire", fire)]


@caught_by("i14_no_more_legs_than_allowed")
def two_at_once_are_both_admitted():
    """Add somebody without asking whether another was added meanwhile."""

    def admit(found, leg, counted):
        del found, counted
        return tables.put_new(leg, Leg.conference_id)

    return [patch.object(tables, "admit", admit), patch.object(stored, "admit", admit)]


@caught_by("i11_one_conference_for_each_wish")
def a_start_told_twice_is_two():
    """Make two conferences of two presses of one button: the key is not looked at."""

    def derived(*parts):
        return first(*parts, clock.text(clock.now())) if parts[0] == "web" else first(*parts)

    first = conference.ids.derived
    return [patch.object(conference.ids, "derived", derived)]


@caught_by("i18_only_ordinary_numbers_are_rung")
def emergency_numbers_are_rung():
    """Open the fence around the numbers that may be rung."""

    def parse(text):
        return "+86" + text.removeprefix("+86")

    return [patch.object(phone_numbers, "parse", parse)]


@caught_by("i19_no_number_in_logs")
def numbers_stand_in_the_log():
    """Write whole phone numbers into the log."""

    def named(leg):
        return {"leg_id": leg.leg_id, "number": leg.number}

    return [
        patch.object(phone_numbers, "mask", lambda text: text),
        patch.object(legs, "_named", named),
    ]


@caught_by("i20_all_comes_to_its_end")
def lost_calls_are_not_looked_for():
    """Never look for the call of a leg that did not learn its sid."""
    return [patch.object(reports, "adopt_if_lost", nothing)]


@caught_by("i20_all_comes_to_its_end")
def the_end_does_not_wait_for_its_legs():
    """Close a conference while calls of it go on."""

    def settle(conference_id):
        found = tables.find(Conference, conference_id, Conference.ITEM)
        gone = (Conference.live_shard.remove(), Conference.check_at.remove())
        found.move("ended", *gone, after={"ending"})

    return [patch.object(ending, "settle", settle)]


@caught_by("i14_no_more_legs_than_allowed")
def an_accounts_legs_are_not_counted():
    """Look at no more than the one conference to which somebody is added."""
    return [patch.object(accounts, "_alive", lambda *_, **__: 0)]


@caught_by("i15_a_code_is_tried_and_taken_no_more_often_than_it_may")
def codes_never_die():
    """Let a code be tried as often as somebody likes."""
    return [patch.object(verifications, "GUESSES", 10**6)]


@caught_by("i16_a_number_is_called_for_codes_no_more_often_than_it_may")
def code_calls_are_not_counted():
    """Ring a number for a code however often it was rung before."""
    return [patch.object(code_calls, "_limited", nothing)]


@caught_by("i17_an_answer_holds_nothing_of_others", "i17_what_is_anothers_is_not_there")
def anothers_conference_is_shown():
    """Show a conference to whoever knows its id."""
    return [patch.object(board.Viewer, "may", lambda *_: True)]
