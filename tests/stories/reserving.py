"""What is reserved in a story: from the page, and how its host hears of it when its time comes."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import requests

from chalicelib.clock import BEIJING
from tests.stories.browser import Browser
from tests.stories.page import carried, times_called
from tests.stories.stand import PATIENCE, Stand, eventually

Row = dict[str, Any]
S54, LATER = "您现在是否发起多方通话,确认请按1", "十分钟后再呼请按2"


def now(stand: Stand) -> datetime:
    """Return what time it is for the product."""
    answer = requests.get(stand.url + "/_local/clock", timeout=PATIENCE)
    return datetime.fromisoformat(answer.json()["now"])


def soon(stand: Stand, *, minutes: int = 17) -> datetime:
    """Return a whole minute so far from now."""
    return now(stand).replace(second=0, microsecond=0) + timedelta(minutes=minutes)


def wish(starts_at: datetime, *numbers: str, **more: Any) -> Row:
    """Return what the page sends."""
    parties = [{"number": number} for number in numbers]
    at = starts_at.astimezone(BEIJING).isoformat()
    return {"starts_at": at, "host_id": "registered", "parties": parties, **more}


def reserve(browser: Browser, starts_at: datetime, *numbers: str, **more: Any) -> list[Row]:
    """Reserve from the page; return what was reserved."""
    made: list[Row] = browser.ask("POST", "/reservations", wish(starts_at, *numbers, **more))[
        "items"
    ]
    return made


def stored(stand: Stand, host: str) -> list[Row]:
    """Return what *host* has reserved, by its time, as it is stored."""
    rows = [row for row in stand.items("reservations") if row["billing_number"] == host]
    return sorted(rows, key=lambda row: str(row["starts_at"]))


def comes_to(stand: Stand, host: str, state: str, *, nth: int = 0) -> Row:
    """Wait until what *host* reserved is in *state*; return it."""

    def there() -> Row | None:
        found = stored(stand, host)[nth]
        return found if found["state"] == state else None

    there.__doc__ = f"what {host} reserved is {state}"
    row: Row = eventually(there)
    return row


def let_it_be(stand: Stand, moment: datetime) -> None:
    """Let time pass until *moment*, and the minute come."""
    stand.move_clock((moment - now(stand)).total_seconds())
    stand.tick()


def ring(stand: Stand, host: str) -> None:
    """Answer the host's phone and hear what is asked."""
    stand.phone(host).answer()
    stand.phone(host).expect_caption(S54)
    stand.phone(host).expect_caption(LATER)


def talk(stand: Stand, host: str, *parties: str, payer: str = "") -> Row:
    """Have the host asked and press 1, everyone come in and hang up; see that the bill is right.

    Return the reservation.
    """
    ring(stand, host)
    stand.press(host, "1")
    for phone in map(stand.phone, parties):
        phone.answer()
        phone.wait_for(state="in_conference")
    stand.phone(host).wait_for(state="in_conference")
    row = comes_to(stand, payer or host, "started")
    for number in (*parties, host):
        stand.phone(number).hang_up()
    _see_the_bill(stand, payer or host, row["conference_id"], phones=len(parties) + 1)
    assert Counter(times_called(stand, number) for number in parties) == {1: len(parties)}
    return row


def _see_the_bill(stand: Stand, payer: str, conference_id: str, *, phones: int) -> None:
    eventually(lambda: stand.all_ended(payer))
    lasted = carried(stand, conference_id)
    cdrs = [one for one in stand.cdrs(payer) if one["conference_id"] == conference_id]
    assert {one["call_sid"]: one["seconds"] for one in cdrs} == lasted
    assert len(cdrs) == len(lasted) == phones
    assert all(one["charge"] == 20 * -(-one["seconds"] // 60) for one in cdrs)
