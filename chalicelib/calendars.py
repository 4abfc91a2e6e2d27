"""Reservations as a file for a calendar: iCalendar, RFC 5545 (日历文件)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from chalicelib import clock, tables
from chalicelib.steps import Language
from chalicelib.tables import CANCELLED, Account, Reservation

if TYPE_CHECKING:  # loading it would make the cold start of every webhook longer: see ics
    from icalendar import Alarm, Event

ALARM_BEFORE = timedelta(minutes=10)
PRODID = "-//116323//Multi-party calls//ZH"
SUMMARY: dict[Language, str] = {"zh": "116323多方通话", "en": "116323 multi-party call"}
DESCRIPTION: dict[Language, str] = {
    "zh": "届时系统先呼叫主持人的电话,按1确认后再呼叫其他与会者。不需要拨号。",
    "en": (
        "At that time the host's phone rings first; once 1 is pressed, all others are rung. "
        "Nobody has to dial."
    ),
}


def ics(reservations: Iterable[Reservation], account: Account) -> str:
    """Return a calendar with an event for each of *reservations*, in the account's language.

    A later file with the same reservation replaces the event: its id stays, and its sequence is
    the version. One that is cancelled says so.
    """
    from icalendar import Calendar  # noqa: PLC0415 - only who asks for a file waits for it

    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    for found in reservations:
        calendar.add_component(_event(found, tables.language_of(account)))
    return str(calendar.to_ical(), "utf-8")


def _event(found: Reservation, language: Language) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - likewise

    title = found.title or SUMMARY[language]
    event = Event()
    event.add("uid", f"{found.reservation_id}@116323")
    event.add("dtstamp", clock.now())
    event.add("dtstart", found.starts_at)
    event.add("dtend", found.starts_at + timedelta(minutes=int(found.minutes)))
    event.add("sequence", int(found.version))
    event.add("summary", title)
    event.add("description", DESCRIPTION[language])
    if found.state == CANCELLED:
        event.add("status", "CANCELLED")
    else:
        event.add("status", "CONFIRMED")
        event.add_component(_alarm(title))
    return event


def _alarm(title: str) -> "Alarm":
    from icalendar import Alarm  # noqa: PLC0415 - likewise

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -ALARM_BEFORE)
    return alarm
