"""One seed decides what happens next: time, and the threads that run one at a time in it.

Everything that will happen stands in one list by its moment. A handler of ours is a thread that
holds the baton until its next step outwards; there it draws how long that step takes, and whoever
is due first goes on. So two runs of one seed are the same, to the microsecond.
"""

import heapq
import threading
from datetime import timedelta
from hashlib import sha256

from tests.fakes import Crash, unheard

RUNNING = threading.local()


class Process:
    """One invocation of a function of ours: its threads die together."""

    def __init__(self, name, subject, *, until, skew):
        self.name, self.subject = name, subject
        self.until, self.skew = until, skew
        self.dead, self.struck = False, False
        """Whether it was killed, and whether a fault has struck what it asked of others."""
        self.began = None


def baton():
    """Return a lock that is held already: whoever acquires it waits until another releases it."""
    lock = threading.Lock()
    lock.acquire()
    return lock


class Task:
    """A thread of one process, which waits for the baton or holds it."""

    def __init__(self, process, deed, done):
        self.process, self.deed, self.done = process, deed, done
        self.baton = baton()
        self.begun, self.over, self.value, self.error = False, False, None, None
        self.waiting = None
        """The task that waits for this one to be over."""


class Hand:
    """A real thread that does one task after another."""

    def __init__(self, timeline):
        self.timeline, self.task = timeline, None
        self.wake = baton()
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def _work(self):
        while True:
            self.wake.acquire()
            task = self.task
            if task is None:
                return
            RUNNING.task = task
            try:
                if not task.process.dead:
                    task.value = task.deed()
            except BaseException as e:  # noqa: BLE001 - also a crash is told to who began it
                task.error = e
            task.over, self.task = True, None
            self.timeline.idle.append(self)
            self.timeline.baton.release()


class Timeline:
    """The moment, what is to come, and who goes on."""

    def __init__(self, random, start):
        self.random, self.now, self.start = random, start, start
        self.coming, self.number = [], 0
        self.baton = baton()
        self.idle, self.unfinished = [], set()
        self.digest = sha256()
        self.steps = 0

    # ——— what is to come ———

    def at(self, moment, deed):
        """Have *deed* done at *moment*, or now if that is past."""
        self.number += 1
        heapq.heappush(self.coming, (max(moment, self.now), self.number, deed))

    def after(self, seconds, deed):
        """Have *deed* done in so many seconds."""
        self.at(self.now + timedelta(seconds=seconds), deed)

    def note(self, *facts):
        """Put what happened into the trace: two runs of one seed have the same."""
        self.steps += 1
        self.digest.update(repr((self.now, facts)).encode())

    @property
    def trace(self):
        return self.digest.hexdigest()

    def run(self, until):
        """Do everything that is to come before *until*."""
        while self.coming and self.coming[0][0] < until:
            self.now, _, deed = heapq.heappop(self.coming)
            deed()
        self.now = max(self.now, until)

    # ——— our own functions ———

    def begin(self, process, deed, done=unheard):
        """Let a thread of *process* do *deed*, and tell *done* when it is over."""
        task = Task(process, deed, done)
        self.unfinished.add(task)
        self.at(self.now, lambda: self._first(task))
        return task

    def _first(self, task):
        hand = self.idle.pop() if self.idle else Hand(self)
        hand.task, task.begun = task, True
        hand.wake.release()
        self._wait_for(task)

    def _go_on(self, task):
        task.baton.release()
        self._wait_for(task)

    def _wait_for(self, task):
        """Wait until *task* gives the baton back; see to it if it is over."""
        self.baton.acquire()
        if not task.over or task not in self.unfinished:
            return
        self.unfinished.discard(task)
        if isinstance(task.error, Crash):
            task.process.dead = True
        task.done(task)
        if task.waiting is not None:
            waiting, task.waiting = task.waiting, None
            self.at(self.now, lambda: self._go_on(waiting))

    @staticmethod
    def task():
        """Return the task whose thread asks, None in the thread of the tests."""
        return getattr(RUNNING, "task", None)

    def wait(self, seconds):
        """Let so many seconds pass in the task that asks; raise Crash if its process has died."""
        task = self.task()
        self._check(task)
        moment = self.now + timedelta(seconds=seconds)
        if self.coming and self.coming[0][0] <= moment:
            self.at(moment, lambda: self._go_on(task))
            self.baton.release()
            task.baton.acquire()
        else:
            self.now = moment
        self._check(task)

    def join(self, other):
        """Wait in the task that asks until *other* is over; return its value, or raise."""
        task = self.task()
        if not other.over:
            other.waiting = task
            self.baton.release()
            task.baton.acquire()
        self._check(task)
        if other.error is not None:
            raise other.error
        return other.value

    def _check(self, task):
        if not task.process.dead and self.now > task.process.until:
            task.process.dead = True
        if task.process.dead:
            raise Crash

    def stop(self):
        """Let every thread end: the world is over."""
        self.coming.clear()
        for task in list(self.unfinished):
            task.process.dead = True
        while self.unfinished:
            task = next(iter(self.unfinished))
            if task.over or not task.begun:
                self.unfinished.discard(task)
            else:
                self._go_on(task)
            self.coming.clear()
        for hand in self.idle:
            hand.wake.release()
            hand.thread.join()


class Pool:
    """What the product takes for a ThreadPoolExecutor: its threads are tasks of one process."""

    timeline = None

    def __init__(self, most):
        del most
        self.tasks = []

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for task in self.tasks:
            if not task.over:
                try:
                    self.timeline.join(task)
                except Exception:  # noqa: BLE001, S112 - who asks for its result is told
                    continue

    def submit(self, deed, *given):
        """Begin *deed* in a thread of its own."""
        process = self.timeline.task().process
        task = self.timeline.begin(process, lambda: deed(*given))
        self.tasks.append(task)
        return Result(self.timeline, task)

    def map(self, deed, *rows):
        """Yield what *deed* returns for each of the rows, in their order."""
        begun = [self.submit(deed, *row) for row in zip(*rows, strict=True)]
        return (one.result() for one in begun)


class Result:
    """What comes of a task of a pool."""

    def __init__(self, timeline, task):
        self.timeline, self.task = timeline, task

    def result(self):
        return self.timeline.join(self.task)
