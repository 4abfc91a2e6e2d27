"""(b) What a conference of four legs costs in DynamoDB; (d) how soon the tenth phone rings."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from chalice.local import LocalChalice

from bench.rig import HOST, Rig
from bench.waiting import counted_requests

TEN = [f"136{n:04d}8888" for n in range(10)]
GUESTS = ["13600018888", "13600028888", "13600038888"]
ROUNDS = 5
SPEED = 10.0  # of the network's time, except while it is measured
SETTLED_WITHIN = 4.0  # seconds, goodbye among them


def cost(rig: Rig) -> str:
    """Return the line of figure (b): dial in, three join, the host hangs up, all is settled."""
    _hold(rig)  # the account is opened, clients are warm
    _until(_settled)
    with counted_requests() as requests, _counted_webhooks() as webhooks:
        _hold(rig)
        time.sleep(SETTLED_WITHIN)  # a look at the tables would be counted
    _until(_settled)
    ratio = requests.total / webhooks["count"]
    return (
        f"(b) a conference of four legs: {webhooks['count']} webhooks, DynamoDB requests "
        f"{requests}, {ratio:.2f} a webhook; {requests.write_units:.0f} write units, "
        f"{requests.read_units:.1f} read units"
    )


def tenth_phone(rig: Rig) -> str:
    """Return the line of figure (d)."""
    took = sorted(_until_tenth_rings(rig) for _ in range(ROUNDS))
    waited = rig.network.network.settings.setup_seconds
    return (
        f"(d) from the host's last # to the tenth phone ringing: median {took[ROUNDS // 2]:.2f} s "
        f"of {ROUNDS} ({took[0]:.2f} to {took[-1]:.2f}), of which {waited:.2f} s are the network's "
        "time from a call's request to its ringing"
    )


def _hold(rig: Rig) -> None:
    host = rig.start(GUESTS)
    for number in GUESTS:
        rig.network.phone("+86" + number)
    rig.press("#")
    for number in GUESTS:
        rig.network.phone("+86" + number).answer()
        rig.network.phone("+86" + number).wait_for(state="in_conference")
    host.hang_up()


def _settled() -> bool:
    from chalicelib import tables  # noqa: PLC0415 - the environment is set by now

    account = tables.find(tables.Account, HOST, tables.Account.ITEM)
    return account is not None and not account.live


def _until_tenth_rings(rig: Rig) -> float:
    host = rig.start(TEN)
    phones = [rig.network.phone("+86" + number) for number in TEN]
    rig.pace(1.0)
    started = time.perf_counter()
    rig.press("#")
    for phone in phones:
        phone.wait_for(state="ringing")
    took = time.perf_counter() - started
    rig.pace(SPEED)
    host.hang_up()
    _until(_settled)
    return took


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError("the conference did not end")
        time.sleep(0.5)


@contextmanager
def _counted_webhooks() -> Iterator[dict[str, int]]:
    counted, lock, answer = {"count": 0}, threading.Lock(), LocalChalice.__call__

    def counting(app: LocalChalice, event: Any, context: Any) -> Any:  # noqa: ANN401 - Lambda's own
        with lock:
            counted["count"] += 1
        return answer(app, event, context)

    LocalChalice.__call__ = counting  # type: ignore[method-assign,assignment]
    try:
        yield counted
    finally:
        LocalChalice.__call__ = answer  # type: ignore[method-assign]
