"""What stands around the product in these tests: small, and truthful where the product looks."""

import json
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from chalicelib import provider, workers
from chalicelib.calls import FINAL, Progress
from chalicelib.job import Job
from local import permissions

SERVICE = "+861065116323"
START = datetime(2011, 2, 16, 2, 0, tzinfo=UTC)  # ten in the morning of the first day, in Beijing


def nothing():
    """Do nothing before a step outwards; a test may put something else in its place."""


def unheard(*told):
    """Hear what is told, and do nothing about it."""
    del told


class Crash(BaseException):
    """The process was killed here; nothing of ours may catch it."""


class Clock:
    """Stands still until it is moved; sleeping moves it."""

    def __init__(self):
        self.at = START

    def now(self):
        return self.at

    def sleep(self, seconds):
        self.advance(seconds=seconds)

    def advance(self, **span):
        self.at += timedelta(**span)


@dataclass(frozen=True)
class Record:
    """The network's own record of one call."""

    sid: str
    number: str
    created_at: datetime
    status: str = "queued"
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    inbound: bool = False

    @property
    def seconds(self):
        if self.status != "completed":
            return None
        return int((self.ended_at - self.answered_at).total_seconds())


class Network:
    """What `chalicelib.provider` would do, done to records; each deed is noted in order."""

    DEEDS = (
        *("ring", "hang_up", "end_room", "announce", "mute", "in_room", "look", "find", "text"),
        "ended",
    )

    def __init__(self, clock):
        self.clock = clock
        self.calls = {}
        self.did = []
        self.texts = []  # number and words of each text message, in order
        self.longest = {}  # seconds that each call may last, 0 for as long as a conference may
        self.away = set()  # sids that are in no room just now
        self._lock = threading.Lock()
        self._refusals = {}
        self.before = nothing

    # ——— what the product asks for ———

    def ring(self, number, *, then, status, longest=0):
        with self._lock:
            sid = f"CA{len(self.calls):032}"
            self.longest[sid] = longest
            self._do("ring", number, then, status, done=lambda: self._place(sid, number))
        return sid

    def hang_up(self, call_sid):
        self._do("hang_up", call_sid, done=lambda: self.ends(call_sid))

    def end_room(self, conference_id):
        self._do("end_room", conference_id)

    def announce(self, conference_id, call_sid, document):
        self._do("announce", conference_id, call_sid, document)
        return call_sid not in self.away

    def mute(self, conference_id, call_sid, *, muted):
        self._do("mute", conference_id, call_sid, muted)

    def in_room(self, conference_id):
        self._do("in_room", conference_id)
        muted = {sid: on for _, sid, on in self.done("mute")}
        talking = [sid for sid, call in self.calls.items() if call.status == "in-progress"]
        return {sid: muted.get(sid, False) for sid in talking if sid not in self.away}

    def look(self, call_sid):
        self._do("look", call_sid)
        return self._word(self.calls[call_sid]) if call_sid in self.calls else None

    def find(self, number, since, until):
        self._do("find", number, since)
        placed = [c for c in self.calls.values() if c.number == number and not c.inbound]
        return [self._word(call) for call in reversed(placed) if since <= call.created_at <= until]

    def ended(self, since, until):
        self._do("ended", since, until)
        return iter(
            [
                provider.Call(
                    call.sid,
                    call.status,
                    "inbound" if call.inbound else "outbound-api",
                    *((call.number, SERVICE) if call.inbound else (SERVICE, call.number)),
                    call.seconds,
                    call.ended_at,
                )
                for call in self.calls.values()
                if call.ended_at and since <= call.ended_at < until
            ]
        )

    def text(self, number, words):
        with self._lock:
            sid = f"SM{len(self.texts):032}"
            self._do("text", number, words, done=lambda: self.texts.append((number, words)))
        return sid

    # ——— what a test says happens ———

    def refuse(self, deed, error, *, done=False):
        """Let the next *deed* fail with *error*; *done* says that it is done nevertheless."""
        self._refusals[deed] = (error, done)

    def dials_in(self, sid, number):
        """Note a call to 116323, answered at once."""
        now = self.clock.now()
        self.calls[sid] = Record(sid, number, now, "in-progress", now, inbound=True)

    def answers(self, sid):
        now = self.clock.now()
        self.calls[sid] = replace(self.calls[sid], status="in-progress", answered_at=now)

    def ends(self, sid, status=None):
        """End a call, if it is alive: answered it is completed, otherwise *status*."""
        call = self.calls.get(sid)
        if call is None or call.status in FINAL:
            return
        status = "completed" if call.answered_at else status or "canceled"
        self.calls[sid] = replace(call, status=status, ended_at=self.clock.now())

    # ——— what a test reads ———

    def done(self, deed):
        """Return what was asked of one *deed*, in order."""
        return [asked[1:] for asked in self.did if asked[0] == deed]

    @property
    def rung(self):
        """The numbers rung, in order."""
        return [number for number, _, _ in self.done("ring")]

    @property
    def told(self):
        """Who was told what, in order: the call sid, and the prompt its document speaks."""
        return [(sid, document.rpartition("/")[2]) for _, sid, document in self.done("announce")]

    @property
    def alive(self):
        """The sids of calls that are not over."""
        return {call.sid for call in self.calls.values() if call.status not in FINAL}

    def sid_of(self, number):
        """Return the sid of the latest call to *number*."""
        return [call.sid for call in self.calls.values() if call.number == number][-1]

    def word(self, sid):
        """Return what the network says of a call in a callback."""
        return self._word(self.calls[sid])

    def _place(self, sid, number):
        self.calls[sid] = Record(sid, number, self.clock.now())

    def _do(self, deed, *asked, done=nothing):
        self.before()
        self.did.append((deed, *asked))
        error, nevertheless = self._refusals.pop(deed, (None, True))
        if nevertheless:
            done()
        if error is not None:
            raise error

    @staticmethod
    def _word(call):
        return Progress(call.sid, call.status, call.seconds, call.ended_at)


