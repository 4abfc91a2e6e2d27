"""One browser with sound for each journey, with as many tabs as it takes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser.wall import ANNOUNCED_WITHIN, ARGUMENTS, CHROMIUM


@pytest.fixture
def browser() -> Iterator[BrowserContext]:
    """Open a window in which phones may ring."""
    assert Path(CHROMIUM).exists(), "this test needs: apt install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        window = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        window.set_default_timeout(ANNOUNCED_WITHIN)
        yield window
        browser.close()


@pytest.fixture
def page(browser: BrowserContext) -> Page:
    """Open one tab."""
    return browser.new_page()
