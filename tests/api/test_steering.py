"""Steering a conference over JSON: every command once, twice, and wrongly (S57–S70)."""

import pytest

from chalicelib import legs
from tests import factories
from tests.api.rooms import (
    ALL,
    COMMANDS,
    board_of,
    command,
    goes_on,
    listed,
    party,
    room,
    show,
    start,
)
from tests.names import ALL as NAMES
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO

KEYS = {name: f"key-of-a-command-{n:02}" for n, name in enumerate(COMMANDS)}


@pytest.fixture
def there(mine, network):
    """Have 王小明 talk to 李雷, who is muted and raised a hand; 赵敏 was busy."""
    conference_id = room(mine)
    network.did.clear()
    return conference_id


def send(browser, conference_id, name):
    return command(browser, conference_id, name, key=KEYS[name])


def seen(board, number):
    """Return what the commands may change of one party."""
    one = party(board, number)
    return one["state"], one["muted"], one["hand_at"] is not None


EFFECTS = {
    "mute all": lambda b: (b["all_muted"], seen(b, LI), seen(b, WANG)[1]),
    "lock": lambda b: b["locked"],
    "invite": lambda b: (b["size"], party(b, SUN)["name"], party(b, SUN)["state"]),
    "mute": lambda b: seen(b, LI),
    "lower the hand": lambda b: (seen(b, LI), b["hands"]),
    "let speak": lambda b: (seen(b, LI), b["hands"]),
    "hang up": lambda b: party(b, LI)["state"],
    "redial": lambda b: (party(b, ZHAO)["state"], party(b, ZHAO)["attempts"], b["size"]),
    "end": lambda b: (b["state"], b["reason"]),
}
DONE = {
    "mute all": (True, ("joined", True, True), False),
    "lock": True,
    "invite": (4, "孙悦", "waiting"),
    "mute": ("joined", True, True),
    "lower the hand": (("joined", True, False), []),
    "let speak": (("joined", False, False), []),
    "hang up": "hanging_up",
    "redial": ("waiting", 2, 3),
    "end": ("ending", "host"),
}
RUNG = {"invite": [SUN], "redial": [ZHAO]}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_answered_with_what_the_next_look_shows(name, mine, there):
    answer = send(mine, there, name)

    assert answer.status == 200
    assert EFFECTS[name](board_of(answer)) == DONE[name]
    assert board_of(answer) == show(mine, there).json


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_sent_twice_is_done_once(name, mine, there, network, queue):
    first, second = (send(mine, there, name) for _ in range(2))
    queue.run()
    settled = show(mine, there).json
    third = send(mine, there, name) if name in {*RUNG, "end"} else None
    queue.run()

    assert (first.status, first.json) == (second.status, second.json)
    assert network.rung == RUNG.get(name, [])
    assert third is None or (third.status, board_of(third)) == (200, settled)
    assert len(network.done("hang_up")) <= 1


def test_what_is_told_to_the_provider_is_what_was_commanded(mine, there, network, queue):
    sid = factories.leg(there, LI).call_sid

    for name in ("mute all", "let speak", "mute", "hang up"):
        send(mine, there, name)
        queue.run()

    of_li = [muted for _, call, muted in network.done("mute") if call == sid]
    assert of_li == [True, False, True]
    assert network.done("hang_up") == [(sid,)]


def test_a_second_redial_with_another_key_is_told_that_the_first_is_not_over(
    mine, there, network, queue
):
    send(mine, there, "redial")
    queue.run()

    again = command(mine, there, "redial", key="key-of-another-tab-1")

    assert (again.status, again.code) == (409, "not_over")
    assert network.rung == [ZHAO]


def test_a_party_that_was_hung_up_can_be_called_again(mine, there, network, queue):
    send(mine, there, "hang up")
    queue.run()
    factories.hang_up(there, LI, network)
    li = legs.party_of(there, LI)

    answer = mine.post(f"{ALL}/{there}/parties/{li}/redial")
    queue.run()

    assert (answer.status, seen(answer.json, LI)) == (200, ("waiting", False, False))
    assert network.rung == [LI]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/parties/{zhao}", {"muted": True}, "not_there"),
        ("/parties/{zhao}", {"hand": False}, "not_there"),
        ("/parties/{zhao}/speak", {}, "not_there"),
        ("/parties/{wang}/hang-up", {}, "not_there"),
        ("/parties/{li}/redial", {}, "not_over"),
        ("/parties/{wang}/redial", {}, "not_over"),
    ],
)
def test_what_does_not_fit_the_party_is_refused_and_changes_nothing(path, body, code, mine, there):
    people = {"zhao": ZHAO, "wang": WANG, "li": LI}
    ids = {who: legs.party_of(there, number) for who, number in people.items()}
    method = "POST" if body == {} else "PATCH"
    once = mine.store.snapshot()

    answer = mine.send(
        method,
        f"{ALL}/{there}{path.format(**ids)}",
        body,
        headers={"Idempotency-Key": KEYS["redial"]},
    )

    assert (answer.status, answer.code) == (409, code)
    assert mine.store.snapshot() == once


def test_who_is_over_can_be_hung_up_again(mine, there, tables):
    zhao = legs.party_of(there, ZHAO)
    once = tables.snapshot()

    answer = mine.post(f"{ALL}/{there}/parties/{zhao}/hang-up")

    assert (answer.status, seen(answer.json, ZHAO)[0]) == (200, "busy")
    assert tables.snapshot() == once


