"""One machine for the journeys; for each a browser with sound, and tabs as it takes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from local.chromium import MICROPHONE, launched
from local.processes import free_port
from tests.browser.wall import ANNOUNCED_WITHIN, Machine, the_whole_machine


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Run a machine that each journey leaves as another finds it: nobody is on the phone."""
    with the_whole_machine(tmp_path_factory.mktemp("machine") / "data", free_port()) as where:
        yield where


@pytest.fixture
def browser() -> Iterator[BrowserContext]:
    """Open a window in which phones may ring."""
    with launched(*MICROPHONE) as browser:
        window = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        window.set_default_timeout(ANNOUNCED_WITHIN)
        yield window


@pytest.fixture
def page(browser: BrowserContext) -> Page:
    """Open one tab."""
    return browser.new_page()
