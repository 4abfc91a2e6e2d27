"""A call that was in no room is excused by what the network's log says of its end, and no other."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.stories.stand import was_on_its_way

ENDED = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
EARLY = ENDED - timedelta(seconds=20)
ROOM, OVER = "<Dial><Conference>c</Conference></Dial>", "<Say>over</Say><Hangup/>"


def event(seconds, response=None, status=200):
    """Return what the log has of an answer *seconds* after the end; without one it was in vain."""
    told = {"error": "cut"} if response is None else {"response": response, "status": status}
    return {"at": (ENDED + timedelta(seconds=seconds)).isoformat(), **told}


@pytest.mark.parametrize(
    ("asked", "excused"),
    [
        ([], False),
        ([event(-1, ROOM)], True),
        ([event(9, ROOM)], True),
        ([event(-21, ROOM)], False),  # it could have come in
        ([event(-1, OVER)], False),  # it was told, and must not be billed
        ([event(-30)], True),
        ([event(-1, "", 500)], True),
        ([event(-3), event(-1, OVER)], False),  # told the second time, and in time
        ([event(-3), event(1, OVER)], True),
    ],
    ids=str,
)
def test_who_ended_on_the_way_into_a_room(asked, excused):
    assert was_on_its_way(asked, EARLY, ENDED) is excused
