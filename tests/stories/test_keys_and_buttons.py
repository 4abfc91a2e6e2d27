"""A key of the conference menu and the button of the page do the same (会议中按键)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from tests.stories.page import Board, Page, come_in, over, owner, start, untrue
from tests.stories.stand import Stand, eventually

FRESH = count()
HOST, LI, ZHANG, CHEN = range(4)
PASSING = {"waiting", "dialling", "in_menu", "hanging_up"}
KINDS = ("host", "state", "reason", "muted", "attempts", "over")


@dataclass(frozen=True, slots=True)
class Side:
    """A conference of a host with two others, and one more who is not in it yet."""

    stand: Stand
    page: Page
    people: list[str]

    def key(self, who: int, key: str) -> None:
        """Press “*” and *key* on somebody's phone."""
        self.stand.star(self.people[who], key)

    def button(self, name: str, who: int) -> None:
        """Press the button *name* beside somebody."""
        assert self.page.press(name, self.people[who]).ok

    def change(self, who: int, **changes: bool) -> None:
        """Mute or un-mute somebody, or lower the hand."""
        assert self.page.change(self.people[who], **changes).ok

    @property
    def seen(self) -> Board:
        """Return the board without what is a conference's own: numbers, moments, money."""
        board = self.page.board
        who = {line["id"]: self.people.index(line["number"]) for line in board["parties"]}
        return {
            "parties": {who[line["id"]]: _seen(line) for line in board["parties"]},
            "hands": [who[party_id] for party_id in board["hands"]],
            "log": sorted((entry["what"], who[entry["party_id"]]) for entry in board["log"]),
            **{name: board[name] for name in ("state", "reason", "all_muted", "locked", "joined")},
        }

    @property
    def true(self) -> bool:
        """Whether the board says what the phones say."""
        return untrue(self.stand, self.page.board) == []


@dataclass(frozen=True, slots=True)
class Pair:
    """Two conferences that are alike: one is steered by keys, the other by buttons."""

    by_keys: Side
    by_buttons: Side

    def same(self, key: Callable[[Side], Any], button: Callable[[Side], Any]) -> Board:
        """Do the one here and the other there: both boards change, are the same again, and true."""
        before = self.by_keys.seen
        assert before == self.by_buttons.seen
        key(self.by_keys)
        button(self.by_buttons)

        def alike() -> Board | None:
            seen = self.by_keys.seen
            passing = PASSING & {line["state"] for line in seen["parties"].values()}
            same = seen == self.by_buttons.seen != before and not passing
            return seen if same and self.by_keys.true and self.by_buttons.true else None

        return dict(eventually(alike))

    def both(self, deed: Callable[[Side], Any]) -> Board:
        """Do the same in both: the boards change, and are the same again."""
        return self.same(deed, deed)


@pytest.fixture
def pair(stand: Stand) -> Iterator[Pair]:
    """Start two conferences with two parties each, and end them."""
    pair = Pair(_side(stand), _side(stand))
    yield pair
    for side in (pair.by_keys, pair.by_buttons):
        side.page.end()
        side.page.browser.close()


def test_4_and_5_mute_and_lock_as_their_buttons_do(pair: Pair) -> None:
    for on in (True, False):
        muted = pair.same(lambda s: s.key(HOST, "4"), lambda s, on=on: s.page.set(all_muted=on))
        locked = pair.same(lambda s: s.key(HOST, "5"), lambda s, on=on: s.page.set(locked=on))

        assert [muted["parties"][who]["muted"] for who in (HOST, LI, ZHANG)] == [False, on, on]
        assert (muted["all_muted"], locked["locked"]) == (on, on)


def test_6_mutes_whoever_presses_it_as_the_button_beside_the_name_does(pair: Pair) -> None:
    for who in (HOST, LI):
        for on in (True, False):
            seen = pair.same(
                lambda s, who=who: s.key(who, "6"),
                lambda s, who=who, on=on: s.change(who, muted=on),
            )

            assert seen["parties"][who]["muted"] is on


def test_9_and_7_are_a_hand_lowered_and_the_first_hand_let_speak(pair: Pair) -> None:
    pair.both(lambda s: s.page.set(all_muted=True))
    pair.both(lambda s: s.key(ZHANG, "9"))
    raised = pair.both(lambda s: s.key(LI, "9"))
    lowered = pair.same(lambda s: s.key(ZHANG, "9"), lambda s: s.change(ZHANG, hand=False))
    pair.both(lambda s: s.key(ZHANG, "9"))
    spoken = pair.same(lambda s: s.key(HOST, "7"), lambda s: s.button("speak", LI))

    assert [raised["hands"], lowered["hands"], spoken["hands"]] == [[ZHANG, LI], [LI], [ZHANG]]
    assert [spoken["parties"][who]["muted"] for who in (LI, ZHANG)] == [False, True]


def test_1_and_3_call_and_hang_up_as_their_buttons_do(pair: Pair) -> None:
    called = pair.same(_key_in, lambda s: s.page.invite(s.people[CHEN]))
    there = pair.both(lambda s: come_in(s.stand, s.people[CHEN]))
    gone = pair.same(lambda s: s.key(HOST, "3"), lambda s: s.button("hang-up", CHEN))

    seen = [board["parties"][CHEN]["state"] for board in (called, there, gone)]
    assert seen == ["ringing", "joined", "hung_up"]
    assert gone["joined"] == 3


def test_3_takes_back_a_phone_that_still_rings_as_the_button_does(pair: Pair) -> None:
    pair.both(lambda s: s.page.invite(s.people[CHEN]))

    taken_back = pair.same(lambda s: s.key(HOST, "3"), lambda s: s.button("hang-up", CHEN))

    assert taken_back["parties"][CHEN]["state"] == "cancelled"


def test_8_ends_it_for_all_as_the_button_does(pair: Pair) -> None:
    pair.same(_key_the_end, lambda s: s.page.end())

    for side in (pair.by_keys, pair.by_buttons):
        side.page.wait_for(over)
    ended = pair.by_keys.seen
    assert ended == pair.by_buttons.seen
    assert (ended["reason"], ended["joined"]) == ("host", 0)
    assert {line["state"] for line in ended["parties"].values()} == {"left"}


def _side(stand: Stand) -> Side:
    n = next(FRESH)
    people = [f"+86186000008{n:02d}", *(f"+86138008{n:03d}0{m}" for m in (LI, ZHANG, CHEN))]
    browser = owner(stand, people[HOST])
    for number in people:
        stand.phone(number)
    page = start(stand, browser, people[HOST], people[LI], people[ZHANG])
    come_in(stand, people[LI], people[ZHANG])
    return Side(stand, page, people)


def _seen(line: dict[str, Any]) -> dict[str, Any]:
    return {kind: line[kind] for kind in KINDS} | {"hand": line["hand_at"] is not None}


def _key_in(side: Side) -> None:
    side.key(HOST, "1")
    side.stand.phone(side.people[HOST]).expect_caption("请输入对方号码")
    side.stand.press(side.people[HOST], side.people[CHEN].removeprefix("+86") + "#")


def _key_the_end(side: Side) -> None:
    side.key(HOST, "8")
    side.stand.phone(side.people[HOST]).expect_caption("结束会议请按1")
    side.stand.press(side.people[HOST], "1")
