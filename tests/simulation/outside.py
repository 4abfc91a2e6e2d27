"""The store, the queue and the provider's client as our functions meet them: slow, and faulty."""

import json
from collections import deque
from contextlib import suppress
from datetime import timedelta

from requests import ReadTimeout
from twilio.base.exceptions import TwilioRestException

from chalicelib import tables
from tests.engine import Engine, error
from tests.fakes import Crash

WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}
BEHIND = (0.5, 0.5, 60)  # seconds, in the middle
STALLED = 2.0  # seconds until botocore asks again


class Outside:
    """A step outwards takes time; the process may die before it and after it."""

    def __init__(self, timeline, faults):
        self.timeline, self.faults, self.random = timeline, faults, timeline.random

    def step(self, what):
        """Let a step outwards take its time; it may be the last one of its process."""
        task = self.timeline.task()
        self.timeline.wait(self._takes())
        self.timeline.note(task.process.name, *what)
        if self.strike("frozen"):
            self.timeline.wait(self.random.uniform(3, 60))
        if self.faults.strike("crash", task.process.subject):
            task.process.dead = True
            raise Crash

    def _takes(self):
        """Return how many seconds one takes: mostly few milliseconds, and sometimes seconds."""
        drawn = self.random.random()
        if drawn < 0.9:
            return 0.001 + drawn / 100
        return 0.02 + (drawn - 0.9) * 5 if drawn < 0.99 else (drawn - 0.99) * 300

    def strike(self, name):
        """Say whether a fault strikes whoever asks: what they answer then is no fault of ours."""
        process = self.timeline.task().process
        struck = self.faults.strike(name, process.subject)
        process.struck |= struck
        return struck

    def happened(self, name):
        """Count a fault that has taken effect on whoever asks."""
        process = self.timeline.task().process
        self.faults.happened(name, process.subject)
        process.struck = True


class Store(Outside):
    """The tables, behind botocore: what it asks again by itself is asked again here."""

    def __init__(self, engine, timeline, faults):
        super().__init__(timeline, faults)
        self.engine = engine
        self.changed = deque(maxlen=200)
        """What was written of late: when, where, and what stood there before."""

    def answer(self, operation, asked):
        """Answer what pynamodb asks; the checks of a test are answered at once."""
        if self.timeline.task() is None:
            return self.engine.answer(operation, asked)
        self.step(("store", operation, _keys(asked)))
        if self.strike("store_throttled"):
            self._again("ProvisionedThroughputExceededException", operation)
        if self.strike("store_stalled"):
            self.timeline.wait(STALLED)
        if operation in WRITES and self.faults.drawn("store_applied_but_500"):
            return self._twice(operation, asked)
        if "IndexName" in asked and self.faults.drawn("index_lags"):
            return self._late(operation, asked)
        return self.engine.answer(operation, asked)

    def remember(self, table, before, after):
        """Keep what a write has changed: an index shows it later than the table does."""
        place = self.engine.place(table, after or before)
        self.changed.append((self.timeline.now, table, place, before))

    def _late(self, operation, asked):
        """Answer as it was; that counts as a fault if it is not how it is."""
        then, now = self._as_it_was(operation, asked), self.engine.answer(operation, asked)
        if then != now:
            self.happened("index_lags")
        return then

    def _as_it_was(self, operation, asked):
        """Answer a query of an index as it would have been answered some moments ago."""
        behind = self.random.expovariate(1 / self.random.choice(BEHIND))
        moment = self.timeline.now - timedelta(seconds=behind)
        table, now = asked["TableName"], self.engine.items[asked["TableName"]]
        late = [one for one in reversed(self.changed) if one[0] > moment and one[1] == table]
        then = {**now, **{place: before for _, _, place, before in late}}
        self.engine.items[table] = {place: row for place, row in then.items() if row is not None}
        try:
            return self.engine.answer(operation, asked)
        finally:
            self.engine.items[table] = now

    def _again(self, code, operation):
        """Let botocore ask again after a pause; one time in four it has to give up."""
        self.timeline.wait(self.random.uniform(0.05, 1.0))
        if self.random.random() < 0.25:
            raise error(code, operation)

    def _twice(self, operation, asked):
        """Do it, say that it failed, and be asked again: for the product the first was not done.

        A transaction carries a token that botocore makes: asked again, it is the same one.
        """
        done = self.engine.answer(operation, asked)  # raises where the condition does not hold
        self.happened("store_applied_but_500")
        self._again("InternalServerError", operation)
        return done if operation == "TransactWriteItems" else self.engine.answer(operation, asked)


class Queue(Outside):
    """The queue as its client shows it; *deliver* is told of each message, and when it is due."""

    def __init__(self, timeline, faults, deliver):
        super().__init__(timeline, faults)
        self.deliver = deliver

    def send_message(self, *, QueueUrl, MessageBody, DelaySeconds):  # noqa: N803 - botocore's names
        del QueueUrl
        self.step(("queue", MessageBody))
        if self.strike("queue_refused"):
            self.timeline.wait(self.random.uniform(0.1, 2.0))
            if self.random.random() < 0.5:
                raise error("InternalError", "SendMessage")
        self._take(MessageBody, DelaySeconds)

    def send_message_batch(self, *, QueueUrl, Entries):  # noqa: N803
        del QueueUrl
        self.step(("queue", len(Entries)))
        taken = [one for one in Entries if not self.strike("queue_refused")]
        for one in taken:
            self._take(one["MessageBody"], one["DelaySeconds"])
        return {"Successful": [{"Id": one["Id"]} for one in taken]}

    def _take(self, body, delay):
        wait = delay + self.random.uniform(0.01, 0.3)
        self.deliver(body, wait)
        if self.strike("queue_doubled"):
            self.deliver(body, wait + self.random.choice([0, 0, 0.005, 0.2, 20]))


class Line(Outside):
    """What every request to the provider goes through; `done` says what it does there."""

    def request(self, what, done, *, may_be_late=False):
        """Do one request: refused, failed, or done without our learning it, as faults strike.

        One that *may_be_late* may also be done a minute after nobody waits for it any more.
        """
        self.step(("provider", *what))
        if self.strike("provider_429"):
            raise TwilioRestException(429, "", "too many requests", 20429)
        if self.strike("provider_500_not_done"):
            raise TwilioRestException(503, "", "not now")
        if may_be_late and self.strike("provider_late"):
            self.timeline.after(self.random.uniform(10, 100), lambda: _if_possible(done))
            self.timeline.wait(5)
            raise ReadTimeout
        answer = done()
        if self.strike("provider_500_done"):
            raise TwilioRestException(500, "", "no answer")
        if self.strike("provider_timeout_done"):
            self.timeline.wait(5)
            raise ReadTimeout
        return answer


def _if_possible(done):
    with suppress(TwilioRestException):
        done()


def new_engine():
    """Return an engine without tables; `made` makes them while botocore asks it."""
    return Engine()


def make_tables(engine):
    """Make every table of the product; *engine* is what botocore asks by now."""
    for model in tables.ALL:
        model.create_table(wait=True)
    assert len(engine.keys) == len(tables.ALL)


def subject_of(body):
    """Return what a message of the queue is about."""
    message = json.loads(body)
    return message["about"] if message["job"] == "reservation" else message["subject"]


def _keys(asked):
    """Return what tells one request from another in a trace."""
    return repr(asked.get("Key") or asked.get("ExpressionAttributeValues") or asked.keys())
