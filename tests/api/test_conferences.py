"""Starting and listing conferences over JSON: what is asked for, what is refused (S46–S55)."""

import pytest

from chalicelib import legs
from tests import factories
from tests.api.rooms import ALL, goes_on, host_presses, party, show, start
from tests.names import ALL as NAMES
from tests.names import IMPOSSIBLE
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO

KEY = "key-of-a-test-000000"
CROWD = [f"+8613800001{n:03}" for n in range(40)]


@pytest.fixture
def mine(mine, network):
    """Be his browser; that his phone was rung to register is forgotten."""
    network.did.clear()
    return mine


@pytest.mark.parametrize(("parties", "cost"), [(1, 20), (4, 80), (32, 640), (250, 5000)])
def test_everybody_is_told_what_so_many_cost_a_minute(parties, cost, portal):
    answer = portal.get("/api/estimate", parties=parties)

    told = {"parties": parties, "minutes": 1, "per_minute": cost, "total": cost}
    assert (answer.status, answer.json) == (200, told)


def test_what_it_costs_to_talk_longer_is_told_by_who_rates_the_call(portal):
    answer = portal.get("/api/estimate", parties=3, minutes=5, way="dial_in")

    told = {"parties": 3, "minutes": 5, "per_minute": 60, "total": 300}
    assert (answer.status, answer.json) == (200, told)
    assert portal.get("/api/estimate", parties=3, minutes=0).status == 422
    assert portal.get("/api/estimate", parties=3, way="pigeon").status == 422


@pytest.mark.parametrize("parties", ["0", "251", "-1", "x", "", "1.5"])
def test_what_is_no_number_of_people_costs_nothing(parties, portal):
    answer = portal.get("/api/estimate", parties=parties)

    assert (answer.status, answer.code, answer.json["field"]) == (422, "bad_input", "parties")


# ——— start ———


def waiting(conference_id, number, **values):
    return {
        "id": legs.party_of(conference_id, number),
        "leg_id": f"{legs.party_of(conference_id, number)}-1",
        "name": "",
        "number": number,
        "host": False,
        "state": "waiting",
        "reason": None,
        "muted": False,
        "hand_at": None,
        "joined_at": None,
        "ended_at": None,
        "seconds": None,
        "charge": 0,
        "attempts": 1,
        "over": False,
        **values,
    }


def test_a_start_is_answered_with_the_board_of_a_host_who_is_about_to_be_called(mine):
    body = {"host_id": "registered", "parties": [{"number": "138 0000 0201", "name": " 李  雷 "}]}

    answer = mine.post(ALL, body)

    there = answer.json["id"]
    assert answer.status == 201
    assert answer.json == {
        "id": there,
        "state": "calling_host",
        "reason": None,
        "way": "web",
        "guest": False,
        "host_number": WANG,
        "started_at": "2011-02-16T02:00:00Z",
        "confirmed_at": None,
        "ended_at": None,
        "all_muted": False,
        "locked": False,
        "host_away_until": None,
        "joined": 0,
        "size": 2,
        "max_parties": 32,
        "cost": 0,
        "per_minute": 0,
        "final": False,
        "call_cap": None,
        "month_cap": None,
        "month_cost": None,
        "cap": None,
        "verified_at": "2011-02-16T02:00:00Z",
        "hands": [],
        "parties": [
            waiting(there, WANG, leg_id="host-1", host=True, name="王小明"),
            waiting(there, LI, name="李 雷"),
        ],
        "log": [],
    }


def test_nobody_is_rung_but_the_host_before_1_and_everybody_once_after_it(mine, network, queue):
    conference_id = start(mine, LI, ZHAO).json["id"]
    queue.run()
    assert network.rung == [WANG]
    assert show(mine, conference_id).json["state"] == "calling_host"

    host_presses("1", conference_id, network)
    queue.run()

    shown = show(mine, conference_id).json
    assert sorted(network.rung) == sorted([WANG, LI, ZHAO])
    assert (shown["state"], shown["joined"], shown["size"]) == ("live", 1, 3)
    assert shown["confirmed_at"] == "2011-02-16T02:00:00Z"


def test_while_1_is_awaited_the_page_is_told_so(mine, network, queue):
    conference_id = start(mine, LI).json["id"]
    queue.run()

    host_presses("", conference_id, network)

    shown = show(mine, conference_id).json
    assert (shown["state"], party(shown, WANG)["state"]) == ("confirming", "confirming")


