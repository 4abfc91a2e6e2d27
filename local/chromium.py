"""Debian's Chromium as tests and benchmarks drive it (浏览器)."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from local.processes import StartError
from local.setup import CHROMIUMS

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def found() -> str | None:
    """Return the program, None where no Chromium is installed."""
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


@contextmanager
def launched(*more: str) -> Iterator[Browser]:
    """Run a browser inside the block; while it runs, no other can, nor any asyncio.

    *more* are arguments for it. Raise StartError with what helps if there is none.
    """
    program = found()
    if program is None:
        raise StartError(
            "需要 (needed):  sudo apt-get install chromium-headless-shell fonts-noto-cjk"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *more])
        yield browser
        browser.close()
