"""Which deed of the product a DynamoDB request belongs to: a route, or a job of the queue."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import Any

from chalice.local import LocalChalice

from bench.waiting import Requests, requests_by

QUIET = 0.6  # seconds without a deed, after which there will be none
PATIENCE = 60.0
WAIT = "POST /voice/{conference_id}/{leg_id}/wait"
ASIDE = frozenset({"", WAIT, "job watch", "job sweep"})  # as often as time passes

_deed: ContextVar[str] = ContextVar("deed", default="")


class Deeds:
    """What was done since the last `take`, and what is being done."""

    def __init__(self, requests: dict[str, Requests]) -> None:
        self._requests = requests
        self._lock = threading.Lock()
        self._going = 0
        self._asked = 0
        self._quiet_since = time.monotonic()

    def settle(self) -> None:
        """Wait until every deed is done, and every job that was asked for."""
        deadline = time.monotonic() + PATIENCE
        while not self._quiet():
            if time.monotonic() > deadline:
                raise TimeoutError("the product did not come to rest")
            time.sleep(QUIET / 8)

    def take(self) -> dict[str, Requests]:
        """Return the requests of each deed so far, and begin again."""
        self.settle()
        with self._lock:
            taken = dict(self._requests)
            self._requests.clear()
        return taken

    def asked(self) -> None:
        with self._lock:
            self._asked += 1

    @contextmanager
    def going_on(self, name: str, *, of_the_queue: bool = False) -> Iterator[None]:
        """Count what this thread requests in the block as *name*'s."""
        with self._lock:
            self._going += 1
        before = _deed.set(name)
        try:
            yield
        finally:
            _deed.reset(before)
            with self._lock:
                self._going -= 1
                self._asked -= of_the_queue
                self._quiet_since = time.monotonic()

    def _quiet(self) -> bool:
        with self._lock:
            busy = self._going > 0 or self._asked > 0
            return not busy and time.monotonic() - self._quiet_since > QUIET


class _Pool(ThreadPoolExecutor):
    """Threads that go on with the deed of whoever gave them their work."""

    def submit(self, deed: Callable[..., Any], /, *args: object, **kwargs: object) -> Future[Any]:
        here = copy_context()
        return super().submit(lambda: here.run(deed, *args, **kwargs))


@contextmanager
def sorted_by_deed() -> Iterator[Deeds]:
    """Tell for as long as the block lasts which requests belong to which deed."""
    from chalicelib import control, due, jobs, workers  # noqa: PLC0415 - the environment is set

    answer, do, ask, ask_all = LocalChalice.__call__, workers.do, jobs.ask, jobs.ask_all
    threads: tuple[Any, ...] = control, due
    with requests_by(_deed.get) as requests:
        deeds = Deeds(requests)

        def answering(app: LocalChalice, event: Any, context: Any) -> Any:  # noqa: ANN401 - Lambda's own
            asked = event["requestContext"]
            with deeds.going_on(f"{asked['httpMethod']} {asked['resourcePath']}"):
                return answer(app, event, context)

        def doing(job: Any, subject: str, about: str) -> None:  # noqa: ANN401 - as the product's
            with deeds.going_on(f"job {job.value}", of_the_queue=True):
                do(job, subject, about)

        def asking(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as the product's
            deeds.asked()
            ask(*args, **kwargs)

        def asking_all(wanted: list[jobs.Ask]) -> list[int]:
            for _ in wanted:
                deeds.asked()
            return ask_all(wanted)

        LocalChalice.__call__ = answering  # type: ignore[method-assign,assignment]
        workers.do, jobs.ask, jobs.ask_all = doing, asking, asking_all
        for module in threads:
            module.ThreadPoolExecutor = _Pool
        try:
            yield deeds
        finally:
            LocalChalice.__call__ = answer  # type: ignore[method-assign]
            workers.do, jobs.ask, jobs.ask_all = do, ask, ask_all
            for module in threads:
                module.ThreadPoolExecutor = ThreadPoolExecutor


def asked_for(taken: dict[str, Requests], *parts: str) -> Requests:
    """Return the requests of the deeds with one of *parts* in their name; of all, if none is."""
    if parts:
        found = [r for deed, r in taken.items() if any(part in deed for part in parts)]
    else:
        found = [r for deed, r in taken.items() if deed not in ASIDE]
    return sum(found, Requests())
