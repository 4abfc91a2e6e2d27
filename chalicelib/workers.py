"""The queue's door: one message, one deed (任务处理)."""

import json
import logging
from typing import assert_never

from chalice import Blueprint
from chalice.app import SQSEvent

from chalicelib import (
    announcements,
    code_calls,
    conference,
    control,
    due,
    ending,
    notices,
    profile,
    sweeps,
    watch,
)
from chalicelib.billing import reconcile
from chalicelib.job import Job

log = logging.getLogger(__name__)

workers = Blueprint(__name__)


@workers.on_sqs_message(queue="duoyoutong-work", batch_size=1, name="work")
def work(event: SQSEvent) -> None:
    """Do what each message asks for; one that fails comes back, and in the end to the DLQ."""
    for record in event:
        message = json.loads(record.body)
        do(Job(message["job"]), message["subject"], message["about"])


def do(job: Job, subject: str, about: str) -> None:  # noqa: C901, PLR0912 - one case for each job
    """Do one *job* of a conference, a verification, an account or a day; *about* is its part."""
    match job:
        case Job.RING:
            control.ring_waiting(subject)
        case Job.WELCOME:
            announcements.welcome(subject, about)
        case Job.FAREWELL:
            announcements.farewell(subject, about)
        case Job.MISSED:
            announcements.missed(subject, about)
        case Job.WARN_ALONE:
            announcements.warn_alone(subject, about)
        case Job.MUTES:
            control.apply_mutes(subject)
        case Job.HANG_UP:
            control.stop(about)
        case Job.END:
            ending.everyone_out(subject)
        case Job.SETTLE:
            ending.settle(subject)
        case Job.SWEEP:
            sweeps.sweep(subject)
        case Job.WATCH:
            watch.compare(subject)
        case Job.HOST_GONE:
            conference.end_if_host_is_gone(subject)
        case Job.CAP:
            announcements.cap(subject)
        case Job.PURGE:
            profile.purge_if_closed(subject)
        case Job.RESERVATION:
            due.attend(subject, about)
        case Job.TEXT:
            notices.send(subject, about)
        case Job.CODE:
            code_calls.place(subject)
        case Job.RECONCILE:
            reconcile.conference(subject)
        case Job.RECONCILE_HOUR:
            reconcile.hour(subject, about)
        case _:
            assert_never(job)
