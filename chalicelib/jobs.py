"""Ask for work to be done soon: one message on the queue (任务)."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import botocore.config
import botocore.session

from chalicelib import config
from chalicelib.job import Job

BATCH = 10  # messages in one request: the queue's own limit
AT_ONCE = 8  # requests


@dataclass(frozen=True, slots=True)
class Ask:
    """One job to be asked for, as in `ask`."""

    job: Job
    subject: str
    about: str = ""
    delay: int = 0


def ask(job: Job, subject: str, about: str = "", *, delay: int = 0) -> None:
    """Put *job* on the queue, to be begun after *delay* seconds (at most 900).

    *subject* is the conference, verification or account; *about* is the leg or the call of it,
    if the job is about one.

    The botocore session is already loaded for DynamoDB; boto3 would make the cold start of a
    webhook longer (docs/adr/0005).
    """
    body = _body(job, subject, about)
    queue().send_message(QueueUrl=config.settings.queue_url, MessageBody=body, DelaySeconds=delay)


def ask_all(wanted: list[Ask]) -> list[int]:
    """Ask for many jobs, ten with each request; return the places of those the queue has taken."""
    places = range(0, len(wanted), BATCH)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [n for taken in pool.map(lambda n: _ask_batch(wanted, n), places) for n in taken]


def _ask_batch(wanted: list[Ask], first: int) -> list[int]:
    entries = [
        {
            "Id": str(first + n),
            "MessageBody": _body(one.job, one.subject, one.about),
            "DelaySeconds": one.delay,
        }
        for n, one in enumerate(wanted[first : first + BATCH])
    ]
    answer = queue().send_message_batch(QueueUrl=config.settings.queue_url, Entries=entries)
    return [int(taken["Id"]) for taken in answer.get("Successful", [])]


def _body(job: Job, subject: str, about: str) -> str:
    return json.dumps({"job": job.value, "subject": subject, "about": about})


@lru_cache(maxsize=1)
def queue() -> Any:  # noqa: ANN401 - botocore clients have no type
    """Return the one client of the queue, made on first use."""
    limits = botocore.config.Config(
        connect_timeout=1,
        read_timeout=2,
        max_pool_connections=32,
        retries={"mode": "standard", "total_max_attempts": 2},  # a webhook has six seconds
    )
    return botocore.session.get_session().create_client("sqs", config=limits)
