"""An open loop of webhooks of many conferences at once, each in its own order of life.

Conferences have slots: where one is over, the next one of the same host begins. Webhooks are taken
from the slots in turn, so that those of one conference are some seconds apart. Nothing is told of
a call that the product has not asked for yet: that conference is passed over, and the next one's
turn comes.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import formatdate

import aiohttp

from bench import load
from bench.heavy.lives import JOIN, Life, Step
from bench.heavy.provider import TOLD
from bench.load import Answer

LIVE = 500  # conferences at once
FIRST_LIVE, LENGTH = 5, 35  # the webhook after which a conference goes on; all of its webhooks
SLOTS = -(-LIVE * LENGTH // (LENGTH - 1 - FIRST_LIVE))
SETTLED = 5.0  # seconds in which the last jobs are done, and the provider has been asked again
LEAST_APART = 1.0  # seconds between two webhooks of one conference, on the way to the beginning
GOOD = frozenset({200, 204})
LOST = 0  # for a status: there was no answer
SILENT_FOR = 150.0  # seconds: a job that failed comes again after one minute, and after another


@dataclass(frozen=True, slots=True)
class Sent:
    """One webhook that was sent: which, when it was due, and how it went."""

    name: str
    due: float
    answer: Answer
    as_asked: bool = True
    """Whether the document was one of those that belong there."""

    @property
    def failed(self) -> bool:
        """Whether it was not answered as it should be."""
        return self.answer.status not in GOOD or not self.as_asked

    @property
    def outcome(self) -> str:
        """How it was answered, in a word or two."""
        return str(self.answer.status) if self.as_asked else f"{self.name} with another document"


@dataclass(slots=True)
class Course:
    """One conference on its way: who was let in, as far as we were answered."""

    life: Life
    entered: set[str] = field(default_factory=set)
    unbroken: bool = True

    def heard(self, step: Step, sent: Sent) -> None:
        """Note how a webhook went."""
        self.unbroken &= not sent.failed
        if step.enters and not sent.failed:
            self.entered.add(step.enters)


@dataclass(slots=True)
class Slot:
    """One host, who holds conference after conference."""

    number: int
    course: Course = field(init=False)
    goes_on: bool = False
    """Whether its conference can be looked at."""
    over: list[Course] = field(default_factory=list)
    _lives: int = 0
    _upcoming: Step | None = None
    _steps: Iterator[Step] = field(default_factory=lambda: iter(()))

    @property
    def host(self) -> str:
        """The number of its host."""
        return f"+8618600{self.number + 1:06d}"

    @property
    def place(self) -> int:
        """Where in the order of life it begins: never where its neighbours do."""
        return self.number % LENGTH

    def upcoming(self) -> Step:
        """Return the next webhook, of the next conference if one is over, and leave it the next."""
        if self._upcoming is None:
            self._upcoming = next(self._steps, None) or self._begun()
        return self._upcoming

    def next(self) -> Step:
        """Return the next webhook, which is then sent."""
        step, self._upcoming = self.upcoming(), None
        return step

    def _begun(self) -> Step:
        if self._lives:
            self.over.append(self.course)
        self._lives, self.goes_on = self._lives + 1, False
        parties = {
            who: f"+8613{n}{self.number:04d}8888" for who, n in zip("abc", "579", strict=True)
        }
        self.course = Course(Life(self.host, parties, f"{self.host}/{self._lives}"))
        self._steps = self.course.life.steps()
        return next(self._steps)

    def heard(self, course: Course, step: Step, sent: Sent) -> None:
        """Note how a webhook of *course*, which may be over by now, went."""
        course.heard(step, sent)
        if course is self.course and step.name == "start":
            self.goes_on = not sent.failed


class Flow:
    """All slots, and what is sent of them to the product at *url*."""

    def __init__(self, session: aiohttp.ClientSession, url: str, provider: str) -> None:
        self.slots = [Slot(n) for n in range(SLOTS)]
        self._session = session
        self._url = url
        self._provider = provider
        self._turn = 0
        self._placed: set[str] = set()
        self._told_at = 0.0
        self.passed_over = 0
        """How often there was something to tell of a call that was not asked for yet."""
        self.unsent = 0
        """How many webhooks were not sent at all: of no conference was there anything to tell."""
        self._news: dict[str, list[list[str | int]]] = {"joined": [], "over": []}

    async def begin(self, rate: float) -> list[Sent]:
        """Bring every slot to a place of its own in the order of life, those far along first."""
        sending = []
        for left in range(LENGTH, 0, -1):
            began = time.perf_counter()
            for slot in self.slots:
                if slot.place >= left and self._can_go_on(slot):
                    sending.append(self._send(slot, time.perf_counter()))
                    await asyncio.sleep(1 / rate)
            await asyncio.sleep(max(0.0, began + LEAST_APART - time.perf_counter()))
        return list(await asyncio.gather(*sending))

    async def run(self, rate: float, seconds: float) -> list[Sent]:
        """Send *rate* webhooks a second for so many *seconds*, whatever became of those before.

        One that there is nothing to tell by is not sent. Raise RuntimeError if that goes on.
        """
        started, sending = time.perf_counter() + 0.1, []
        for n in range(int(rate * seconds)):
            due = started + n / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if slot := self._whose_turn():
                sending.append(self._send(slot, due))
                continue
            self.unsent += 1
            if due - self._told_at > SILENT_FOR:
                raise RuntimeError("no phone is rung any more: see what the jobs' process logged")
        return list(await asyncio.gather(*sending))

    async def tell_provider(self) -> None:
        """Tell the provider each second what it could not know, and ask what we could not."""
        while True:
            await asyncio.sleep(1)
            news, self._news = self._news, {"joined": [], "over": []}
            async with self._session.post(self._provider + TOLD, json=news) as answer:
                self._placed.update((await answer.json())["placed"])

    async def never_rung(self) -> int:
        """Return how many conferences wait for a phone still, once all news had time to come."""
        await asyncio.sleep(SETTLED)
        return sum(not self._known(slot) for slot in self.slots)

    def finished(self) -> list[Course]:
        """Return every conference all of whose webhooks were sent."""
        return [course for slot in self.slots for course in slot.over]

    def _whose_turn(self) -> Slot | None:
        for _ in range(SLOTS):
            slot = self.slots[self._turn % SLOTS]
            self._turn += 1
            if self._can_go_on(slot):
                return slot
        return None

    def _can_go_on(self, slot: Slot) -> bool:
        known = self._known(slot)
        self.passed_over += not known
        return known

    def _known(self, slot: Slot) -> bool:
        call_sid = slot.upcoming().form["CallSid"]
        return call_sid == slot.course.life.host_sid or call_sid in self._placed

    def _send(self, slot: Slot, due: float) -> asyncio.Task[Sent]:
        self._told_at = due
        step, course = slot.next(), slot.course
        form = dict(step.form)
        if step.over is not None:
            form["Timestamp"] = formatdate(usegmt=True)
            self._news["over"].append([form["CallSid"], step.over, form["Timestamp"]])
        elif step.name == JOIN:
            self._news["joined"].append([course.life.conference_id, form["CallSid"]])
        hook = load.signed(self._url, step.path, form)
        return asyncio.create_task(self._sent(slot, course, step, hook, due))

    async def _sent(
        self, slot: Slot, course: Course, step: Step, hook: load.Webhook, due: float
    ) -> Sent:
        try:
            answer, document = await self._ask(hook, due)
        except (aiohttp.ClientError, TimeoutError):
            answer, document = Answer(LOST, time.perf_counter() - due, 0.0), ""
        lost = answer.status not in GOOD
        sent = Sent(step.name, due, answer, as_asked=lost or step.verb in document)
        slot.heard(course, step, sent)
        return sent

    async def _ask(self, hook: load.Webhook, due: float) -> tuple[Answer, str]:
        """Send *hook*, which should have been sent at *due*; return the document as well."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "X-Twilio-Signature": hook.signature,
        }
        where = self._url + hook.path
        async with self._session.post(where, data=hook.body, headers=headers) as response:
            document = await response.text()
            waited = response.headers.get("Server-Timing", "wait;dur=0").rsplit("=", 1)[1]
            took = time.perf_counter() - due
            return Answer(response.status, took, float(waited) / 1000), document
