"""What a hundred hosts want, and how each holds a conference in spite of everything."""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

import requests

from tests.chaos.promises import RESERVED, WEB, Promise
from tests.stories.browser import Browser
from tests.stories.page import Page, ask_for
from tests.stories.reserving import wish as reservation
from tests.stories.stand import Stand, eventually

WAYS = ("dial_in", "web", "reserved")
ENDINGS = ("0001", "0010", "0010", "0001", "0002", "0003", "0004", "0006", "0007")
"""Of the parties' numbers, and so what they do: most answer and stay; see docs/phones.md."""
KEYS = ("4", "5", "6", "9", "3")
BUTTONS = ("mute all", "lock", "invite", "hang up", "call again")
ENDS = ("hangs up", "hangs up", "by the button", "by the key", "leaves at once")
DIALS = 3  # how often somebody whose call was cut off tries it again
ASKS = 40  # how often a page sends a request that was not answered
AWAY = (requests.RequestException, AssertionError, StopIteration)
CUT_OFF = {"idle", "ended"}
LATER = {HTTPStatus.TOO_MANY_REQUESTS, *range(500, 600)}  # answers after which a page asks again


@dataclass(frozen=True, slots=True)
class Wish:
    """One conference: who, in which way, what is done in it, for how long, and how it ends."""

    n: int
    way: str
    endings: tuple[str, ...]
    deeds: tuple[str, ...]
    talks: float
    ends: str
    star: bool

    @property
    def host(self) -> str:
        return f"+8618600{self.n:04d}77"

    def numbers(self, attempt: int = 0) -> list[str]:
        """Return the parties of the host's *attempt*: each attempt has numbers of its own."""
        prefix = f"+8613{7 + attempt}{self.n:03d}"
        return [f"{prefix}{m}{ending}" for m, ending in enumerate(self.endings)]


@dataclass(frozen=True, slots=True)
class Held:
    """What came of a wish: whether the host got into the room, and how many deeds were done.

    *promised* is what the page was told to be there, *refused* the status of what it was not.
    """

    way: str
    began: bool
    deeds: int
    promised: tuple[Promise, ...]
    refused: int | None


def wishes(seed: int, count: int) -> list[Wish]:
    """Return what *count* hosts want, by the *seed*."""
    return [_wish(n, random.Random(f"{seed}-{n}")) for n in range(count)]  # noqa: S311 - repeatable


def _wish(n: int, rng: random.Random) -> Wish:
    return Wish(
        n=n,
        way=WAYS[n % len(WAYS)],
        endings=tuple(rng.sample(ENDINGS, k=rng.randint(2, 4))),
        deeds=tuple(rng.sample(KEYS + BUTTONS, k=rng.randint(0, 3))),
        talks=rng.uniform(0.3, 4.0),
        ends=rng.choice(ENDS),
        star=rng.random() < 0.3,
    )


