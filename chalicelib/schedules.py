"""The clock's door: what happens every minute and every night (定时任务)."""

import logging
from datetime import datetime, timedelta

from chalice import Blueprint, Cron, Rate
from chalice.app import CloudWatchEvent

from chalicelib import clock, due, sweeps
from chalicelib.billing import reconcile

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


@schedules.schedule(Cron("30", "19", "*", "*", "?", "*"), name="day")
def day(event: CloudWatchEvent) -> None:
    """At half past three in Beijing have the day before compared with the provider, by hours."""
    began = datetime.fromisoformat(event.time)
    reconcile.ask_for_hours(clock.day(began - timedelta(days=1)))
