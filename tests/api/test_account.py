"""My details, password, data and the end of it, over JSON (S84, S85)."""

from datetime import UTC, datetime

import pytest

from chalicelib import accounts
from tests import factories
from tests.billing import price
from tests.factories import PASSWORD
from tests.people import CHEN, LI, WANG

NEW = "rain on the eastern lake"


def test_the_account_is_shown_without_what_is_nobodys_business(mine):
    answer = mine.get("/api/account")

    assert answer.status == 200
    assert answer.json == {
        "number": WANG,
        "name": "王小明",
        "email": None,
        "language": "zh",
        "large_type": False,
        "accept_by_1": False,
        "call_back_host": False,
        "call_cap": None,
        "month_cap": None,
        "welcomed": False,
        "activated_at": "2011-02-16T02:00:00Z",
        "registered_at": "2011-02-16T02:00:00Z",
    }


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"name": " 王  大明 "}, {"name": "王 大明"}),
        ({"email": "w@example.com"}, {"email": "w@example.com"}),
        ({"email": ""}, {"email": None}),
        ({"language": "en"}, {"language": "en"}),
        ({"large_type": True, "accept_by_1": True}, {"large_type": True, "accept_by_1": True}),
        ({"call_back_host": True}, {"call_back_host": True}),
        ({"call_cap": 100, "month_cap": 1_000_000}, {"call_cap": 100, "month_cap": 1_000_000}),
        ({"call_cap": 0, "month_cap": None}, {}),
        ({"welcomed": True}, {"welcomed": True}),
        ({"name": None, "email": None, "language": None}, {}),
        ({}, {}),
    ],
)
def test_details_are_changed_and_shown(changes, shown, mine):
    before = mine.get("/api/account").json

    answer = mine.patch("/api/account", changes)

    assert answer.status == 200
    assert answer.json == mine.get("/api/account").json == before | shown


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": ""}, "bad_input", "name"),
        ({"name": "\u200b"}, "bad_name", "name"),
        ({"name": "x" * 33}, "bad_name", "name"),
        ({"name": "x" * 65}, "bad_input", "name"),
        ({"email": "wang"}, "bad_email", "email"),
        ({"email": "x" * 255}, "bad_input", "email"),
        ({"language": "fr"}, "bad_input", "language"),
        ({"large_type": 1}, "bad_input", "large_type"),
        ({"call_back_host": 1}, "bad_input", "call_back_host"),
        ({"call_cap": 99}, "bad_cap", "call_cap"),
        ({"call_cap": 1_000_001}, "bad_cap", "call_cap"),
        ({"call_cap": 200.5}, "bad_input", "call_cap"),
        ({"call_cap": "200"}, "bad_input", "call_cap"),
        ({"month_cap": -1}, "bad_cap", "month_cap"),
        ({"number": LI}, "bad_input", "number"),
        ({"state": "registered"}, "bad_input", "state"),
        ({"registered_at": "2011-02-16T02:00:00Z"}, "bad_input", "registered_at"),
    ],
)
def test_what_cannot_be_changed_is_refused_and_named(changes, code, field, mine):
    answer = mine.patch("/api/account", changes)

    assert (answer.status, answer.code, answer.json["field"]) == (422, code, field)


def test_a_cap_is_taken_away_by_nothing_and_left_by_null(mine):
    mine.patch("/api/account", {"call_cap": 20000, "month_cap": 50000})

    answer = mine.patch("/api/account", {"call_cap": 0, "month_cap": None})

    assert (answer.json["call_cap"], answer.json["month_cap"]) == (None, 50000)


def test_a_cap_out_of_bounds_is_told_the_bounds(mine):
    answer = mine.patch("/api/account", {"call_cap": 1})

    assert (answer.json["least"], answer.json["most"]) == (100, 1_000_000)


def change(browser, old=PASSWORD, new=NEW):
    return browser.put("/api/account/password", {"old_password": old, "new_password": new})


def test_a_new_password_logs_every_other_browser_out(owner, mine):
    other = mine.another().of(accounts.find(WANG))

    assert change(mine).status == 204

    assert (mine.get("/api/account").status, other.get("/api/account").status) == (200, 401)
    login = {"number": WANG, "password": NEW}
    assert other.post("/api/sessions", login).status == 201
    del owner


def test_a_password_that_is_wrong_or_bad_is_refused(mine):
    assert (change(mine, old="wrong").status, change(mine, old="wrong").code) == (
        *(422, "wrong_password"),
    )
    assert change(mine, new="password").code == "common_password"
    assert change(mine, new="short").code == "short_password"


def test_too_many_wrong_passwords_are_to_wait(mine):
    for _ in range(3):
        change(mine, old="wrong")

    answer = change(mine)

    assert (answer.status, answer.code, answer.json["retry_after"]) == (429, "too_many_logins", 5)


def test_all_my_data_is_a_file(mine):
    mine.post("/api/contacts", {"name": "李雷", "number": LI})

    answer = mine.get("/api/account/export")

    assert answer.headers["content-disposition"] == 'attachment; filename="116323-my-data.json"'
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json["account"]["number"] == WANG
    assert [contact["name"] for contact in answer.json["contacts"]] == ["李雷"]
    assert mine.token not in answer.text
    assert "argon2" not in answer.text


def test_closing_the_account_logs_every_browser_out(owner, mine):
    other = mine.another().of(accounts.find(WANG))

    answer = mine.post("/api/account/closure", {"password": PASSWORD})

    assert (answer.status, answer.headers["clear-site-data"]) == (204, '"cache"')
    assert answer.cookie.startswith("__Host-session=; ")
    assert (mine.token, other.get("/api/account").status) == ("", 401)
    assert accounts.find(WANG).state == "closed"
    login = other.post("/api/sessions", {"number": WANG, "password": PASSWORD})
    assert (login.status, login.code) == (422, "bad_login")
    del owner


