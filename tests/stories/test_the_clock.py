"""Time is moved forward: bills, records and the minute follow, and a restart keeps it."""

from datetime import UTC, datetime, timedelta

import pytest
import requests

from chalicelib.clock import BEIJING
from tests.stories.page import owner
from tests.stories.stand import eventually, standing

HOST, OWNER, LI = "+8618600003101", "+8618600003102", "+8613800003201"
QUARTER = 900


@pytest.fixture(scope="module")
def stand(endpoints):
    with standing(endpoints, "clock-", TICK_SECONDS="0") as found:
        yield found


def test_a_call_that_a_quarter_of_an_hour_was_skipped_in_lasts_that_much_longer(stand):
    host, li = stand.phone(HOST), stand.phone(LI)
    host.dial("116323")
    stand.press(HOST, "1")
    stand.press(HOST, "13800003201#")
    stand.press(HOST, "#")
    li.answer()
    li.wait_for(state="in_conference")

    stand.move_clock(QUARTER)
    host.hang_up()

    def billed():
        stand.tick()
        return len(stand.cdrs(HOST)) == 2 and stand.all_ended(HOST)

    eventually(billed)
    calls = {call["sid"]: call for call in stand.ledger()}
    for cdr in stand.cdrs(HOST):
        call = calls[cdr["call_sid"]]
        assert cdr["seconds"] == call["duration"]
        assert QUARTER <= cdr["seconds"] < QUARTER + 300
        assert cdr["charge"] == 20 * -(-cdr["seconds"] // 60)
        assert datetime.fromisoformat(call["ended_at"]) > datetime.now(UTC) + timedelta(minutes=10)


def test_a_product_that_was_killed_comes_back_at_the_moved_time(stand):
    stand.move_clock(QUARTER)
    before = requests.get(stand.url + "/_local/clock", timeout=5).json()
    stand.kill()
    stand.start()

    after = requests.get(stand.url + "/_local/clock", timeout=5).json()

    assert after["ahead_seconds"] == before["ahead_seconds"] >= QUARTER
    assert after["now"] > before["now"]


def test_a_clock_that_was_not_asked_for_cannot_be_moved(stand):
    stand.stop()
    stand.start(MOVABLE_CLOCK="0")

    answers = [
        requests.put(stand.url + path, json={"ahead_seconds": 9}, timeout=5).status_code
        for path in ("/_local/clock", "/_local/minute")
    ]

    assert answers == [405, 405]


def test_a_reserved_conference_is_announced_by_text_and_rings_at_its_time(stand):
    stand.stop()
    stand.start(MOVABLE_CLOCK="1")
    browser = owner(stand, OWNER)
    starts_at = product_time(stand).replace(second=0, microsecond=0) + timedelta(minutes=20)
    [phone] = [p for p in browser.ask("GET", "/host-numbers")["items"] if p["number"] == OWNER]
    wish = {
        "starts_at": starts_at.isoformat(),
        "host_id": phone["id"],
        "parties": [{"number": LI, "name": ""}],
        "title": "周会",
        "notify": True,
    }
    [made] = browser.ask("POST", "/reservations", wish)["items"]
    assert f"UID:{made['id']}@116323" in browser.send("GET", f"/reservations/{made['id']}/ics").text

    stand.tick()
    assert stand.texts(OWNER) == stand.texts(LI) == []
    forward_to(stand, starts_at - timedelta(minutes=9))
    stand.tick()
    eventually(lambda: stand.texts(OWNER) and stand.texts(LI))
    stand.tick()
    forward_to(stand, starts_at + timedelta(seconds=1))
    host = stand.phone(OWNER)
    stand.tick()
    host.answer()

    at = f"{starts_at.astimezone(BEIJING):%H:%M}"
    assert [at in text for text in stand.texts(OWNER) + stand.texts(LI)] == [True, True]
    assert "“周会”" in stand.texts(OWNER)[0]
    assert OWNER.removeprefix("+86") not in stand.texts(LI)[0]
    host.hang_up()


def product_time(stand):
    return datetime.fromisoformat(
        requests.get(stand.url + "/_local/clock", timeout=5).json()["now"]
    )


def forward_to(stand, moment):
    stand.move_clock((moment - product_time(stand)).total_seconds())
