"""An open loop of webhooks of many conferences at once, each in its own order of life.

Conferences have slots: where one is over, the next one of the same host begins. Webhooks are taken
from the slots in turn, so that those of one conference are some seconds apart.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import formatdate

import aiohttp

from bench import load
from bench.heavy.lives import HOST, JOIN, SECONDS, Life, Step
from bench.heavy.provider import TOLD
from bench.load import Answer

LIVE = 500  # conferences at once
FIRST_LIVE, LENGTH = 5, 35  # the webhook after which a conference goes on; all of its webhooks
SLOTS = -(-LIVE * LENGTH // (LENGTH - 1 - FIRST_LIVE))
LEAST_APART = 1.0  # seconds between two webhooks of one conference, on the way to the beginning
GOOD = frozenset({200, 204})
LOST = 0  # for a status: there was no answer


@dataclass(frozen=True, slots=True)
class Sent:
    """One webhook that was sent: which, when it was due, and how it went."""

    name: str
    due: float
    answer: Answer

    @property
    def failed(self) -> bool:
        """Whether it was not answered as it should be."""
        return self.answer.status not in GOOD


@dataclass(slots=True)
class Slot:
    """One host, who holds conference after conference."""

    number: int
    life: Life = field(init=False)
    goes_on: bool = False
    """Whether its conference can be looked at."""
    over: list[Life] = field(default_factory=list)
    broken: bool = False
    _lives: int = 0
    _steps: Iterator[Step] = field(default_factory=lambda: iter(()))

    @property
    def host(self) -> str:
        """The number of its host."""
        return f"+8618600{self.number + 1:06d}"

    @property
    def place(self) -> int:
        """Where in the order of life it begins: never where its neighbours do."""
        return self.number % LENGTH

    def next(self) -> Step:
        """Return the next webhook, of the next conference if one is over."""
        step = next(self._steps, None)
        if step is not None:
            return step
        if self._lives and not self.broken:
            self.over.append(self.life)
        self._lives, self.goes_on, self.broken = self._lives + 1, False, False
        parties = {
            who: f"+8613{n}{self.number:04d}8888" for who, n in zip("abc", "579", strict=True)
        }
        self.life = Life(self.host, parties, f"{self.host}/{self._lives}")
        self._steps = self.life.steps()
        return next(self._steps)

    def heard(self, step: Step, *, failed: bool) -> None:
        """Note how a webhook went."""
        self.broken |= failed
        if step.name == "start":
            self.goes_on = not failed


class Flow:
    """All slots, and what is sent of them to the product at *url*."""

    def __init__(self, session: aiohttp.ClientSession, url: str, provider: str) -> None:
        self.slots = [Slot(n) for n in range(SLOTS)]
        self._session = session
        self._url = url
        self._provider = provider
        self._turn = 0
        self._news: dict[str, list[list[str | int]]] = {"joined": [], "over": []}

    async def begin(self, rate: float) -> list[Sent]:
        """Bring every slot to a place of its own in the order of life, those far along first."""
        sending = []
        for left in range(LENGTH, 0, -1):
            began = time.perf_counter()
            for slot in self.slots:
                if slot.place >= left:
                    sending.append(self._send(slot, time.perf_counter()))
                    await asyncio.sleep(1 / rate)
            await asyncio.sleep(max(0.0, began + LEAST_APART - time.perf_counter()))
        return list(await asyncio.gather(*sending))

    async def run(self, rate: float, seconds: float) -> list[Sent]:
        """Send *rate* webhooks a second for so many *seconds*, whatever became of those before."""
        started, sending = time.perf_counter() + 0.1, []
        for n in range(int(rate * seconds)):
            due = started + n / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            sending.append(self._send(self.slots[self._turn % SLOTS], due))
            self._turn += 1
        return list(await asyncio.gather(*sending))

    async def tell_provider(self) -> None:
        """Tell the provider each second what it could not know, until cancelled."""
        while True:
            await asyncio.sleep(1)
            news, self._news = self._news, {"joined": [], "over": []}
            async with self._session.post(self._provider + TOLD, json=news) as answer:
                await answer.read()

    def finished(self) -> list[Life]:
        """Return every conference all of whose webhooks were taken."""
        return [life for slot in self.slots for life in slot.over]

    def _send(self, slot: Slot, due: float) -> asyncio.Task[Sent]:
        step, life = slot.next(), slot.life
        form = dict(step.form)
        if step.over is not None:
            form["Timestamp"] = formatdate(usegmt=True)
            self._news["over"].append([form["CallSid"], step.over, form["Timestamp"]])
        elif step.name == JOIN:
            self._news["joined"].append([life.conference_id, form["CallSid"]])
        hook = load.signed(self._url, step.path, form)
        return asyncio.create_task(self._sent(slot, life, step, hook, due))

    async def _sent(
        self, slot: Slot, life: Life, step: Step, hook: load.Webhook, due: float
    ) -> Sent:
        try:
            answer = await load.send(self._session, self._url, hook, due)
        except (aiohttp.ClientError, TimeoutError):
            answer = Answer(LOST, time.perf_counter() - due, 0.0)
        sent = Sent(step.name, due, answer)
        if slot.life is life:
            slot.heard(step, failed=sent.failed)
        return sent


def missing(lives: list[Life]) -> list[str]:
    """Return of which finished conferences the records are not what the provider told."""
    from chalicelib import tables  # noqa: PLC0415 - the environment is set

    amiss = []
    for life in lives:
        wanted = {life.legs[who]: SECONDS[who] for who in (*"abc", HOST)}
        _, legs = tables.collection(life.conference_id)
        found = {
            leg.leg_id: int(leg.seconds or 0)
            for leg in legs
            if leg.billing_month and leg.billing_number == life.host and leg.charge is not None
        }
        if found != wanted:
            amiss.append(life.conference_id)
    return amiss
