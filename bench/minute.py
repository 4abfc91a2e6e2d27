"""(h) A minute of looking at a conference, quiet and with speech in it; (i) how large a look is."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from bench import conference
from bench.deeds import Deeds, asked_for, sorted_by_deed
from bench.portal import WEB_HOST, Going, Portal, parties, until
from bench.rig import Rig

TEN = [f"+86135{n:04d}8888" for n in range(10)]
SIXTY = [f"+86136{n:04d}9999" for n in range(60)]  # bots, which answer by themselves
MINUTE = 60.0
EACH = 1.0  # seconds from an answer to the next look
SPURT, SILENCE = 1.004, 1.587
"""Mean seconds for which each of two who talk speaks, and does not: an assumption."""


def run(rig: Rig) -> str:
    """Return the lines of figure (h)."""
    going = Portal(rig.url).start(parties(TEN))
    _bring_in(rig, going)
    with sorted_by_deed() as deeds:
        quiet = _minute(going, deeds)
        with _talk(going) as writes:
            talking = _minute(going, deeds)
    going.end()
    return (
        f"(h) a quiet minute of ten parties: {quiet}\n"
        f"(h) a minute in which two of them talk, each start and stop written: {talking}; "
        f"{len(writes)} writes more, {sum(writes):.0f} write units"
    )


def sizes(rig: Rig) -> str:
    """Return the line of figure (i)."""
    return "\n".join(_size(rig, numbers) for numbers in (SIXTY[:10], SIXTY))


def _bring_in(rig: Rig, going: Going) -> None:
    """Let the ten come in one after another, so that their minutes are not full all at once."""
    phones = [rig.network.phone(number) for number in TEN]
    rig.network.phone(WEB_HOST).wait_for(state="ringing")
    rig.pace(1.0)  # so that they ring for 45 seconds
    going.confirm(rig)
    for phone in phones:
        phone.answer()
        time.sleep(random.uniform(0.5, 1.5))  # noqa: S311 - as people do
    until(lambda: going.joined() == len(TEN) + 1)
    rig.pace(conference.SPEED)


def _minute(going: Going, deeds: Deeds) -> str:
    """Look at it once a second; tell how much of that was new, and what it asked for."""
    seen, looks, unchanged, sent = "", 0, 0, 0
    deeds.take()
    end = time.monotonic() + MINUTE
    while time.monotonic() < end:
        answer = going.portal.look(going.id, seen)
        looks += 1
        unchanged += answer.status_code == HTTPStatus.NOT_MODIFIED
        sent += len(answer.content)
        seen = answer.headers["ETag"]
        time.sleep(EACH)
    taken = deeds.take()
    asked, compared = asked_for(taken, "GET /api/"), asked_for(taken, "job watch")
    return (
        f"{looks} looks, {unchanged / looks:.0%} of them 304, {sent / 1000:.1f} kB; {asked.total} "
        f"requests and {compared.total} of the comparisons with the provider, "
        f"{asked.read_units + compared.read_units:.0f} read units, {compared.write_units:.0f} "
        "write units"
    )


@contextmanager
def _talk(going: Going) -> Iterator[list[float]]:
    """Write for as long as the block lasts what two who talk would have us write."""
    stop, writes = threading.Event(), list[float]()
    talkers = [
        threading.Thread(target=_speak, args=(going, number, stop, writes)) for number in TEN[:2]
    ]
    for talker in talkers:
        talker.start()
    try:
        yield writes
    finally:
        stop.set()
        for talker in talkers:
            talker.join()


def _speak(going: Going, number: str, stop: threading.Event, writes: list[float]) -> None:
    """Speak and be silent in turn; a flag that the board shows stands for speaking."""
    from chalicelib import clock, tables  # noqa: PLC0415 - the environment is set

    (leg,) = (leg for leg in tables.collection(going.id)[1] if leg.number == number)
    flag = tables.Leg.hand_raised_at
    speaking = False
    while not stop.wait(random.expovariate(1 / (SPURT if speaking else SILENCE))):
        speaking = not speaking
        answer = leg.update([flag.set(clock.now()) if speaking else flag.remove()])
        writes.append(answer["ConsumedCapacity"]["CapacityUnits"])


def _size(rig: Rig, numbers: list[str]) -> str:
    going = Portal(rig.url).start(parties(numbers))
    going.confirm(rig)
    until(lambda: going.joined() == len(numbers) + 1)
    with sorted_by_deed() as deeds:
        body = going.portal.look(going.id).content
        asked = asked_for(deeds.take(), "GET /api/")
    going.end()
    return (
        f"(i) a look at {len(numbers)} parties and their host: {len(body) / 1000:.1f} kB, "
        f"{asked.read_units:.0f} read units with the session's"
    )
