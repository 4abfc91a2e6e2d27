"""What a payer is told of a month: on the page's own lines, in its sums, and in the files."""

import csv
import io
from typing import Any

from chalicelib import accounts, passwords
from tests.stories.browser import PASSWORD, Browser
from tests.stories.stand import Stand

Line = tuple[str, int, int]
"""Call sid, seconds, fen."""


def owner_of(stand: Stand, number: str) -> Browser:
    """Let the account of *number* be registered, and log in to it."""
    account = next(i for i in stand.items("accounts") if i["billing_number"] == number)
    known = {"state": accounts.REGISTERED, "name": "王建国", "password": passwords.hashed(PASSWORD)}
    stand.put("accounts", **{**account, **known})
    browser = Browser(stand.url)
    browser.log_in(number)
    return browser


def on_the_page(browser: Browser) -> list[Line]:
    """Return every line of every month, page by page; the sums beside them must be theirs."""
    found: list[Line] = []
    for month in _months(browser):
        lines = _lines(browser, month)
        told = browser.ask("GET", f"/statements/{month}")
        assert told["charge"] == sum(charge for _, _, charge in lines)
        assert told["calls"] == len({sid for sid, _, _ in lines})
        assert sum(day["charge"] for day in told["days"]) == told["charge"]
        found += lines
    return sorted(found)


def in_the_file(browser: Browser) -> list[Line]:
    """Return every line of every month as it stands in the CSV, money turned back into fen."""
    found = []
    for month in _months(browser):
        answer = browser.send("GET", f"/statements/{month}/csv")
        text = answer.content.decode("utf-8-sig")
        for row in csv.DictReader(io.StringIO(text)):
            yuan, _, fen = row["金额(元)"].partition(".")
            found.append((row["通话编号"], int(row["时长(秒)"]), int(yuan) * 100 + int(fen)))
    return sorted(found)


def billed(cdrs: list[dict[str, Any]]) -> list[Line]:
    """Return the same of the records themselves."""
    return sorted((c["call_sid"], c["seconds"], c["charge"]) for c in cdrs)


def _months(browser: Browser) -> list[str]:
    return [one["month"] for one in browser.ask("GET", "/statements")["months"] if one["calls"]]


def _lines(browser: Browser, month: str) -> list[Line]:
    lines, cursor = [], ""
    while True:
        page = browser.ask("GET", f"/records?month={month}&limit=2{cursor}")
        lines += [(r["call_sid"], r["seconds"], r["charge"]) for r in page["items"]]
        if page["cursor"] is None:
            return lines
        cursor = f"&cursor={page['cursor']}"