def test_a_linked_phone_hosts_under_its_note_and_the_account_pays(mine, owner, network, queue):
    linked = factories.host_phone(owner, OFFICE, network=network, queue=queue, note="办公室")

    shown = start(mine, LI, host_id=linked.host_id).json
    queue.run()

    host = party(shown, OFFICE)
    assert (shown["host_number"], host["name"], host["host"]) == (OFFICE, "办公室", True)
    assert network.rung[-1] == OFFICE
    assert factories.stored(shown["id"]).billing_number == WANG


def test_the_same_key_starts_one_conference_and_rings_one_phone(mine, network, queue):
    first, second = (start(mine, LI, key=KEY) for _ in range(2))
    queue.run()
    third = start(mine, LI, key=KEY)
    queue.run()

    assert first.json == second.json
    assert (third.status, third.json["id"]) == (201, first.json["id"])
    assert network.rung == [WANG]


def test_a_start_that_is_repeated_after_its_end_starts_nothing(mine, network, queue):
    there = start(mine, LI, key=KEY).json["id"]
    queue.run()
    mine.post(f"{ALL}/{there}/end")
    queue.run()

    again = start(mine, LI, key=KEY)
    queue.run()

    assert (again.json["id"], again.json["state"]) == (there, "ending")
    assert network.rung == [WANG]


@pytest.mark.parametrize("other", [{"parties": [ZHAO]}, {"parties": [LI, ZHAO]}, {"host": OFFICE}])
def test_a_key_that_was_used_for_another_start_is_refused(other, mine, owner, network, queue):
    linked = factories.host_phone(owner, OFFICE, network=network, queue=queue)
    start(mine, LI, key=KEY)
    host_id = linked.host_id if "host" in other else "registered"

    answer = start(mine, *other.get("parties", [LI]), host_id=host_id, key=KEY)

    assert (answer.status, answer.code) == (422, "key_used_otherwise")


def test_the_keys_of_two_accounts_are_two_keys(mine, network, queue):
    other = mine.another().of(factories.registered(CHEN, network=network, queue=queue))

    first, second = (start(browser, LI, key=KEY) for browser in (mine, other))

    assert (first.status, second.status) == (201, 201)
    assert first.json["id"] != second.json["id"]


@pytest.mark.parametrize(
    ("numbers", "code", "number"),
    [
        (["222"], "bad_number", "222"),
        ([""], "bad_number", ""),
        ([LI, "110"], "number_not_allowed", "110"),
        ([LI, "+1 202 555 0123"], "number_not_allowed", "+1 202 555 0123"),
        ([LI, "138 0000 0201"], "same_number", "138 0000 0201"),
        ([LI, "18600000101"], "same_number", "18600000101"),
    ],
)
def test_a_number_that_cannot_be_called_is_refused_as_it_was_typed(
    numbers, code, number, mine, tables
):
    once = tables.snapshot()

    answer = start(mine, *numbers)

    assert (answer.status, answer.code) == (422, code)
    assert (answer.json["field"], answer.json["number"]) == ("parties", number)
    assert tables.snapshot() == once


def test_a_conference_of_nobody_is_refused(mine):
    answer = start(mine)

    assert (answer.status, answer.code, answer.json["field"]) == (422, "no_parties", "parties")


def test_thirty_two_may_talk_and_thirty_three_may_not(mine, network):
    more = start(mine, *CROWD[:32])
    most = start(mine, *CROWD[:31])
    goes_on(most, mine)

    assert (most.status, len(network.rung)) == (201, 32)
    assert (more.status, more.code, more.json["most"]) == (422, "too_many_parties", 32)


@pytest.mark.parametrize("count", [251, 500])
def test_a_list_that_no_conference_could_hold_is_not_even_read(count, mine):
    body = {"host_id": "registered", "parties": [{"number": LI}] * count}

    answer = mine.post(ALL, body)

    assert (answer.status, answer.code, answer.json["field"]) == (422, "bad_input", "parties")


@pytest.mark.parametrize("host_id", ["another", "REGISTERED", "x" * 64, WANG[1:]])
def test_a_phone_that_is_not_linked_does_not_host(host_id, mine, network, queue):
    answer = start(mine, LI, host_id=host_id)
    queue.run()

    assert (answer.status, answer.code) == (404, "not_found")
    assert network.rung == []


