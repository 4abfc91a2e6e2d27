"""What must be true of every run, whatever went wrong; the network's own book is the truth.

Each yields what is wrong. Numbers are those of docs/reliability.md. What is said of codes and of
answers to strangers (I15 to I17) is in `codes`; of who is rung, comes in and stays, in `doors`.
"""

import re
from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from chalicelib import accounts, config, ids
from chalicelib.billing import statements, tariffs
from chalicelib.tables import FINAL_RANK
from tests.oracle import oracle
from tests.people import CHEN, OFFICE, WANG

BEIJING = ZoneInfo("Asia/Shanghai")
NUMBER = re.compile(r"\+86\d{9,}")
MONEY = ("seconds", "charge", "tariff", "tariff_version", "billing_month", "billing_number")
HANDLER = timedelta(seconds=50)
"""The longest life of a function."""
LIVENESS = timedelta(minutes=11)
"""Ten minutes after the last of all people has hung up."""
PAYER = {WANG: WANG, OFFICE: WANG, CHEN: CHEN}


# ——— at every write ———


def i6_a_record_is_never_edited(before, after):
    """I6: what a leg that is over says of money stays as it was written."""
    if before["kind"]["S"] == "leg" and "charge" in before:
        for name in MONEY:
            if (after or {}).get(name) != before.get(name):
                yield f"{name} of {before['item']['S']} changed"


def i8_a_rank_never_falls(before, after):
    """I8: a leg goes forward only."""
    if before["kind"]["S"] != "leg" or after is None:
        return
    if int(after["rank"]["N"]) < int(before["rank"]["N"]):
        yield f"{before['item']['S']}: {before['state']['S']} to {after['state']['S']}"


def i8_a_conference_never_goes_back(before, after):
    """I8: so does a conference."""
    order = ["calling_host", "live", "ending", "ended"]
    if before["kind"]["S"] == "conference" and after is not None:
        states = before["state"]["S"], after["state"]["S"]
        if order.index(states[1]) < order.index(states[0]):
            yield f"{states[0]} to {states[1]}"


# ——— at every ring ———


def i9_one_call_for_each_leg(world, call):
    """I9: no leg is rung twice, not even one after the other."""
    same = [one for one in world.carrier.calls.values() if one.then == call.then]
    if len(same) > 1:
        yield f"{call.leg} was rung {len(same)} times"


def i10_no_ring_without_a_claim(world, call):
    """I10: before a phone rings its leg is claimed, and stored."""
    row = _item(world, call.leg[0], f"leg#{call.leg[1]}")
    if row is None or int(row["rank"]["N"]) < 10:
        yield f"{call.leg} was rung before it was claimed"


def i12_what_was_called_off_never_rings(world, call):
    """I12: a cancellation that was confirmed is kept."""
    row = _item(world, call.leg[0], "conference")
    reservation = (row or {}).get("reservation_id", {}).get("S")
    if reservation in world.people.cancelled:
        yield f"{reservation} was called off at {world.people.cancelled[reservation]} and rings"


def i13_nobody_is_rung_after_the_end(world, call):
    """I13: nobody is rung once a conference is over for longer than a function lives."""
    ended_at = world.watch.ended_at.get(call.leg[0])
    if ended_at is not None and call.asked_at - ended_at > HANDLER:
        yield f"{call.leg} was rung {call.asked_at - ended_at} after the end"


def i13_nobody_is_let_in_after_the_end(world, began, room):
    """I13: a webhook that comes after the end of a conference lets nobody into its room."""
    ended_at = world.watch.ended_at.get(room)
    if ended_at is not None and ended_at < began:
        yield f"asked {began - ended_at} after the end, and let in"


def i14_no_more_legs_than_allowed(world, call):
    """I14: no conference has more legs alive than it may, and no account more that were rung.

    A host has one place, also while one call of his ends and another is placed.
    """
    rows = [row for row in world.watch.rows("test-conferences") if row["kind"]["S"] == "leg"]
    alive = [row for row in rows if int(row["rank"]["N"]) < FINAL_RANK]
    mine = [row for row in alive if row["conference_id"]["S"] == call.leg[0]]
    if (places := len(_places(mine))) > config.settings.max_parties:
        yield f"{places} in {call.leg[0]}"
    payer = next((row["billing_number"] for row in mine if "billing_number" in row), None)
    theirs = [row for row in alive if payer and row.get("billing_number") == payer]
    if (places := len(_places(theirs))) > config.settings.max_account_legs:
        yield f"{places} of {payer['S']}"


def _places(rows):
    return {
        (row["conference_id"]["S"], "host" if row["host"]["BOOL"] else row["item"]["S"])
        for row in rows
    }


