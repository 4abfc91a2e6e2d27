"""What must be true of who is rung, who comes in, and who stays: what people did is the truth.

Each yields what is wrong, as those of `invariants.py`.
"""

from collections import Counter
from datetime import timedelta

from chalicelib import conference, config, legs
from chalicelib.billing import rating, tariffs
from chalicelib.errors import Refused
from chalicelib.tables import FINAL_RANK
from tests.fakes import Crash

BEHIND = timedelta(minutes=3)
"""From the end to the last one who is hung up by the minute, were every other message lost."""
COUNTED_BEFORE, SKEWED = timedelta(minutes=4), timedelta(seconds=90)
"""How long a call may be counted before it rings, and how wrong the clock may be that counts it."""
PRICE_CHANGED = timedelta(minutes=4)
OURS = 500


# ——— at every ring ———


def i13_nobody_is_rung_before_the_host_agreed(world, call):
    """I13: a party's phone rings only once its host has dialled in and is there, or pressed 1."""
    conference_id, leg_id = call.leg
    if legs.is_host(leg_id):
        return
    found = world.watch.conference(conference_id)
    if found is None or "confirmed_at" not in found:
        yield f"{call.leg} was rung before it was a conference"
    elif not any(leg["host"]["BOOL"] for leg in world.watch.legs(conference_id)):
        yield f"{call.leg} was rung before the host's leg was there"
    elif not any(_agreed(one, conference_id) for one in world.carrier.calls.values()):
        yield f"{call.leg} was rung, and no host pressed 1"


def _agreed(call, conference_id):
    """Say whether by this call a host started a conference, or said yes to it."""
    if call.inbound:
        return conference.id_of(call.sid) == conference_id
    there, leg_id = call.leg
    return there == conference_id and legs.is_host(leg_id) and call.accepted


def i9_a_number_is_rung_as_often_as_wished(world, call):
    """I9: one wish is one ring: that of the start, of a page's key, of a number keyed in.

    What was reserved is a wish also if who reserved it was not told.

    A host is rung once by the start, and once more for each call that was answered and is over.
    """
    conference_id, leg_id = call.leg
    host = legs.is_host(leg_id)
    calls = [one for one in world.carrier.calls.values() if not one.for_a_code]
    rung = [one for one in calls if not one.inbound and one.leg[0] == conference_id]
    times = sum(one.number == call.number and legs.is_host(one.leg[1]) == host for one in rung)
    if host:
        mine = [one for one in calls if _may_be_hosts(one, conference_id, call.number)]
        wishes = 1 + sum(one.answered_at is not None and not one.alive for one in mine)
    else:
        wishes = len(world.people.wishes.get((conference_id, call.number), ()))
        wishes += call.number in world.watch.reserved(conference_id)
    if times > wishes:
        yield f"{call.number} was rung {times} times in {conference_id} for {wishes} wishes"


def _may_be_hosts(call, conference_id, number):
    if call.inbound:
        return call.number == number
    return call.leg[0] == conference_id and legs.is_host(call.leg[1])


def i14_no_more_calls_in_an_hour_than_allowed(world, call):
    """I14: an account has no more calls placed in a clock hour than it may."""
    payers = {
        row["conference_id"]["S"]: row["billing_number"]["S"]
        for row in world.watch.rows("test-conferences")
        if row["kind"]["S"] == "conference"
    }
    payer, hours = payers.get(call.leg[0]), Counter()
    for one in world.carrier.calls.values():
        mine = not one.inbound and not one.for_a_code and payers.get(one.leg[0]) == payer
        again = legs.is_host(one.leg[1]) and one.leg[1] != legs.HOST if mine else False
        hour = one.asked_at.replace(minute=0, second=0, microsecond=0)
        sure = hour + COUNTED_BEFORE < one.asked_at < hour + timedelta(hours=1) - SKEWED
        hours[hour] += mine and sure and not again
    most = config.settings.max_account_calls_per_hour
    for times in hours.values():
        if times > most:
            yield f"{payer} had {times} calls placed within an hour"


# ——— at every leg that is new ———


def i13_nobody_comes_into_what_is_over_or_locked(world, row):
    """I13: whoever is added, or comes back, finds the conference going on, and not locked."""
    found = world.watch.conference(row["conference_id"]["S"])
    if found is None or row["host"]["BOOL"]:
        return
    if found["state"]["S"] != "live":
        yield f"{row['item']['S']} came into a conference that is {found['state']['S']}"
    elif found.get("locked", {}).get("BOOL"):
        yield f"{row['item']['S']} came into a conference that is locked"


def i13_who_was_hung_up_stays_out(world, row):
    """I13: whoever was hung up by the host comes back only if called again."""
    party = row["conference_id"]["S"], row["party_id"]["S"]
    hung_up, invited = world.watch.hung_up.get(party), world.watch.invited.get(party)
    if hung_up is None or not row["inbound"]["BOOL"] or (invited and invited > hung_up):
        return
    began = world.timeline.task().process.began
    if hung_up < began:
        yield f"{row['item']['S']} was hung up {began - hung_up} ago and came in"


