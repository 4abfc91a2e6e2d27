"""One browser with sound for each journey, with as many tabs as it takes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from local.chromium import MICROPHONE, launched
from tests.browser.wall import ANNOUNCED_WITHIN


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
