"""What the tests of pages share: the product with its demo account, and one browser."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from local import store
from local.chromium import launched
from tests.site.visitor import PATIENCE, WATCH, WINDOW, Visitor
from tests.stories.stand import standing


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """Serve the product, with the account that `make run` has to look around with."""
    with (
        store.running(in_memory=True) as endpoints,
        standing(endpoints, "site-", SEED="1", TICK_SECONDS="0") as stand,
    ):
        yield stand.url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start a browser for all of them: they run by themselves, for it lets no asyncio run."""
    with launched() as browser:
        yield browser


@contextmanager
def window(chromium: Browser) -> Iterator[Page]:
    """Open a window with cookies of its own, and a page in it."""
    context = chromium.new_context(viewport=WINDOW, locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(WATCH)
    yield page
    context.close()


@contextmanager
def known(served: str, chromium: Browser) -> Iterator[Page]:
    """Open a window in which somebody is logged in to the demo account."""
    with window(chromium) as page:
        with Visitor(served, page) as first:
            first.log_in()
        yield page


@pytest.fixture(scope="session")
def shared(chromium: Browser) -> Iterator[Page]:
    """Open one window for all strangers."""
    with window(chromium) as strange:
        yield strange


@pytest.fixture
def visitor(served: str, shared: Page) -> Iterator[Visitor]:
    """Be a stranger; what breaks the content policy or throws fails the test."""
    with Visitor(served, shared) as opened:
        opened.is_forgotten()
        yield opened
    assert opened.troubles == []


@pytest.fixture(scope="session")
def logged_in(served: str, chromium: Browser) -> Iterator[Page]:
    """Log in to the demo account once: nobody may do so for every test."""
    with known(served, chromium) as page:
        yield page


@pytest.fixture(scope="module")
def apart(served: str, chromium: Browser) -> Iterator[Page]:
    """Log in in a window of its own, for a file that changes its clock or what it loads first.

    Such a file has it for its `logged_in`.
    """
    with known(served, chromium) as page:
        yield page


@pytest.fixture
def member(served: str, logged_in: Page) -> Iterator[Visitor]:
    """Be somebody who is logged in to the demo account."""
    with Visitor(served, logged_in) as opened:
        yield opened
    assert opened.troubles == []
