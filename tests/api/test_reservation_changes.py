"""Changing reservations over JSON and calling them off; what others reserved is not there."""

from datetime import timedelta

import pytest

from chalicelib import accounts, due
from tests import factories
from tests.api.arranging import ALL, LATER, cancel, change, its_time, made, reserve, show
from tests.domain.reserving import IN_AN_HOUR
from tests.people import CHEN, OFFICE, WANG, ZHAO


@pytest.fixture
def mine(mine, network):
    """Be his browser; that his phone was rung to register is forgotten."""
    network.did.clear()
    return mine


@pytest.fixture
def hers(mine, network, queue):
    """Be the browser of 陈静, who has an account of her own."""
    return mine.another().of(factories.registered(CHEN, network=network, queue=queue))


# ——— change ———


def test_a_change_is_shown_with_its_new_version(mine, owner, network, queue):
    linked = factories.host_phone(owner, OFFICE, network=network, queue=queue)
    one = made(mine)
    parties = [{"number": WANG, "name": "我"}, {"number": ZHAO, "name": ""}]

    answer = change(mine, one, starts_at=LATER, host_id=linked.host_id, parties=parties, title="新")

    wanted = {"starts_at": LATER, "rings_at": LATER, "parties": parties, "title": "新"}
    wanted |= {"version": 2, "host_id": linked.host_id, "host_number": OFFICE}
    assert (answer.status, answer.json) == (200, one | wanted)
    assert show(mine, one).json == answer.json


def test_null_leaves_what_it_is_about(mine):
    one = made(mine, title="周会", notify=True)
    nothing = dict.fromkeys(("starts_at", "host_id", "parties", "minutes", "title", "notify"))

    assert change(mine, one, **nothing).json == one | {"version": 2}


def test_two_pages_do_not_overwrite_each_other(mine):
    one = made(mine)
    assert change(mine, one, title="一").status == 200

    answer = change(mine, one, title="二")

    assert (answer.status, answer.code) == (409, "changed_meanwhile")
    assert show(mine, one).json["title"] == "一"


@pytest.mark.parametrize("version", [0, -1, 2, 10**30, None, "1", 1.5])
def test_a_version_that_is_not_its_own_changes_nothing(mine, version):
    one = made(mine)

    answer = mine.patch(f"{ALL}/{one['id']}", {"version": version, "title": "新"})

    assert answer.code == ("changed_meanwhile" if isinstance(version, int) else "bad_input")
    assert show(mine, one).json == one


def test_what_began_is_neither_changed_nor_called_off_and_its_conference_is_told(mine):
    one = its_time(mine, made(mine))
    assert (one["state"], mine.network.rung) == ("starting", [WANG])

    for answer in (
        change(mine, one, title="新"),
        cancel(mine, one),
        cancel(mine, one, series=True),
    ):
        assert (answer.status, answer.code) == (409, "already_started")
        assert answer.json["conference_id"] == one["conference_id"]
    shown = mine.get(f"/api/conferences/{one['conference_id']}").json
    assert shown["state"] == "calling_host"


def test_what_is_over_is_neither_changed_nor_called_off(mine, clock):
    one = made(mine)
    clock.at = IN_AN_HOUR + timedelta(minutes=11)
    due.attend(WANG, one["id"])
    shown = show(mine.of(accounts.find(WANG)), one).json
    assert (shown["state"], shown["reason"]) == ("missed", "late")

    for answer in (change(mine, shown, title="新"), cancel(mine, one)):
        assert (answer.status, answer.code) == (409, "reservation_over")


# ——— call off ———


def test_a_cancelled_one_is_shown_so_and_again_the_same(mine):
    one = made(mine)

    first, again = cancel(mine, one), cancel(mine, one)

    assert first.status == again.status == 200
    assert first.json == again.json == {"items": [one | {"state": "cancelled"}], "conflicts": []}
    assert mine.network.rung == []


def test_of_a_series_one_is_cancelled_or_all(mine):
    items = reserve(mine, repeat="daily", until="2011-02-18").json["items"]

    alone = cancel(mine, items[1]).json["items"]
    whole, again = (cancel(mine, items[0], series=True).json["items"] for _ in range(2))

    assert [one["id"] for one in alone] == [items[1]["id"]]
    assert whole == again
    assert {one["state"] for one in whole} == {"cancelled"}
    assert [one["id"] for one in whole] == [one["id"] for one in items]


# ——— the calendar ———


def test_a_series_is_handed_over_as_a_calendar_file(mine):
    items = reserve(mine, repeat="daily", until="2011-02-18", title="周会").json["items"]
    cancel(mine, items[1])

    answer = mine.get(f"{ALL}/{items[0]['id']}/ics")

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.text.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:周会" in answer.text
    assert "DTSTART:20110216T030000Z" in answer.text


# ——— others ———


def test_what_another_account_reserved_is_not_there(mine, hers, tables):
    one = made(mine)
    before = tables.snapshot()

    answers = [
        show(hers, one),
        change(hers, one, title="mine"),
        cancel(hers, one),
        cancel(hers, one, series=True),
        hers.get(f"{ALL}/{one['id']}/ics"),
    ]

    assert {(answer.status, answer.code) for answer in answers} == {(404, "not_found")}
    assert tables.snapshot() == before
    assert hers.get(ALL).json["items"] == []


@pytest.mark.parametrize("there", ["nothing", "..", "%2e%2e", "a" * 65, "a b", "é"])
def test_what_is_no_id_is_not_there(mine, there):
    one = {"id": there.replace(" ", "%20").replace("é", "%C3%A9"), "version": 1}

    for answer in (show(mine, one), change(mine, one), cancel(mine, one)):
        assert answer.status in {403, 404}
