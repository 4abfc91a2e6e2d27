"""The portal in a tab: logging in, preparing a conference, and reading its board."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from local.demo import NUMBER, PASSWORD
from local.handset import Handset
from tests.browser.wall import ANNOUNCED_WITHIN
from tests.site.visitor import LOG_IN
from tests.stories.stand import eventually

FOCUSED = "(element) => element === document.activeElement"
ADDRESS = re.compile(r"#/conference/[\w-]+$")
START = """async (parties) => {
  const answer = await fetch("/api/conferences", {
    method: "POST",
    headers: {"Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID()},
    body: JSON.stringify({host_id: "registered", parties})});
  return (await answer.json()).id;
}"""
# The body has the focus when what had it is gone; for a frame or two that is nobody's fault.
WATCH_FOCUS = """() => {
  window.lost = [];
  let bare = 0;
  setInterval(() => {
    bare = document.activeElement === document.body ? bare + 1 : 0;
    if (bare === 4) window.lost.push(document.querySelector("main h1")?.textContent);
  }, 50);
}"""


def told(page: Page, text: str) -> None:
    """Wait until the page says *text*."""
    expect(page.get_by_text(text).last).to_be_visible(timeout=ANNOUNCED_WITHIN)


def titled(page: Page, text: str) -> None:
    """Wait until the page has *text* for its heading."""
    heading = page.get_by_role("heading", level=1, name=text, exact=True)
    expect(heading).to_be_visible(timeout=ANNOUNCED_WITHIN)


def tab_to(page: Page, wanted: Locator, *, backwards: bool = False) -> None:
    """Press Tab until *wanted* has the focus."""
    for _ in range(80):
        if wanted.evaluate(FOCUSED):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    pytest.fail(f"{wanted} cannot be reached by the keyboard")


def was_never_here(page: Page) -> None:
    """Be about to log in for the first time, whoever did so before."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate(LOG_IN, [NUMBER, PASSWORD, {"welcomed": False}]) == 201
    page.context.clear_cookies()


def log_in(page: Page) -> None:
    """Log in on the home page for the first time, by the keyboard alone."""
    was_never_here(page)
    tab_to(page, page.locator("main").get_by_label("电话号码"))
    page.keyboard.type(NUMBER.removeprefix("+86"))
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    told(page, "您是第一次使用,是否需要帮助?")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("#/conference$"))


def conference_of(window: BrowserContext, portal: str, *numbers: str) -> Page:
    """Log in without the form, start a conference with *numbers*, and show it in a new tab."""
    page = window.new_page()
    page.goto(portal)
    assert page.evaluate(LOG_IN, [NUMBER, PASSWORD, {"welcomed": True}]) == 201
    started = page.evaluate(START, [{"number": f"+86{number}", "name": ""} for number in numbers])
    page.goto("about:blank")
    page.goto(f"{portal}#/conference/{started}")
    return page


def in_the_room(phone: Handset) -> None:
    """Wait until *phone* is: what is said to it first drops the keys."""
    eventually(lambda: phone.state == "in_conference")


def line(page: Page, who: str) -> Locator:
    """Find the line of *who* on the board."""
    return page.get_by_role("group", name=who, exact=True)


def shows(page: Page, who: str, state: str) -> None:
    """Wait until the board says that *who* is in *state*."""
    said = line(page, who).locator(".person-state").get_by_text(state)
    expect(said).to_be_visible(timeout=ANNOUNCED_WITHIN)


def does(page: Page, who: str, action: str) -> None:
    """Click on one of the buttons in the line of *who*."""
    line(page, who).get_by_role("button", name=f"{action} {who}", exact=True).click()


def command(page: Page, name: str) -> Locator:
    """Find one of the buttons that are about the whole conference."""
    return page.locator(".room-commands").get_by_role("button", name=name, exact=True)


def chip(page: Page, name: str) -> Locator:
    """Find what is said of the whole conference beside its heading."""
    return page.locator(".state-chips").get_by_text(name, exact=True)


def heard(page: Page) -> Locator:
    """Find the one place that a screen reader reads from by itself."""
    return page.locator("[aria-live=polite]")
