"""(c) An open loop of webhooks against `serve`: how long they take, and how much of it is ours."""

import asyncio
import hashlib
import math
import statistics
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp
from twilio.request_validator import RequestValidator

from local.processes import Child, Command, free_port

RATE = 100  # webhooks a second
SECONDS = 30
WARM_UP_SECONDS = 5
RUNS = 3
PARTIES = 3
STAGES = 5  # webhooks of a leg's life
OF_THOSE = 0.9  # the last of them may be under way yet
PAYER = "+8618600000101"


@dataclass(frozen=True, slots=True)
class Webhook:
    """One signed request, ready to be sent."""

    path: str
    body: str
    signature: str


@dataclass(frozen=True, slots=True)
class Answer:
    """How one webhook went; seconds from when it should have been sent."""

    status: int
    took: float
    waited: float


def run() -> str:
    """Return the lines of figure (c): every run, the best of them first.

    Raise RuntimeError if the product did not do what the webhooks told it: to do nothing is fast.
    """
    lines = sorted(_run_once() for _ in range(RUNS))
    return "\n".join(text for _, text in lines)


def _run_once() -> tuple[float, str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    hooks, conferences = _webhooks(url, (SECONDS + WARM_UP_SECONDS) * RATE)
    argv = (sys.executable, "-m", "bench.timed_serve", "serve", "--port", str(port))
    server = Child(Command(name="product", argv=argv, url=url, env={"PUBLIC_BASE_URL": url}))
    try:
        server.wait_until_ready()
        answers = asyncio.run(_open_loop(url, hooks))
    finally:
        server.stop()
    if (over := sum(map(_legs_over, conferences))) < OF_THOSE * len(hooks) / STAGES:
        raise RuntimeError(f"only {over} legs of {len(hooks)} webhooks have their last word")
    return _report(answers[WARM_UP_SECONDS * RATE :])


def _webhooks(url: str, count: int) -> tuple[list[Webhook], list[str]]:
    """Put conferences into the tables; return the webhooks of their legs, in the order of life.

    Those of each leg are 0.7 s apart and those of seventy legs run side by side.
    """
    from chalicelib import ids  # noqa: PLC0415 - the environment is set

    batch = ids.new()
    lives, conferences = [], []
    for n in range(-(-count // STAGES)):
        conference_id = f"{batch}{n // PARTIES:06d}"
        if n % PARTIES == 0:
            _put_conference(conference_id)
            conferences.append(conference_id)
        leg_id = _put_leg(conference_id, f"+86136{n:08d}")
        lives.append(_life(url, conference_id, leg_id))
    return _side_by_side(lives)[:count], conferences


def _put_conference(conference_id: str) -> None:
    from chalicelib import clock, tables  # noqa: PLC0415 - as above

    now = clock.now()
    tables.Conference(
        conference_id,
        tables.Conference.ITEM,
        state=tables.LIVE,
        billing_number=PAYER,
        way="dial_in",
        inviter=PAYER,
        started_at=now,
        verified_at=now,
    ).save()


def _put_leg(conference_id: str, number: str) -> str:
    """Put a leg that is just being rung; return its id."""
    from chalicelib import clock, legs, tables  # noqa: PLC0415 - as above

    leg = legs.add(conference_id, number, attempt=1, asked_by="bench")
    if leg is None:
        raise RuntimeError("the leg is there already")
    leg.move(
        tables.LegState.DIALLING,
        tables.Leg.setup_at.set(clock.now()),
        tables.Leg.billing_number.set(PAYER),
        tables.Leg.way.set("dial_in"),
        tables.Leg.inviter.set(PAYER),
    )
    return leg.leg_id


def _legs_over(conference_id: str) -> int:
    from chalicelib import tables  # noqa: PLC0415 - as above

    return sum(leg.over for leg in tables.collection(conference_id)[1])


def _life(url: str, conference_id: str, leg_id: str) -> list[Webhook]:
    leg, room = f"/voice/{conference_id}/{leg_id}", f"/voice/{conference_id}/room"
    stages = [
        (leg + "/status", {"CallStatus": "ringing"}),
        (leg + "/answered", {"CallStatus": "in-progress"}),
        (leg + "/enter", {"CallStatus": "in-progress"}),
        (room, {"StatusCallbackEvent": "participant-join"}),
        (leg + "/status", {"CallStatus": "completed", "CallDuration": "61"}),
    ]
    sid = f"CA{hashlib.sha256(f'{conference_id} {leg_id}'.encode()).hexdigest()[:32]}"
    return [signed(url, path, {"CallSid": sid, **form}) for path, form in stages]


def _side_by_side(lives: list[list[Webhook]], group: int = 70) -> list[Webhook]:
    hooks: list[Webhook] = []
    for start in range(0, len(lives), group):
        together = lives[start : start + group]
        hooks += [life[stage] for stage in range(STAGES) for life in together]
    return hooks


def signed(url: str, path: str, form: dict[str, str]) -> Webhook:
    """Return the webhook with *form* to *path* below *url*, as the provider would sign it."""
    from chalicelib import config  # noqa: PLC0415 - as above

    secrets = config.secrets()
    full = {"AccountSid": secrets.account_sid, **form}
    signature = RequestValidator(secrets.auth_tokens[0]).compute_signature(url + path, full)
    return Webhook(path, urlencode(full), signature)


async def _open_loop(url: str, hooks: list[Webhook]) -> list[Answer]:
    """Send every webhook at its own time, whatever became of those before it."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        started = time.perf_counter() + 0.5
        sending = []
        for n, hook in enumerate(hooks):
            due = started + n / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            sending.append(asyncio.create_task(send(session, url, hook, due)))
        return await asyncio.gather(*sending)


async def send(session: aiohttp.ClientSession, url: str, hook: Webhook, due: float) -> Answer:
    """Send *hook*, which should have been sent at *due*, and return how it went."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "X-Twilio-Signature": hook.signature,
    }
    async with session.post(url + hook.path, data=hook.body, headers=headers) as response:
        await response.read()
        waited = response.headers.get("Server-Timing", "wait;dur=0").rsplit("=", 1)[1]
        return Answer(response.status, time.perf_counter() - due, float(waited) / 1000)


def _report(answers: list[Answer]) -> tuple[float, str]:
    errors = sum(a.status not in {200, 204} for a in answers)
    took = percentiles([a.took for a in answers])
    ours = percentiles([a.took - a.waited for a in answers])
    waited = percentiles([a.waited for a in answers])
    text = (
        f"(c) open loop, {RATE} webhooks/s for {SECONDS} s, {len(answers)} answers, "
        f"{errors} errors: p50 {took[0]:.1f} ms, p99 {took[1]:.1f} ms; "
        f"ours p50 {ours[0]:.1f}, p99 {ours[1]:.1f}; "
        f"waiting for database and queue p50 {waited[0]:.1f}, p99 {waited[1]:.1f}"
    )
    return took[1], text


FEWEST = 2  # answers, for there to be a percentile


def percentiles(seconds: list[float]) -> tuple[float, float]:
    """Return the 50th and the 99th in milliseconds: infinite where nothing was answered."""
    if len(seconds) < FEWEST:
        return math.inf, math.inf
    cuts = statistics.quantiles(seconds, n=100)
    return cuts[49] * 1000, cuts[98] * 1000