def i18_only_ordinary_numbers_are_rung(world, call):
    """I18: no emergency number, no other country, nothing that costs extra."""
    del world
    if not re.fullmatch(r"\+86(1[3-9]\d{9}|10[2-8]\d{7}|21[2-8]\d{7})", call.number):
        yield f"{call.number} was rung"


def i19_no_number_in_logs(line):
    """I19: a line of the log holds no whole phone number."""
    for number in NUMBER.findall(line):
        yield f"{number} stands in the log"


# ——— at the end ———


def i1_every_answered_call_is_kept(end):
    """I1: each call that was answered is a leg's, or an orphan."""
    sids = {leg.call_sid for leg in end.legs if leg.asked_by != "noted"} | set(end.orphans)
    for call in end.calls.values():
        if call.seconds and (not call.inbound or call.entered) and call.sid not in sids:
            yield f"{call.sid} of {call.number} is lost"


def i1_no_call_in_a_room_is_two_legs(end):
    """I1: a call by which somebody came in is one leg's, of one conference.

    Until that leg is over another conference that rang the same number may take the call for the
    one it lost, and note it without a charge (docs/adr/0006).
    """
    legs = {}
    for leg in end.legs:
        if leg.call_sid and leg.asked_by != "noted" and end.calls[leg.call_sid].entered:
            legs.setdefault(leg.call_sid, []).append(leg)
    for sid, mine in legs.items():
        owners = [leg for leg in mine if leg.joined_at is not None]
        others = [leg for leg in mine if leg not in owners]
        if len(owners) > 1 or any(end.noted_late(leg, one) for leg in others for one in owners):
            yield f"{sid} is {len(mine)} legs"


def i1_no_call_is_billed_twice(end):
    """I1: no call is on two bills, or on one and an orphan."""
    billed = Counter(leg.call_sid for leg in end.legs if leg.charge is not None)
    for sid, times in billed.items():
        if times > 1 or sid in end.orphans:
            yield f"{sid} is billed {times} times, orphan: {sid in end.orphans}"


def i1_who_was_in_the_room_is_billed(end):
    """I1: a call that was in a room is a leg's and no orphan, and has the seconds of the book."""
    legs = {leg.call_sid: leg for leg in sorted(end.legs, key=lambda leg: leg.charge is not None)}
    for call in end.calls.values():
        if call.entered and call.seconds is not None:
            leg = legs.get(call.sid)
            if leg is None or leg.charge is None:
                yield f"{call.sid} was in the room and is not billed: {leg and leg.state}"
            elif end.charged(leg)[0] != call.seconds:
                yield f"{call.sid}: {end.charged(leg)[0]} seconds, and {call.seconds} in the book"


def i2_no_record_without_a_call(end):
    """I2: what is billed was a call, and was asked into a room."""
    for leg in end.legs:
        call = end.calls.get(leg.call_sid)
        if leg.charge is not None and (call is None or call.seconds is None):
            yield f"{leg.leg_id} is billed without a call"
        elif leg.charge is not None and (leg.joined_at is None or call.number != leg.number):
            yield f"{leg.leg_id} is billed for another call, or never came in"


def i3_the_price_is_that_of_the_answer(end):
    """I3: the charge is that of the book's seconds by the tariff of the answer."""
    for leg in end.legs:
        call = end.calls.get(leg.call_sid)
        if leg.charge is not None and call is not None and call.seconds is not None:
            tariff = tariffs.in_force(leg.way, call.answered_at)
            charge = oracle(call.seconds, tariff, host=leg.host)
            if end.charged(leg)[1] != charge or (leg.tariff, leg.tariff_version) != tariff.name:
                yield f"{leg.leg_id}: {end.charged(leg)[1]} fen by {leg.tariff}, not {charge}"


def i4_the_host_pays(end):
    """I4: who pays is the registered number of the host, whichever phone was used."""
    for leg in end.legs:
        found = end.conferences.get(leg.conference_id)
        if leg.charge is not None and found is not None:
            hosts = [one for one in end.legs if one.conference_id == leg.conference_id and one.host]
            wanted = {PAYER[one.number] for one in hosts if one.number in PAYER}
            if wanted != {leg.billing_number} or found.billing_number != leg.billing_number:
                yield f"{leg.leg_id} is paid by {leg.billing_number}, not {wanted}"


def i5_the_month_is_that_of_the_answer(end):
    """I5: a call is on the bill of the Beijing month in which it was answered."""
    for leg in end.legs:
        call = end.calls.get(leg.call_sid)
        if leg.charge is not None and call is not None:
            month = f"{call.answered_at.astimezone(BEIJING):%Y-%m}"
            if leg.billing_month != f"{leg.billing_number}#{month}":
                yield f"{leg.leg_id} is on {leg.billing_month}, not in {month}"