def test_without_the_password_or_in_a_conference_it_is_not_closed(mine, network, queue):
    wrong = mine.post("/api/account/closure", {"password": "wrong"})
    factories.live(LI, network=network, queue=queue)
    busy = mine.post("/api/account/closure", {"password": PASSWORD})

    assert (wrong.status, wrong.code) == (422, "wrong_password")
    assert (busy.status, busy.code) == (409, "conference_going_on")
    assert mine.get("/api/account").status == 200


# ——— host phones ———


def link(browser, number, note=""):
    return browser.post("/api/host-numbers/verifications", {"number": number, "note": note})


def heard(network, queue, number):
    queue.run()
    phone = factories.CodePhone(network, number)
    phone.answers()
    return phone


def test_a_phone_is_linked_noted_and_unlinked(mine, network, queue):
    begun = link(mine, "13800000201", "办公室")
    phone = heard(network, queue, LI)
    there = f"/api/host-numbers/verifications/{begun.json['id']}"

    assert (begun.status, begun.json["purpose"], begun.json["number"]) == (202, "host_number", LI)
    assert mine.get(there).json["state"] == "speaking"
    linked = mine.post(f"{there}/confirmation", {"code": phone.code})
    assert linked.status == 201
    assert linked.json == {
        "id": linked.json["id"],
        "number": LI,
        "note": "办公室",
        "registered": False,
        "added_at": "2011-02-16T02:00:00Z",
    }
    own, other = mine.get("/api/host-numbers").json["items"]
    assert (own["number"], own["registered"], other) == (WANG, True, linked.json)
    path = f"/api/host-numbers/{linked.json['id']}"
    assert mine.patch(path, {"note": "家"}).json == {**linked.json, "note": "家"}
    assert [mine.delete(path).status for _ in range(2)] == [204, 204]
    assert mine.get("/api/host-numbers").json["items"] == [own]


def test_a_phone_is_called_again(mine, network, queue, clock):
    begun = link(mine, LI)
    heard(network, queue, LI).hangs_up()
    path = f"/api/host-numbers/verifications/{begun.json['id']}/calls"

    assert mine.post(path).code == "too_soon"
    clock.advance(minutes=1)
    assert mine.post(path).status == 202
    queue.run()
    assert network.rung[-2:] == [LI, LI]


def test_what_cannot_be_linked_is_refused(mine, monkeypatch):
    factories.settings_with(monkeypatch, max_host_numbers=0)

    told = [link(mine, number) for number in ("222", "110", WANG, LI)]

    assert [(a.status, a.code) for a in told] == [
        (422, "bad_number"),
        (422, "number_not_allowed"),
        (409, "host_number_there"),
        (409, "too_many_host_numbers"),
    ]
    assert told[-1].json["most"] == 0


def test_the_registered_number_stays_as_it_is(mine):
    gone = mine.delete("/api/host-numbers/registered")
    noted = mine.patch("/api/host-numbers/registered", {"note": "x"})

    assert (gone.status, gone.code) == (409, "registered_number_stays")
    assert (noted.status, noted.code) == (404, "not_found")


def test_the_proof_of_another_account_is_not_found(mine, network, queue):
    begun = link(mine, LI)
    phone = heard(network, queue, LI)
    other = mine.another().of(factories.registered(CHEN, network=network, queue=queue))
    path = f"/api/host-numbers/verifications/{begun.json['id']}"

    assert other.get(path).code == "not_found"
    assert other.post(f"{path}/calls").code == "not_found"
    assert other.post(f"{path}/confirmation", {"code": phone.code}).code == "not_found"


# ——— what anybody may know ———


def test_the_facts_are_for_everybody(portal):
    answer = portal.get("/api/service")

    assert answer.status == 200
    assert answer.json == {
        "access_code": "116323",
        "service_number": "+861065116323",
        "agreement": "2026-11",
        "wait_seconds": 120,
        "code_seconds": 300,
        "password_min": 8,
        "password_max": 128,
        "max_parties": 32,
        "tariffs": [
            {
                "tariff_id": tariff_id,
                "version": 1,
                "way": way,
                "price": 20,
                "increment": 60,
                "connect_fee": 0,
                "minimum_seconds": 0,
                "max_charge": None,
                "host_pays": True,
                "valid_from": "2011-02-15T16:00:00Z",
                "next": None,
            }
            for tariff_id, way in (("dial-in-2011", "dial_in"), ("web-2011", "web"))
        ],
    }


def test_a_price_is_told_with_all_that_belongs_to_it_and_with_the_next(portal):
    richer = {"connect_fee": 10, "minimum_seconds": 30, "max_charge": 500, "host_pays": False}
    price(price=25, increment=6, **richer)
    for year, version in ((2099, 1), (2098, 1), (2098, 2)):
        begins = datetime(year, 1, 1, tzinfo=UTC)
        price(f"dial-in-{year}", valid_from=begins, price=30 + version, version=version)

    dialled, web = portal.get("/api/service").json["tariffs"]

    assert richer.items() <= dialled.items()
    assert (dialled["version"], dialled["price"], dialled["increment"]) == (2, 25, 6)
    following = dialled["next"]
    assert (following["tariff_id"], following["version"]) == ("dial-in-2098", 2)
    assert (following["price"], following["valid_from"]) == (32, "2098-01-01T00:00:00Z")
    assert web["next"] is None
