"""What an operator does for a customer over JSON, and what is written of it for them to read."""

from datetime import timedelta

import pytest

from chalicelib import clock, contacts, hosts, legs
from chalicelib.contacts import Entry
from tests import factories
from tests.at_desk import LIN, plan, rows
from tests.people import CHEN, LI, WANG, ZHAO


def test_a_conference_is_reserved_as_the_customer_would(wang, lin, owner):
    body = plan()

    answer = lin.post(f"{wang}/reservations", body)

    (made,) = answer.json["items"]
    assert (answer.status, made["made_by"], made["starts_at"]) == (
        201,
        "operator",
        body["starts_at"],
    )
    assert [party["number"] for party in made["parties"]] == [LI, ZHAO]
    assert lin.get(f"{wang}/reservations").json["items"] == [made]
    assert lin.another().of(owner).get("/api/reservations").json["items"] == [made]
    assert rows() == [(LIN, "verified", ""), (LIN, "reserved", f"{body['starts_at']} 3")]


def test_of_a_series_it_is_written_how_it_is_repeated(wang, lin):
    until = (clock.now() + timedelta(days=3)).date().isoformat()
    body = plan(repeat="daily", until=until)

    assert len(lin.post(f"{wang}/reservations", body).json["items"]) == 4
    assert rows()[-1] == (LIN, "reserved", f"{body['starts_at']} 3 daily {until}")


def test_the_same_key_reserves_once(wang, lin):
    key = "key-of-a-test-0000001"
    first, second = (lin.post(f"{wang}/reservations", plan(), key=key) for _ in range(2))

    assert first.json == second.json
    assert len(lin.get(f"{wang}/reservations").json["items"]) == 1


def test_a_reservation_is_changed_and_called_off(wang, lin, owner, clock):
    there = factories.reserved(owner, LI, minutes_ahead=180)
    path = f"{wang}/reservations/{there.reservation_id}"
    before, later = plan(hours=3)["starts_at"], plan(hours=4)["starts_at"]

    moved = lin.patch(path, {"version": 1, "starts_at": later})
    clock.advance(seconds=1)
    more = lin.patch(path, {"version": 2, "parties": [{"number": LI}, {"number": CHEN}]})
    clock.advance(seconds=1)
    gone = lin.post(f"{path}/cancel", {"series": True})

    assert (moved.status, more.status, gone.status) == (200, 200, 200)
    assert gone.json["items"][0]["state"] == "cancelled"
    assert rows()[1:] == [
        (LIN, "changed", f"{before} {later} 2"),
        (LIN, "changed", f"{later} 3 parties"),
        (LIN, "cancelled", f"{later} 3"),
    ]


@pytest.mark.parametrize("act", ["PATCH", "cancel"])
def test_a_reservation_of_somebody_else_is_not_found(act, wang, lin, network, queue):
    other = factories.registered(CHEN, network=network, queue=queue)
    there = factories.reserved(other, LI).reservation_id
    path = f"{wang}/reservations/{there}"

    answer = lin.post(f"{path}/cancel", {}) if act == "cancel" else lin.patch(path, {"version": 1})

    assert (answer.status, answer.code) == (404, "not_found")


def test_what_the_rules_refuse_is_refused_here_too_and_written(wang, lin):
    body = plan(hours=0)

    answer = lin.post(f"{wang}/reservations", body)

    assert (answer.status, answer.code) == (422, "too_short_notice")
    assert set(rows()[1:]) == {
        (LIN, "reserved", f"{body['starts_at']} 3"),
        (LIN, "refused", "reserved too_short_notice"),
    }


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_time_that_no_calendar_of_ours_holds_is_refused(year, wang, lin):
    body = plan() | {"starts_at": f"{year}-01-01T00:00:00+08:00"}

    assert lin.post(f"{wang}/reservations", body).code == "bad_time"
    assert (LIN, "reserved", "? 3") in rows()


def test_a_time_is_looked_at_before_it_is_reserved(wang, lin, owner):
    there = factories.reserved(owner, LI, minutes_ahead=120)

    query = {"starts_at": clock.text(there.starts_at), "host_id": "registered"}
    answer = lin.get(f"{wang}/reservation-times", **query)

    assert answer.json["free"] is True
    assert [one["id"] for one in answer.json["conflicts"]] == [there.reservation_id]


def test_the_address_book_is_read_and_added_to(wang, lin, owner, clock):
    contacts.add(owner, Entry("李雷", LI))

    clock.advance(seconds=1)
    read = lin.get(f"{wang}/contacts")
    clock.advance(seconds=1)
    added = lin.post(f"{wang}/contacts", {"name": "赵敏", "number": ZHAO}, key="key-of-a-test-01")
    again = lin.post(f"{wang}/contacts", {"name": "赵敏", "number": ZHAO}, key="key-of-a-test-01")

    assert [one["name"] for one in read.json["items"]] == ["李雷"]
    assert (added.status, again.json) == (201, added.json)
    assert {row[1] for row in rows()} == {"verified", "looked", "contact_added"}


def test_a_contact_may_be_added_without_a_key(wang, lin):
    body = {"name": "赵敏", "number": ZHAO}
    headers = {"Idempotency-Key": None}

    assert lin.send("POST", f"{wang}/contacts", body, headers=headers).status == 201


def test_the_phones_to_host_from_are_listed(wang, lin):
    (phone,) = lin.get(f"{wang}/host-numbers").json["items"]

    assert (phone["id"], phone["number"]) == (hosts.REGISTERED, WANG)


def test_a_conference_that_goes_on_cannot_be_reached(wang, lin, network, queue):
    conference_id = factories.live(LI, network=network, queue=queue)
    there = f"/api/conferences/{conference_id}"

    assert lin.get(there).code == "no_session"
    assert lin.post(f"{there}/end").code == "no_session"
    assert legs.party_of(conference_id, LI)
    assert lin.get(f"{wang}/conferences").status in {403, 404}


# ——— the customer reads it ———


def test_the_customer_reads_what_was_done_newest_first(wang, lin, owner):
    body = plan()
    lin.post(f"{wang}/reservations", body)

    items = lin.another().of(owner).get("/api/account/audit").json["items"]

    now = clock.text(clock.now())
    assert [item["what"] for item in items] == ["reserved", "verified"]
    assert items[0] == {
        "at": now,
        "who": LIN,
        "what": "reserved",
        "about": f"{body['starts_at']} 3",
    }


def test_the_customer_reads_nobody_elses(wang, lin, network, queue):
    del wang
    other = factories.registered(CHEN, network=network, queue=queue)

    assert lin.another().of(other).get("/api/account/audit").json == {"items": []}
