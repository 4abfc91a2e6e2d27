"""Reservations as pages make them: asked for, changed and called off at the API."""

from datetime import UTC, datetime

from chalicelib import accounts, due
from tests.people import LI, WANG

ALL = "/api/reservations"
TIMES = "/api/reservation-times"
KEY = "key-of-a-test-000000"
AT = "2011-02-16T03:00:00Z"
LATER = "2011-02-16T05:00:00Z"


def wish(*numbers, **values):
    parties = [{"number": number, "name": ""} for number in numbers or (LI,)]
    return {"starts_at": AT, "host_id": "registered", "parties": parties, **values}


def reserve(browser, *numbers, key=None, **values):
    return browser.post(ALL, wish(*numbers, **values), key=key)


def made(browser, *numbers, **values):
    """Reserve, and return the first as it is shown."""
    return reserve(browser, *numbers, **values).json["items"][0]


def change(browser, one, **changes):
    return browser.patch(f"{ALL}/{one['id']}", {"version": one["version"], **changes})


def cancel(browser, one, **body):
    return browser.post(f"{ALL}/{one['id']}/cancel", body)


def show(browser, one):
    return browser.get(f"{ALL}/{one['id']}")


def its_time(browser, one):
    """Let the host's phone ring for it; return it as it is shown then."""
    clock = browser.network.clock
    clock.at = datetime.fromisoformat(one["rings_at"]).astimezone(UTC)
    due.attend(WANG, one["id"])
    browser.queue.run()
    return show(browser.of(accounts.find(WANG)), one).json