class Queue:
    """The work queue: messages go through JSON and `workers.do`, as they do in truth."""

    def __init__(self, clock):
        self.clock = clock
        self.messages = []
        self.before = nothing

    def ask(self, job, subject, about="", *, delay=0):
        self.before()
        body = json.dumps({"job": job.value, "subject": subject, "about": about})
        self.messages.append((self.clock.now() + timedelta(seconds=delay), body))

    def ask_all(self, wanted):
        for one in wanted:
            self.ask(one.job, one.subject, one.about, delay=one.delay)
        return list(range(len(wanted)))

    @property
    def asked(self):
        """The jobs that wait to be done, and what they are about."""
        found = [json.loads(body) for _, body in self.messages]
        return [(message["job"], message["about"]) for message in found]

    def run(self):
        """Do every job whose time has come, and those that they ask for."""
        while due := [m for m in self.messages if m[0] <= self.clock.now()]:
            self.messages.remove(due[0])
            try:
                self.do(due[0][1])
            except BaseException:
                self.messages.append(due[0])  # not deleted: it comes back
                raise

    @staticmethod
    def do(body):
        message = json.loads(body)
        with permissions.acting("work"):
            workers.do(Job(message["job"]), message["subject"], message["about"])


class Memory:
    """Beginnings that many tests share: lived through once, then remembered."""

    def __init__(self):
        self._known = {}

    def of(self, begin, store, network, queue):
        """Return what *begin* returns, the world around it being as *begin* leaves it.

        What began at another moment is another beginning.
        """
        known = begin, network.clock.now()
        if known in self._known:
            outcome, items, calls, did = self._known[known]
            store.restore(items)
            network.calls.update(calls)
            network.did.extend(did)
            return outcome
        outcome = begin(network, queue)
        assert queue.messages == [], "a beginning leaves no work behind"
        store.requests.clear()
        state = store.saved(), dict(network.calls), list(network.did)
        self._known[known] = (outcome, *state)
        return outcome
