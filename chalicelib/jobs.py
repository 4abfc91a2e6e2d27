"""Ask for work to be done soon: one message on the queue (任务)."""

import json
from functools import lru_cache
from typing import Any

import botocore.config
import botocore.session

from chalicelib import config
from chalicelib.job import Job


def ask(job: Job, subject: str, about: str = "", *, delay: int = 0) -> None:
    """Put *job* on the queue, to be begun after *delay* seconds (at most 900).

    *subject* is the conference, verification or account; *about* is the leg or the call of it,
    if the job is about one.

    The botocore session is already loaded for DynamoDB; boto3 would make the cold start of a
    webhook longer (docs/adr/0005).
    """
    body = {"job": job.value, "subject": subject, "about": about}
    queue().send_message(
        QueueUrl=config.settings.queue_url, MessageBody=json.dumps(body), DelaySeconds=delay
    )


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