def test_a_phone_hosts_one_conference_at_a_time(mine, network, queue):
    there = start(mine, LI).json["id"]
    busy = start(mine, ZHAO)
    mine.post(f"{ALL}/{there}/end")
    queue.run()

    free = start(mine, ZHAO)

    assert (busy.status, busy.code) == (409, "host_in_conference")
    assert free.status == 201
    assert network.rung == []


def test_who_may_not_host_any_more_starts_nothing(mine, network, queue):
    factories.exception(WANG, "barred")

    answer = start(mine, LI)
    queue.run()

    assert (answer.status, answer.code) == (409, "not_eligible")
    assert network.rung == []


@pytest.mark.parametrize(
    ("settings", "caps", "refusal"),
    [
        ({"max_account_legs": 2}, {}, (422, "too_many_legs")),
        ({"max_account_calls_per_hour": 2}, {}, (422, "too_many_calls")),
        ({}, {"call_cap": 100}, (409, "cap_reached")),
        ({}, {"month_cap": 100}, (409, "cap_reached")),
    ],
)
def test_a_start_past_a_limit_leaves_nothing_and_the_next_one_is_heard(
    settings, caps, refusal, mine, monkeypatch
):
    mine.patch("/api/account", caps)
    with monkeypatch.context() as patch:
        factories.settings_with(patch, **settings)
        refused = start(mine, LI, ZHAO, SUN, CHEN, OFFICE, key=KEY)
    mine.queue.run()
    mine.patch("/api/account", dict.fromkeys(caps, 0))

    again = start(mine, LI, ZHAO, SUN, CHEN, OFFICE, key=KEY)

    assert (refused.status, refused.code) == refusal
    assert mine.network.rung == []
    assert (again.status, again.json["size"]) == (201, 6)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_text_on_the_board(name, mine):
    body = {"host_id": "registered", "parties": [{"number": LI, "name": name}]}

    answer = mine.post(ALL, body)

    kept = mine.post("/api/contacts", {"name": name, "number": LI}).json["name"]
    assert answer.status == 201
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert party(answer.json, LI)["name"] == kept


@pytest.mark.parametrize("name", [name for name in IMPOSSIBLE if name.strip()])
def test_what_is_no_name_is_refused(name, mine):
    body = {"host_id": "registered", "parties": [{"number": LI, "name": name}]}

    answer = mine.post(ALL, body)

    assert answer.status == 422
    assert (answer.code, answer.json["field"]) in {
        ("bad_name", "parties"),
        ("bad_input", "parties"),
    }


# ——— those going on ———


def test_what_goes_on_is_listed_the_newest_first_until_it_is_over(
    mine, owner, network, queue, clock
):
    linked = factories.host_phone(owner, OFFICE, network=network, queue=queue)
    first = goes_on(start(mine, LI), mine, LI)
    clock.advance(seconds=60)
    second = start(mine, ZHAO, host_id=linked.host_id).json["id"]

    assert mine.get(ALL).json["items"] == [
        {
            "id": second,
            "state": "calling_host",
            "started_at": "2011-02-16T02:01:00Z",
            "confirmed_at": None,
            "joined": 0,
        },
        {
            "id": first,
            "state": "live",
            "started_at": "2011-02-16T02:00:00Z",
            "confirmed_at": "2011-02-16T02:00:00Z",
            "joined": 2,
        },
    ]
    mine.post(f"{ALL}/{second}/end")
    assert [one["id"] for one in mine.get(ALL).json["items"]] == [first]


def test_what_was_dialled_in_is_listed_too_and_steered(mine, network, queue):
    conference_id = factories.live(LI, network=network, queue=queue)

    (listed_one,) = mine.get(ALL).json["items"]
    shown = mine.patch(f"{ALL}/{conference_id}", {"locked": True}).json

    assert (listed_one["id"], listed_one["joined"]) == (conference_id, 2)
    assert (shown["way"], shown["locked"], shown["joined"]) == ("dial_in", True, 2)


def test_what_others_hold_is_not_listed(mine, network, queue):
    other = mine.another().of(factories.registered(CHEN, network=network, queue=queue))
    start(other, LI)

    assert mine.get(ALL).json == {"items": []}
