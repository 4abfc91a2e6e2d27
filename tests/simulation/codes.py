"""What must be true of codes, of calls that speak them, and of what a page is told (I15 to I17)."""

from datetime import timedelta

from chalicelib.code_calls import CALLS_TO_A_NUMBER
from chalicelib.verifications import GUESSES

LATE = timedelta(seconds=2 * 90 + 60)
"""How wrong the clocks of two functions may be, and how long one of them may have been frozen."""
TAKEN, WRONG = 201, '"wrong_code"'
NOT_FOUND, OURS = 404, 500


def i15_a_code_is_tried_and_taken_no_more_often_than_it_may(world, owner, request, status, text):
    """I15: five guesses at most for each code, and it is good once."""
    if not request.endswith("/confirmation") or not (status == TAKEN or WRONG in text):
        return
    tried, verification_id = world.watch.tried, request.split("/")[3]
    tried[verification_id] += 1
    if tried[verification_id] > GUESSES:
        yield f"{verification_id} was tried {tried[verification_id]} times"
    if status == TAKEN:
        tried[verification_id, TAKEN] += 1
        times = tried[verification_id, TAKEN]
        if times > 1 or owner != "newcomer":
            yield f"{verification_id} was good {times} times, now for {owner}"


def i16_a_number_is_called_for_codes_no_more_often_than_it_may(world, call):
    """I16: calls for codes are few, whoever asks for them."""
    codes = [one for one in world.carrier.calls.values() if one.for_a_code]
    mine = [one.asked_at for one in codes if one.number == call.number]
    for window in CALLS_TO_A_NUMBER:
        since = call.asked_at - timedelta(seconds=window.seconds) + LATE
        times = sum(at > since for at in mine)
        if since < call.asked_at and times > window.most:
            yield f"{call.number} was called {times} times in {window.seconds} seconds"


def i17_an_answer_holds_nothing_of_others(world, owner, request, status, text):
    """I17: what one is told holds no id, name or number that is another's alone."""
    del status
    for other, words in world.people.private.items():
        for word in words if other != owner else ():
            if word in text:
                yield f"{owner} was told of {other}'s {word} by {request}"


def i17_what_is_anothers_is_not_there(world, owner, request, status, text):
    """I17: who asks for a conference of somebody else's hears that there is none, and no more."""
    del text
    for other, words in world.people.private.items():
        theirs = other != owner and words & set(request.split("/"))
        if theirs and status != NOT_FOUND and status < OURS:
            yield f"{owner} was answered {status} to {request}"


ON_EVERY_CALL = (i16_a_number_is_called_for_codes_no_more_often_than_it_may,)
ON_EVERY_ANSWER = (
    i15_a_code_is_tried_and_taken_no_more_often_than_it_may,
    i17_an_answer_holds_nothing_of_others,
    i17_what_is_anothers_is_not_there,
)