class Host:
    """One who holds a conference, and does again what did not work."""

    def __init__(self, stand: Stand, browser: Browser, wish: Wish, ahead: timedelta) -> None:
        self._stand = stand
        self._browser = browser
        self._wish = wish
        self._ahead = ahead
        self._phone = stand.phone(wish.host)
        self._parties = wish.numbers()
        self._promised: list[Promise] = []
        self._refused: int | None = None

    def hold(self) -> Held:
        """Have the conference, as far as it can be had; the host's phone is put down at the end."""
        began, done = False, 0
        if self._wish.star:
            self._let_one_press_star()
        try:
            self._begin()
            began = True
            if self._wish.ends != "leaves at once":
                done = self._talk()
        except AWAY:
            pass  # this one has had enough
        finally:
            self._phone.hang_up()
        return Held(self._wish.way, began, done, tuple(self._promised), self._refused)

    def _begin(self) -> None:
        match self._wish.way:
            case "dial_in":
                self._dial_in()
            case "web":
                send = partial(ask_for, self._browser, *self._parties, key=self._key("w"))
                self._promise(WEB, self._ask(send), lambda body: [body])
                self._confirm(within=30)
            case _:
                self._reserve()

    def _dial_in(self) -> None:
        for attempt in range(DIALS):
            try:
                self._parties = self._wish.numbers(attempt)
                self._key_in()
            except AWAY:
                self._phone.hang_up()
            else:
                return
        raise AssertionError("cut off each time")

    def _key_in(self) -> None:
        self._phone.dial("116323")
        asked = [("请按1", "1")]
        asked += [
            ("号码,按井号键结束", f"{number.removeprefix('+86')}#") for number in self._parties
        ]
        for text, keys in [*asked, ("开始通话请直接按井号键", "#")]:
            if not self._hears(text):
                break  # a call that was cut off is taken up again
            self._press(keys)
        self._phone.wait_for(state="in_conference")

    def _reserve(self) -> None:
        now = datetime.now(UTC) + self._ahead
        starts_at = (now + timedelta(seconds=64)).replace(second=0, microsecond=0)
        wanted = reservation(starts_at, *self._parties, notify=True)
        send = self._browser.send
        answer = self._ask(lambda: send("POST", "/reservations", wanted, self._key("r")))
        self._promise(RESERVED, answer, lambda body: list(body["items"]))
        self._confirm(within=(starts_at - now).total_seconds() + 30)

    def _promise(
        self, way: str, answer: requests.Response, made: Callable[[Any], list[dict[str, str]]]
    ) -> None:
        """Keep what the page was promised: what was *made*, by the body of the answer."""
        if answer.status_code == HTTPStatus.CREATED:
            self._promised += [Promise(way, one["id"]) for one in made(answer.json())]
        else:
            self._refused = answer.status_code

    def _confirm(self, within: float) -> None:
        """Wait until the host's phone rings, and press 1."""
        self._phone.answer(within=within)
        if self._hears("确认请按1"):
            self._press("1")
        self._phone.wait_for(state="in_conference")

    def _talk(self) -> int:
        """Do what is wished while the others come in; return how many deeds were done."""
        conferences = self._stand.conferences(self._wish.host)
        latest = max(conferences, key=lambda one: str(one["started_at"]))
        page, done = Page(self._browser, latest["conference_id"]), 0
        for deed in self._wish.deeds:
            time.sleep(self._wish.talks / (len(self._wish.deeds) + 1))
            with suppress(*AWAY):
                self._do(deed, page)
                done += 1
        time.sleep(self._wish.talks / (len(self._wish.deeds) + 1))
        self._end(page)
        return done

    def _do(self, deed: str, page: Page) -> None:
        first = self._parties[0]
        match deed:
            case "mute all":
                self._ask(lambda: page.set(all_muted=True))
            case "lock":
                self._ask(lambda: page.set(locked=True))
            case "invite":
                added = f"+86136{self._wish.n:03d}90001"
                self._ask(lambda: page.invite(added, key=self._key("i")))
            case "hang up":
                self._ask(lambda: page.press("hang-up", first))
            case "call again":
                self._ask(lambda: page.press("redial", first, self._key("a")))
            case key:
                self._star(key)

    def _end(self, page: Page) -> None:
        match self._wish.ends:
            case "by the button":
                self._ask(page.end)
            case "by the key":
                self._star("8")
                if self._hears("结束会议请按1"):
                    self._press("1")

    def _star(self, key: str) -> None:
        self._phone.wait_for(state="in_conference", within=5)
        self._phone.press("*")
        self._press(key)

    def _ask(self, send: Callable[[], requests.Response]) -> requests.Response:
        """Send the same request until it is answered, by whatever it may be; return that."""
        for _ in range(ASKS):
            with suppress(*AWAY):
                answer = send()
                if answer.status_code not in LATER:
                    return answer
            time.sleep(0.25)
        raise AssertionError("nobody answers")

    def _hears(self, text: str) -> bool:
        """Wait until *text* is said; return whether it was, for one may be in the room at once."""

        def heard() -> str:
            with suppress(AssertionError):
                self._phone.expect_caption(text, within=0.1)
                return "said"
            state = str(self._phone.snapshot()["state"])
            return state if state in {"in_conference", *CUT_OFF} else ""

        found = eventually(heard)
        if found in CUT_OFF:
            raise AssertionError("cut off")
        return bool(found == "said")

    def _press(self, keys: str) -> None:
        """Press *keys* once the phone is asked for some."""
        phone = self._stand.simulated.phone(self._wish.host)
        eventually(lambda: (line := phone.line) is None or line.keys is not None)
        self._phone.press(keys)

    def _let_one_press_star(self) -> None:
        """Have one of the parties, and of those of a second try, press “*” after answering."""
        for attempt in range(DIALS):
            phone = self._stand.simulated.phone(self._wish.numbers(attempt)[-1])
            self._stand.network.call(setattr, phone, "script", "*")

    def _key(self, what: str) -> str:
        return f"chaos-of-this-host-{what}-{self._wish.n:04d}"
