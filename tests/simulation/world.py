"""One run: the product between a faulty store, a faulty queue and a faulty phone network.

`live(seed)` lives through one, and returns what is left of it for the checks.
"""

import json
import logging
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from unittest.mock import patch

from argon2 import PasswordHasher
from botocore.client import BaseClient

from chalicelib import clock, config, control, due, ids, jobs, passwords, provider, tables
from chalicelib.billing import tariffs
from tests.fakes import unheard
from tests.simulation import invariants
from tests.simulation.carrier import Carrier
from tests.simulation.channel import CONTEXT, Channel
from tests.simulation.faults import ALL, Faults
from tests.simulation.outside import Line, Queue, Store, make_tables, new_engine, subject_of
from tests.simulation.people import People
from tests.simulation.phones import Phones
from tests.simulation.timeline import Pool, Process, Timeline
from tests.simulation.watching import Watch

LIFE = {"api": 29, "work": 50, "minute": 50, "day": 50}
"""Seconds that a function of ours may take, as the template has them."""
INVISIBLE_SECONDS, RECEIVED_TIMES = 60, 5
TICK = dict.fromkeys(
    ("version", "account", "region", "detail", "detail-type", "source", "id", "resources"), ""
)
TROUBLE, QUIET = timedelta(minutes=24), timedelta(minutes=80)
"""How long things go wrong, and how long at most all may then take to come to its end."""
FORGOTTEN = timedelta(minutes=11)
"""After which a start that came to nothing, cut short half way, counts for no limit any more."""
MIDNIGHT = datetime(2011, 2, 28, 16, tzinfo=UTC)
"""When March begins in Beijing."""
SETTINGS = {"max_parties": 4, "max_account_legs": 6}
"""Small, so that limits are met."""
CALLS_AN_HOUR = (3, 200, 200, 200)
"""Of one account: not always few, for then nothing else goes on."""
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Cheap: how hard a password is to guess is not looked at here."""
ENGINE = new_engine()


class World:
    """Everything around the product in one run."""

    def __init__(self, seed):
        import app  # noqa: PLC0415 - it takes the log over

        self.seed, self.random = seed, Random(seed)  # noqa: S311 - not for secrets
        self.app = app
        self.engine = ENGINE
        self.timeline = Timeline(self.random, self._beginning())
        self.faults = Faults(self.random, self._states)
        self.store = Store(self.engine, self.timeline, self.faults)
        self.queue = Queue(self.timeline, self.faults, self._deliver)
        self.carrier = Carrier(self.timeline, Line(self.timeline, self.faults))
        self.channel = Channel(self.timeline, self.faults, self.request)
        self.phones = Phones(self.timeline, self.carrier, self.channel)
        self.people = People(self)
        self.calls_an_hour = self.random.choice(CALLS_AN_HOUR)
        self.watch = Watch(self)
        self.phones.comes_in, self.phones.wishes = self.watch.entered, self.people.wish
        self.waiting = 0
        """Messages in the queue, or being worked on."""
        self.dead_letters, self.down_until = [], self.timeline.now
        self.settled_at = self.timeline.now
        """When something was last going on."""

    def _beginning(self):
        """Begin some minutes before a Beijing month does, or on a plain day."""
        if self.random.random() < 0.3:
            return MIDNIGHT - timedelta(days=5, hours=self.random.uniform(0, 20))
        return MIDNIGHT - timedelta(minutes=self.random.uniform(0, 12))

    # ——— one run ———

    def live(self):
        """Live through trouble, and then until all has come to its end."""
        self.people.come()
        for n in range(int((TROUBLE + QUIET).total_seconds()) // 60):
            moment = self.timeline.start + timedelta(minutes=n, seconds=30)
            self.timeline.at(moment, self._minute)
        self._plan_outages()
        self.timeline.run(self.timeline.start + self.people.longest)
        self.faults.on, self.down_until = False, self.timeline.now
        self.quiet_since = self.timeline.now
        self.phones.everybody_leaves()
        self.people.hang_up_some()
        while not self.over() and self.timeline.now < self.quiet_since + QUIET:
            self.timeline.run(self.timeline.now + timedelta(seconds=10))
            self.people.end_what_goes_on()
            self.watch.look()
            if self.watch.open() or any(call.alive for call in self.carrier.calls.values()):
                self.settled_at = self.timeline.now
        self._compare_with_the_provider()

    def over(self):
        """Say whether nothing is to come any more."""
        if self.waiting or any(call.alive for call in self.carrier.calls.values()):
            return False
        quiet = self.timeline.now - self.quiet_since > timedelta(minutes=2)
        return quiet and not self.timeline.unfinished and not self.watch.open()

    def _compare_with_the_provider(self):
        """Have the hours of this run compared, as every night does."""
        first, last = self.timeline.start, self.timeline.now
        hours = {
            first + timedelta(minutes=n) for n in range(0, int((last - first).seconds / 60), 9)
        }
        for local in sorted({f"{one.astimezone(invariants.BEIJING):%Y-%m-%d %H}" for one in hours}):
            day, hour = local.split()
            body = json.dumps({"job": "reconcile_hour", "subject": day, "about": hour})
            self._deliver(body, 0)
        self.timeline.run(last + FORGOTTEN)

    # ——— our functions ———

    def begin(self, name, subject, deed, done):
        """Run a function of ours; *done* gets its task when it is over, however it ended."""
        skew = self.random.uniform(-90, 90) if self.faults.strike("clock_skewed", subject) else 0
        until = self.timeline.now + timedelta(seconds=LIFE[name])
        process = Process(name, subject, until=until, skew=timedelta(seconds=skew))
        process.began = self.timeline.now

        def over(task):
            self.watch.handled(task)
            done(task)

        self.timeline.begin(process, deed, over)

    def request(self, name, subject, deed, answered):
        """Run one that is asked over HTTP; *answered* gets status and text, 502 if it died."""
        if self.timeline.now < self.down_until:
            self.faults.happened("outage", subject)
            return

        def done(task):
            if task.error is not None:
                answered(502, "")
            else:
                self.watch.let_in(began, task.value["body"])
                answered(task.value["statusCode"], task.value["body"])

        began = self.timeline.now
        self.begin(name, subject, deed, done)

    def _deliver(self, body, delay, tries=1):
        self.waiting += 1
        self.timeline.after(delay, lambda: self._work(body, tries))

    def _work(self, body, tries):
        """Hand a message to the worker; one that fails comes back, and in the end does not."""
        if self.timeline.now < self.down_until:
            self.faults.happened("outage", subject_of(body))
            self.timeline.at(self.down_until, lambda: self._work(body, tries))
            return

        def done(task):
            self.waiting -= 1
            if task.error is None:
                return
            if tries < RECEIVED_TIMES:
                self._deliver(body, INVISIBLE_SECONDS, tries + 1)
            elif not self.faults.on:
                self.dead_letters.append(body)

        event = {"Records": [{"body": body, "receiptHandle": ""}]}
        work = partial(
            self.begin, "work", subject_of(body), partial(self.app.work, event, CONTEXT), done
        )
        self.timeline.after(self.people.hold_up(subject_of(body)), work)

    def _minute(self):
        if self.timeline.now < self.down_until:
            self.faults.happened("outage", ALL)
            return
        if self.faults.strike("minute_missed", ALL):
            return
        for _ in range(2 if self.faults.strike("minute_doubled", ALL) else 1):
            event = {**TICK, "time": clock.text(self.timeline.now)}
            self.begin("minute", ALL, partial(self.app.minute, event, CONTEXT), unheard)

    def _plan_outages(self):
        """Let nothing of ours answer for a while, in some runs: the clock jumps for it."""
        longest = self.people.longest.total_seconds()
        for lasts in self.random.choice([(), (), (20, 20, 40), (90, 60), (800,)]):
            begins = self.random.uniform(5, longest)
            self.timeline.after(begins, partial(self._go_down, self.random.uniform(5, lasts)))

    def _go_down(self, seconds):
        if not self.faults.on:
            return
        self.faults.happened("outage", ALL)
        self.down_until = self.timeline.now + timedelta(seconds=seconds)

    def written(self, table, before, after):
        """Hear of every change in the tables."""
        self.store.remember(table, before, after)
        self.watch.written(table, before, after)

    def now(self):
        """Return the moment as the clock of the process that asks shows it."""
        task = self.timeline.task()
        return self.timeline.now + task.process.skew if task else self.timeline.now

    def _states(self, subject):
        return self.watch.states(subject)


@contextmanager
def replaced(world):
    """Put *world* around the product."""
    calls = BaseClient._make_api_call  # noqa: SLF001 - all of DynamoDB's requests pass there

    def make_api_call(client, operation, asked):
        if client.meta.service_model.service_name == "dynamodb":
            return world.store.answer(operation, asked)
        return calls(client, operation, asked)

    class OurPool(Pool):
        timeline = world.timeline

    random, root = Random(world.seed), logging.getLogger()  # noqa: S311 - not for secrets
    with ExitStack() as stack:
        put = lambda *given: stack.enter_context(patch.object(*given))  # noqa: E731 - once, here
        put(BaseClient, "_make_api_call", make_api_call)
        for module in (control, due, jobs):
            put(module, "ThreadPoolExecutor", OurPool)
        put(clock, "now", world.now)
        put(clock, "sleep", world.timeline.wait)
        put(ids, "new", lambda: f"{random.getrandbits(96):020x}"[:20])
        put(ids, "token", lambda: f"{random.getrandbits(256):064x}"[:43])
        put(jobs, "queue", lambda: world.queue)
        put(provider, "_client", lambda: world.carrier.client)
        put(tables, "DUE_SHARDS", 1)  # a minute is looked at with few requests
        put(tables, "LIVE_SHARDS", 1)
        calls = {"max_account_calls_per_hour": world.calls_an_hour}
        put(config, "settings", replace(config.settings, **SETTINGS, **calls))
        put(root, "handlers", [world.watch.logs])
        put(passwords, "_hasher", lambda: HASHER)
        yield


def live(seed, also=()):
    """Live through one run, with *also* put in place of parts of the product; return the world."""
    world = World(seed)
    with replaced(world), ExitStack() as stack:
        for one in also:
            stack.enter_context(one)
        tariffs.forget()
        if not ENGINE.keys:
            make_tables(ENGINE)
        ENGINE.clear()
        ENGINE.written = world.written
        try:
            world.live()
            world.watch.look_at_the_end()
        finally:
            world.timeline.stop()
            ENGINE.written = unheard
    return world