@pytest.mark.parametrize("name", [name for name in COMMANDS if "parties/" in COMMANDS[name][1]])
@pytest.mark.parametrize("whose", ["nobody", "another conference"])
def test_a_party_that_is_not_in_it_is_not_found(name, whose, mine, there, tables):
    method, path, body = COMMANDS[name]
    other = "p123456789" if whose == "nobody" else legs.party_of("another", LI)
    once = tables.snapshot()

    answer = mine.send(
        method,
        f"{ALL}/{there}{path.format(li=other, zhao=other)}",
        body,
        headers={"Idempotency-Key": KEYS[name]},
    )

    assert (answer.status, answer.code) == (404, "not_found")
    assert tables.snapshot() == once


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("", {"all_muted": 1}, "all_muted"),
        ("", {"locked": "true"}, "locked"),
        ("", {"state": "ended"}, "state"),
        ("/parties/{li}", {"hand": True}, "hand"),
        ("/parties/{li}", {"muted": 0}, "muted"),
        ("/parties/{li}", {"number": SUN}, "number"),
    ],
)
def test_what_is_no_command_is_refused_and_named(path, body, field, mine, there):
    once = mine.store.snapshot()

    answer = mine.patch(f"{ALL}/{there}{path.format(li=legs.party_of(there, LI))}", body)

    assert (answer.status, answer.code, answer.json["field"]) == (422, "bad_input", field)
    assert mine.store.snapshot() == once


@pytest.mark.parametrize("path", ["", "/parties/{li}"])
@pytest.mark.parametrize("body", [{}, {"muted": None, "hand": None}])
def test_a_change_of_nothing_shows_the_board(path, body, mine, there, tables):
    body = {} if path == "" else body
    once = tables.snapshot()

    answer = mine.patch(f"{ALL}/{there}{path.format(li=legs.party_of(there, LI))}", body)

    assert (answer.status, answer.json) == (200, show(mine, there).json)
    assert tables.snapshot() == once


# ——— more people ———


def invite(browser, conference_id, *numbers, key=None):
    return browser.post(f"{ALL}/{conference_id}/parties", {"parties": listed(*numbers)}, key=key)


def test_one_who_cannot_be_called_keeps_no_other_from_it(mine, there, network, queue):
    answer = invite(mine, there, "222", SUN, "138 0000 0201", "110", "18600000501")
    queue.run()

    assert answer.json["skipped"] == [
        {"number": "222", "code": "bad_number"},
        {"number": "138 0000 0201", "code": "same_number"},
        {"number": "110", "code": "number_not_allowed"},
    ]
    assert (answer.status, answer.json["board"]["size"]) == (200, 5)
    assert sorted(network.rung) == sorted([SUN, CHEN])


@pytest.mark.parametrize(
    ("numbers", "status", "code"),
    [
        (["222", LI], 422, "bad_number"),
        ([LI, "222"], 422, "same_number"),
        (["110"], 422, "number_not_allowed"),
        (["18600000101"], 422, "same_number"),
    ],
)
def test_where_none_could_be_called_the_first_says_why(numbers, status, code, mine, there):
    answer = invite(mine, there, *numbers)

    assert (answer.status, answer.code) == (status, code)
    assert (answer.json["field"], answer.json["number"]) == ("parties", numbers[0])


def test_nobody_is_no_wish(mine, there):
    answer = invite(mine, there)

    assert (answer.status, answer.code, answer.json["field"]) == (422, "no_parties", "parties")


def test_a_locked_conference_lets_nobody_be_called(mine, there, network, queue):
    send(mine, there, "lock")

    told = [invite(mine, there, SUN), send(mine, there, "redial")]
    queue.run()

    assert [(a.status, a.code) for a in told] == [(409, "locked")] * 2
    assert network.rung == []


def test_past_a_cap_nobody_is_called_and_nobody_cut_off(mine, network, queue):
    mine.patch("/api/account", {"call_cap": 100})
    there = goes_on(start(mine, LI, ZHAO, SUN), mine, LI, ZHAO, SUN)
    mine.network.clock.advance(seconds=1)

    told = [invite(mine, there, number) for number in (CHEN, OFFICE)]
    queue.run()

    assert [(a.status, a.code) for a in told] == [(200, None), (409, "cap_reached")]
    assert (told[0].json["board"]["cap"], show(mine, there).json["joined"]) == ("reached", 4)
    assert network.rung[-1] == CHEN


def test_no_more_are_called_than_may_be_there(mine, there, network, queue, monkeypatch):
    factories.settings_with(monkeypatch, max_parties=3)

    some = invite(mine, there, CHEN, SUN)
    queue.run()
    none = invite(mine, there, SUN)

    assert some.json["skipped"] == [{"number": SUN, "code": "too_many_parties"}]
    assert (none.status, none.code, none.json["most"]) == (422, "too_many_parties", 3)
    assert network.rung == [CHEN]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_a_newcomer_is_text(name, mine, there):
    answer = mine.post(f"{ALL}/{there}/parties", {"parties": [{"number": SUN, "name": name}]})

    kept = mine.post("/api/contacts", {"name": name, "number": SUN}).json["name"]
    assert party(answer.json["board"], SUN)["name"] == kept
