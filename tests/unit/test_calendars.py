"""A reservation as a calendar reads it back, whatever its title is."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from chalicelib import calendars
from chalicelib.tables import Account, Reservation
from tests.people import LI, WANG

AT = datetime(2011, 2, 17, 7, 0, tzinfo=UTC)


@pytest.fixture
def account():
    return Account(WANG, Account.ITEM, activated_at=AT, activated_by="CA1", language="zh")


def reservation(reservation_id="r1", starts_at=AT, **values):
    kept = {
        "state": "scheduled",
        "version": 3,
        "made_at": AT,
        "made_by": "web",
        "asked": "",
        "starts_at": starts_at,
        "rings_at": starts_at,
        "minutes": 45,
        "host_id": "h1",
        "host_number": WANG,
        "parties": [{"number": LI, "name": "李雷"}],
        "title": "周会",
        "expires_at": starts_at,
    }
    return Reservation(WANG, reservation_id, **(kept | values))


@pytest.fixture
def read(clock, account):
    """Write *reservations* into a file and read its events back."""
    del clock

    def read(*reservations):
        return icalendar.Calendar.from_ical(calendars.ics(reservations, account)).events

    return read


def test_an_event_says_when_what_and_how_the_phones_ring(read, clock):
    [event] = read(reservation())

    assert str(event["uid"]) == "r1@116323"
    assert (event["dtstart"].dt, event["dtend"].dt) == (AT, AT + timedelta(minutes=45))
    assert event["dtstamp"].dt == clock.now()
    assert (event["sequence"], str(event["status"])) == (3, "CONFIRMED")
    assert str(event["summary"]) == "周会"
    assert str(event["description"]).startswith("届时系统先呼叫主持人的电话,按1确认后")
    [alarm] = event.walk("VALARM")
    assert (str(alarm["action"]), alarm["trigger"].dt) == ("DISPLAY", timedelta(minutes=-10))
    assert str(alarm["description"]) == "周会"


def test_times_are_written_in_utc_and_lines_end_as_the_standard_wants(clock, account):
    del clock
    written = calendars.ics([reservation()], account)

    assert "DTSTART:20110217T070000Z\r\n" in written
    assert "DTEND:20110217T074500Z\r\n" in written
    assert written.startswith("BEGIN:VCALENDAR\r\n")
    assert "\n" not in written.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert "METHOD" not in written
    assert LI not in written


def test_each_of_a_series_is_an_event_of_its_own(read):
    week = timedelta(days=7)

    events = read(*(reservation(f"r{n}", AT + n * week) for n in range(3)))

    assert [str(event["uid"]) for event in events] == ["r0@116323", "r1@116323", "r2@116323"]
    assert [event["dtstart"].dt for event in events] == [AT, AT + week, AT + 2 * week]


def test_what_is_cancelled_says_so_and_rings_no_alarm(read):
    [event] = read(reservation(state="cancelled"))

    assert str(event["status"]) == "CANCELLED"
    assert event.walk("VALARM") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_a_title_it_has_the_name_of_the_service(read, account, language):
    account.language = language

    [event] = read(reservation(title=""))

    assert str(event["summary"]) == calendars.SUMMARY[language]
    assert str(event["description"]) == calendars.DESCRIPTION[language]


@pytest.mark.parametrize(
    "title",
    [
        "a\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT",
        "a\nATTENDEE:mailto:x@example.org",
        "一,二;三\\四:五",
        "“”'\"<b>",
        "测" * 200,
    ],
)
def test_no_title_becomes_anything_else(read, title):
    [event] = read(reservation(title=title))

    assert str(event["summary"]) == title.replace("\r\n", "\n")
    assert set(event) == {
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "DESCRIPTION", "STATUS")
    }


def test_a_webhook_does_not_load_the_library():
    done = subprocess.run(
        [sys.executable, "-c", "import app, sys; print('icalendar' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "False\n"
