"""The whole machine in a process of its own, and hands at the handsets of its phone wall."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

ROOT = Path(__file__).parents[2]
ANNOUNCED_WITHIN = 15_000  # milliseconds: prompts take their real time here
MENU = "添加号码请按1,点名请按2"
PAUSE = "new Promise((go_on) => setTimeout(go_on, 150))"  # between two keys of a hand


class Machine(NamedTuple):
    """Where it is: the addresses of its phone wall and of its portal."""

    wall: str
    portal: str


@contextmanager
def the_whole_machine(data: Path, port: int) -> Iterator[Machine]:
    """Run everything as `make run` does; yield where it is."""
    command = [sys.executable, "-m", "local", "--port", str(port), "--data", str(data)]
    # A shell keeps Ctrl-C from what it runs in the background, and so from all that this starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as machine:
        try:
            assert machine.stdout is not None
            for line in machine.stdout:
                if wall := re.search(r"http://\S+/phones", line):
                    yield Machine(wall.group(), f"http://127.0.0.1:{port}/")
                    break
            else:
                pytest.fail("the machine ended before it was ready")
        finally:
            machine.send_signal(signal.SIGINT)
            machine.communicate(timeout=20)


def handset(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=f"话机 {name}")


def hears(page: Page, name: str, text: str) -> None:
    said = handset(page, name).get_by_text(text).last
    expect(said).to_be_visible(timeout=ANNOUNCED_WITHIN)


def is_in(page: Page, name: str, state: str) -> None:
    expect(handset(page, name).get_by_text(state).first).to_be_visible(timeout=ANNOUNCED_WITHIN)


def keys(page: Page, pressed: str) -> None:
    """Type keys on the handset that is picked up, as fast as a hand does."""
    for key in pressed:
        page.keyboard.press("Shift+Digit3" if key == "#" else key)
        page.evaluate(PAUSE)


def star(page: Page, key: str) -> None:
    """Press “*” on the host's handset in the room, and *key* once the menu is heard.

    Until then a key is nobody's: the network has hung up on the room, and asks what comes next.
    """
    is_in(page, "王建国", "会议中")
    menu = handset(page, "王建国").get_by_text(MENU)
    heard = menu.count()
    keys(page, "*")
    expect(menu).to_have_count(heard + 1, timeout=ANNOUNCED_WITHIN)
    keys(page, key)
