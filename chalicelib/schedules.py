"""The clock's door: what happens every minute (定时任务)."""

import logging

from chalice import Blueprint, Rate
from chalice.app import CloudWatchEvent

from chalicelib import due, sweeps

log = logging.getLogger(__name__)

schedules = Blueprint(__name__)


@schedules.schedule(Rate(1, unit=Rate.MINUTES), name="minute")
def minute(event: CloudWatchEvent) -> None:
    """Have reserved conferences begun, and heal what a crash or a lost webhook left behind."""
    del event
    try:
        reserved = due.ask_for_due()
    finally:
        looked_after = sweeps.ask_for_due()
    log.info("minute", extra={"due": looked_after, "reserved": reserved})