def i14_nobody_comes_in_past_the_limits(world, row):
    """I14: whoever comes in was counted, as those who are rung are; a line of their own goes."""
    if not row["inbound"]["BOOL"] or row["host"]["BOOL"]:
        return
    alive = [leg for leg in world.watch.all_legs() if int(leg["rank"]["N"]) < FINAL_RANK]
    mine = [leg for leg in alive if leg["conference_id"] == row["conference_id"]]
    others = {leg["party_id"]["S"] for leg in mine if not leg["host"]["BOOL"]}
    if (places := 1 + len(others)) > config.settings.max_parties:
        yield f"{places} in {row['conference_id']['S']}"
    theirs = {
        (leg["conference_id"]["S"], "host" if leg["host"]["BOOL"] else leg["item"]["S"])
        for leg in alive
        if leg.get("billing_number") == row["billing_number"]
    }
    if len(theirs) > config.settings.max_account_legs:
        yield f"{len(theirs)} of {row['billing_number']['S']}"


# ——— at every coming into a room ———


def i13_nobody_is_in_a_room_without_a_1(world, call):
    """I13: whoever is to press 1 has; whoever dialled has started it, or pressed 1 to come back."""
    found = world.watch.conference(call.room)
    asked = call.inbound or legs.is_host(call.label) or found["accept_by_1"]["BOOL"]
    started = call.inbound and conference.id_of(call.sid) == call.room
    if asked and not started and not call.accepted:
        yield f"{call.label} is in {call.room} and did not press 1"


# ——— at every end of a handler ———


def i20_nothing_fails_without_a_fault(world, task):
    """I20: no request is answered 5xx, and no work fails, that no fault has struck."""
    del world
    error, process = task.error, task.process
    answer = task.value if isinstance(task.value, dict) else {}
    failed = error is not None and not isinstance(error, Crash | Refused)
    if (failed or answer.get("statusCode", 0) >= OURS) and not process.struck:
        yield f"{process.name} of {process.subject}: {error or answer}"


# ——— when the faults are over ———


def i13_nobody_stays_behind(world):
    """I13: whose conference is over, or who was hung up, is off the line in bounded time."""
    for call in world.carrier.calls.values():
        conference_id = call.was_in or ("" if call.inbound or call.for_a_code else call.leg[0])
        if not call.alive or not conference_id:
            continue
        leg_id = call.label.rpartition("-")[0] or call.leg[1]  # the label has the trip, too
        over = [
            world.watch.ended_at.get(conference_id),
            world.watch.given_up_at.get((conference_id, f"leg#{leg_id}")),
        ]
        since = [max(one, world.quiet_since) for one in over if one is not None]
        if since and (late := world.timeline.now - min(since)) > BEHIND:
            yield f"{call.sid} of {conference_id} is on the line {late} later"


def i14_nobody_is_in_a_room_by_two_calls(world):
    """I14: a line of one's own that is dead gives way to the call that came after it."""
    theirs = {}
    for call in world.carrier.calls.values():
        if call.alive and call.room:
            theirs.setdefault((call.room, call.number), []).append(call)
    for (room, _), calls in theirs.items():
        since = max(world.quiet_since, *(call.answered_at for call in calls))
        if len(calls) > 1 and world.timeline.now - since > BEHIND:
            yield f"{' and '.join(call.sid for call in calls)} are in {room}"


# ——— at the end ———


def i14_nobody_is_added_past_a_cap(end):
    """I14: nobody is added where what is charged, and a minute of each, is past the cap already."""
    for one in end.world.watch.added:
        times = [one.at + n * PRICE_CHANGED for n in (-1, 0, 1)]
        least = min(rating.rate(1, tariffs.in_force(one.way, at), host=False) for at in times)
        if one.spent + one.alive * least > one.cap:
            yield f"{one.item} was {one.alive}. on the line at {one.spent} fen of {one.cap}"


ON_EVERY_RING = (
    i13_nobody_is_rung_before_the_host_agreed,
    i9_a_number_is_rung_as_often_as_wished,
    i14_no_more_calls_in_an_hour_than_allowed,
)
ON_EVERY_NEW_LEG = (
    i13_nobody_comes_into_what_is_over_or_locked,
    i13_who_was_hung_up_stays_out,
    i14_nobody_comes_in_past_the_limits,
)
ON_EVERY_ENTRY = (i13_nobody_is_in_a_room_without_a_1,)
ON_EVERY_HANDLER = (i20_nothing_fails_without_a_fault,)
IN_QUIET = (i13_nobody_stays_behind, i14_nobody_is_in_a_room_by_two_calls)
AT_THE_END = (i14_nobody_is_added_past_a_cap,)
