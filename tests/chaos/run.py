"""The running product killed at random times, its store and its network faulty, and hosts who talk.

What is killed is the product: its whole process group, with SIGKILL. The store and the phone
network live on, as they would.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from local.processes import StartError
from local.store import Endpoints
from tests.chaos import store_proxy
from tests.chaos.books import Books
from tests.chaos.complaints import complaints, unexplained
from tests.chaos.hosts import Held, Host, Wish, wishes
from tests.chaos.promises import WEB, Documents
from tests.chaos.store_proxy import FAULTS, StoreProxy
from tests.chaos.written import Written, alive, all_attended, all_over, dead_letters, read
from tests.stories.browser import Browser
from tests.stories.page import owner
from tests.stories.reserving import now
from tests.stories.stand import Stand, eventually, standing
from tests.stories.test_faults import ALL_FAULTS

AT_ONCE = 8
OVER_WITHIN = 60.0  # seconds after the end
MINUTES_LATER = 15  # by then whatever was reserved has begun, or was missed
A_MINUTE_TAKES = 2.0  # seconds
HELD_BACK = 100.0  # seconds a message waits in the queue at most, whose clock nobody moves
LONGEST_START = 30.0  # seconds, then the run fails
SECOND = 50  # of the minute in which it begins: what is reserved is due soon

PREFIX = "chaos-"
NO_EVENT = {"delay", "reorder"}  # faults that the network does not tell of
MUST_STRIKE = (
    *(f"store: {fault}" for fault in FAULTS),
    *("network: lose", "network: double", "network: delay", "network: reorder"),
    *("network: answered 429", "network: create_accepted_but_timeout"),
    *("network: create_500_not_placed", "network: end_400"),
)

Say = Callable[[str], None]
Log = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Plan:
    """How many *conferences*, from so many to so many *kills*, the seconds between two of them.

    After each the product answers again in *ready_within* seconds. *thorough* is a run that is long
    enough for every kind of fault to strike; else one of any kind must.
    """

    seed: int
    conferences: int
    kills: tuple[int, int]
    pause: tuple[float, float] = (3.0, 15.0)
    ready_within: float = 10.0
    thorough: bool = True


@dataclass(slots=True)
class Outcome:
    """What was done, and what was amiss."""

    kills: int = 0
    ready: list[float] = field(default_factory=list)
    starts: int = 0
    held: list[Held] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)
    passed: int = 0
    over_after: float = 0.0
    took: float = 0.0
    complaints: int = 0
    figures: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def amiss(self) -> dict[str, list[Any]]:
        """What is not as it must be, by the rule."""
        return {rule: found for rule, found in self.wrong.items() if found}


class Run:
    """One run of a *plan*."""

    def __init__(  # noqa: PLR0913, PLR0917 - all that there is
        self, stand: Stand, endpoints: Endpoints, proxy: StoreProxy, plan: Plan, say: Say, log: Log
    ) -> None:
        self._stand = stand
        self._endpoints = endpoints
        self._proxy = proxy
        self._plan = plan
        self._say = say
        self._log = log
        self._rng = random.Random(plan.seed)  # noqa: S311 - repeatable, not secret
        self._began = time.monotonic()
        self._documents = Documents()
        self.outcome = Outcome()
        stand.simulated.plant.events.subscribe(self._note)
        stand.simulated.plant.events.subscribe(self._documents.note)
        self._count_what_is_no_event()

    def live(self) -> Outcome:
        """Hold the conferences amid the chaos, let it end, and compare the books."""
        wanted = wishes(self._plan.seed, self._plan.conferences)
        owners = {wish: owner(self._stand, wish.host) for wish in wanted}
        ahead = self._shortly_before_a_minute()
        self._proxy.on = True
        self._stand.faults(**ALL_FAULTS)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            hosts = [Host(self._stand, owners[wish], wish, ahead) for wish in wanted]
            holding = [pool.submit(host.hold) for host in hosts]
            for one in holding:
                one.add_done_callback(self._progress)
            while self._goes_on(holding):
                pause = self._rng.uniform(*self._plan.pause)
                began = time.monotonic()
                wait(holding, pause)
                time.sleep(max(0.0, began + pause - time.monotonic()))
                if self.outcome.kills < self._plan.kills[1]:
                    self._kill()
        left = self._let_it_end()
        self._let_time_pass()
        self._compare(self._read(owners, left), len(owners))
        return self.outcome

    def _goes_on(self, holding: list[Future[Held]]) -> bool:
        early = self.outcome.kills < self._plan.kills[0]
        return early or not all(one.done() for one in holding)

    def _shortly_before_a_minute(self) -> timedelta:
        """Move the clocks on to SECOND of a minute; return how far the product's is ahead."""
        self._stand.move_clock((SECOND - now(self._stand).second) % 60)
        return now(self._stand) - datetime.now(UTC)

    def _kill(self) -> None:
        self._stand.kill()
        killed = time.monotonic()
        self._bring_back(killed + LONGEST_START)
        took = time.monotonic() - killed
        self.outcome.ready.append(took)
        self.outcome.kills += 1
        self._tell(f"kill {self.outcome.kills}, ready again after {took:.1f} s")

    def _bring_back(self, deadline: float) -> None:
        """Start the product, again if its start fails: the store is faulty then, too."""
        while True:
            self.outcome.starts += 1
            try:
                self._stand.start()
            except StartError:
                if time.monotonic() > deadline:
                    raise
            else:
                return

    def _progress(self, one: Future[Held]) -> None:
        self.outcome.held.append(one.result())
        if len(self.outcome.held) % 10 == 0:
            self._tell(f"{len(self.outcome.held)} hosts have hung up")

    def _let_it_end(self) -> list[Any]:
        """Let the faults stop, and return what is not over when that should be."""
        self._proxy.on = False
        self._stand.faults(**dict.fromkeys(ALL_FAULTS, 0))
        ended = time.monotonic()
        with suppress(AssertionError):  # the books will tell what is alive
            eventually(lambda: all_over(self._stand), within=OVER_WITHIN)
        self.outcome.over_after = time.monotonic() - ended
        self._tell(f"all is over {self.outcome.over_after:.1f} s after the end")
        return alive(self._stand)

    def _let_time_pass(self) -> None:
        """Let minutes go by until nothing that was reserved is still to come."""
        for within in [*[A_MINUTE_TAKES] * MINUTES_LATER, HELD_BACK]:
            with suppress(AssertionError):
                eventually(self._nothing_to_come, within=within)
                return
            self._stand.move_clock(60)

    def _nothing_to_come(self) -> bool:
        return all_attended(self._stand) and all_over(self._stand)

    def _read(self, owners: dict[Wish, Browser], left: list[Any]) -> Written:
        promised = {one for held in self.outcome.held for one in held.promised}
        log = self._log()
        self.outcome.complaints = len(complaints(log))
        return read(
            self._stand,
            {wish.host: (wish.way, browser) for wish, browser in owners.items()},
            promised=frozenset(promised | self._documents.promised),
            documents=self._documents,
            alive=left,
            dead=dead_letters(self._endpoints, PREFIX),
            errors=unexplained(log),
        )

    def _compare(self, written: Written, hosts: int) -> None:
        books, outcome = Books(written), self.outcome
        outcome.met += Counter({f"store: {fault}": n for fault, n in self._proxy.met.items()})
        outcome.passed = self._proxy.passed
        late = [took for took in outcome.ready if took > self._plan.ready_within]
        lonely = [] if 10 * books.shared >= hosts else outcome.held
        outcome.figures = books.figures()
        outcome.wrong = books.compared() | {
            f"ready within {self._plan.ready_within:.0f} s of each kill": late,
            "a tenth of the hosts had company, at least": lonely,
            "no start from the page was refused": [
                one for one in outcome.held if one.way == WEB and one.refused
            ],
            "the store was asked through the proxy": [] if outcome.passed else ["never"],
            "the faults struck": self._never_struck(),
        }
        outcome.took = time.monotonic() - self._began

    def _never_struck(self) -> list[str]:
        """Return the faults that did not strike: all, or in a short run any, must."""
        never = [fault for fault in MUST_STRIKE if not self.outcome.met[fault]]
        return never if self._plan.thorough or len(never) == len(MUST_STRIKE) else []

    def _note(self, event: dict[str, Any]) -> None:
        """Count what the network does; called on its own thread alone."""
        kind = event["kind"]
        if kind == "webhook":
            failed = "error" in event or event["status"] >= HTTPStatus.INTERNAL_SERVER_ERROR
            self.outcome.met["webhooks that failed" if failed else "webhooks"] += 1
        elif kind == "rest":
            self.outcome.met[f"network: answered {event['status']}"] += 1
        elif kind == "fault":
            self.outcome.met[f"network: {event['fault']}"] += 1

    def _count_what_is_no_event(self) -> None:
        injector = self._stand.simulated.plant.injector
        happens = injector.happens

        def counted(name: str) -> bool:
            struck = happens(name)
            if name in NO_EVENT and struck:
                self.outcome.met[f"network: {name}"] += 1
            return struck

        injector.happens = counted

    def _tell(self, text: str) -> None:
        self._say(f"{time.monotonic() - self._began:6.1f} s  {text}")


def chaos(endpoints: Endpoints, plan: Plan, say: Say, log: Log) -> Outcome:
    """Run a product on the store at *endpoints* through the chaos, and return what came of it.

    *log* returns what the product has logged.
    """
    with store_proxy.before(endpoints.dynamodb_url, plan.seed) as proxy:
        with standing(
            endpoints,
            PREFIX,
            seed=plan.seed,
            AWS_ENDPOINT_URL_DYNAMODB=proxy.url,
            RESERVATION_LEAD_MINUTES="0",
            RING_SECONDS="20",
            SEED="0",
        ) as stand:
            return Run(stand, endpoints, proxy, plan, say, log).live()