def i7_the_page_is_the_sum_of_its_records(end):
    """I7: the sums of a month are those of the records in it."""
    for payer in sorted(set(PAYER.values())):
        sums = [statements.month_so_far(payer, month) for month in ("2011-02", "2011-03")]
        mine = [end.charged(leg)[1] for leg in end.legs if leg.billing_number == payer]
        if sum(one.charge for one in sums) != sum(mine):
            yield f"{payer}: {[one.charge for one in sums]} on the page, {sum(mine)} in the records"


def i9_one_call_of_a_leg_is_answered(end):
    """I9: of all calls for one leg one is answered at most."""
    answered = Counter(c.then for c in end.calls.values() if c.answered_at and not c.inbound)
    for then, times in answered.items():
        if times > 1:
            yield f"{then} was answered {times} times"


def i11_one_conference_for_each_wish(end):
    """I11: one key, and one version of a reservation, make one conference."""
    for (number, key), made in end.world.people.promised.items():
        if made != {ids.derived("web", number, key)}:
            yield f"{number} was promised {sorted(made)}"
    web = Counter(one.billing_number for one in end.conferences.values() if _of_the_web(one))
    for number, times in web.items():
        if times > 1:
            yield f"{number} pressed one button and has {times} conferences"
    for row in end.reservations:
        made = [c for c in end.conferences.values() if c.reservation_id == row.reservation_id]
        expected = {
            ids.derived("reservation", row.reservation_id, str(version))
            for version in range(1, int(row.version) + 1)
        }
        if not {one.conference_id for one in made} <= expected:
            yield f"{row.reservation_id} made {len(made)} conferences"


def i11_who_is_promised_one_gets_it(end):
    """I11: a conference whose id was given to the page is there."""
    for made in end.world.people.promised.values():
        for conference_id in made - set(end.conferences):
            yield f"{conference_id} was promised and is not there"


def i13_nothing_lives_after_the_end(end):
    """I13: when all is over no phone rings and nobody is connected."""
    for call in end.calls.values():
        if call.alive:
            yield f"{call.sid} of {call.number} goes on: {call.status}"


def i20_all_comes_to_its_end(end):
    """I20: ten minutes after the last fault every leg, conference and reservation is over."""
    rung = [row.rings_at for row in end.reservations]
    late = end.world.settled_at - max(end.world.quiet_since, *rung, end.world.timeline.start)
    if end.world.watch.open():
        states = [one.state for one in (*end.conferences.values(), *end.reservations)]
        yield f"after {late} not over: {states}"
    elif late > LIVENESS:
        yield f"it took {late}"
    for leg in end.legs:
        if leg.conference_id in end.conferences and leg.rank < FINAL_RANK:
            yield f"{leg.leg_id} is {leg.state}"
    for number in sorted(set(PAYER.values())):
        if accounts.has_live_conference(accounts.find(number)):
            yield f"{number} still has legs that count"


def i20_no_work_is_given_up(end):
    """I20: no message of the queue fails once the faults are over."""
    yield from end.world.dead_letters


def _of_the_web(found):
    return found.way == tariffs.WEB and found.reservation_id is None


def _item(world, conference_id, item):
    rows = world.watch.rows("test-conferences")
    return next(
        (r for r in rows if (r["conference_id"]["S"], r["item"]["S"]) == (conference_id, item)),
        None,
    )


ON_EVERY_WRITE = (
    i6_a_record_is_never_edited,
    i8_a_rank_never_falls,
    i8_a_conference_never_goes_back,
)
ON_EVERY_RING = (
    i9_one_call_for_each_leg,
    i10_no_ring_without_a_claim,
    i12_what_was_called_off_never_rings,
    i13_nobody_is_rung_after_the_end,
    i14_no_more_legs_than_allowed,
    i18_only_ordinary_numbers_are_rung,
)
AT_THE_END = (
    i1_every_answered_call_is_kept,
    i1_no_call_in_a_room_is_two_legs,
    i1_no_call_is_billed_twice,
    i1_who_was_in_the_room_is_billed,
    i2_no_record_without_a_call,
    i3_the_price_is_that_of_the_answer,
    i4_the_host_pays,
    i5_the_month_is_that_of_the_answer,
    i7_the_page_is_the_sum_of_its_records,
    i9_one_call_of_a_leg_is_answered,
    i11_one_conference_for_each_wish,
    i11_who_is_promised_one_gets_it,
    i13_nothing_lives_after_the_end,
    i20_all_comes_to_its_end,
    i20_no_work_is_given_up,
)
