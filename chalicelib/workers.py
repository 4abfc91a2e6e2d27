"""The queue's door: one message, one deed (任务处理)."""

import json
import logging
from typing import assert_never

from chalice import Blueprint
from chalice.app import SQSEvent

from chalicelib import announcements, conference, sweeps
from chalicelib.job import Job

log = logging.getLogger(__name__)

workers = Blueprint(__name__)


@workers.on_sqs_message(queue="duoyoutong-work", batch_size=1, name="work")
def work(event: SQSEvent) -> None:
    """Do what each message asks for; one that fails comes back, and in the end to the DLQ."""
    for record in event:
        message = json.loads(record.body)
        do(Job(message["job"]), message["conference_id"], message["about"])


def do(job: Job, conference_id: str, about: str) -> None:  # noqa: C901 - one case for each job
    """Do one *job* of a conference; *about* is the leg or the call it is about."""
    match job:
        case Job.RING:
            conference.ring_waiting(conference_id)
        case Job.WELCOME:
            announcements.welcome(conference_id, about)
        case Job.FAREWELL:
            announcements.farewell(conference_id, about)
        case Job.MISSED:
            announcements.missed(conference_id, about)
        case Job.WARN_ALONE:
            announcements.warn_alone(conference_id, about)
        case Job.MUTES:
            conference.apply_mutes(conference_id)
        case Job.HANG_UP:
            conference.stop(about)
        case Job.END:
            conference.everyone_out(conference_id)
        case Job.SETTLE:
            conference.settle(conference_id)
        case Job.SWEEP:
            sweeps.sweep(conference_id)
        case _:
            assert_never(job)
