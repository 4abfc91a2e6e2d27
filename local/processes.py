"""Child processes of one machine: started on a leash, waited for, stopped in order."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

READY_WITHIN = 30.0  # seconds; a first start on a cold disk takes a few
STOP_WITHIN = 5.0  # seconds between asking a child to stop and killing it


class StartError(RuntimeError):
    """Something cannot be started; the text is for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Command:
    """What to run: *url* answers HTTP once it is ready; complaints go to *log*, or to our stderr.

    *leash* is the signal that the child gets when we die, in whatever way. A *forgetful* program
    has lost what it held when it was killed.
    """

    name: str
    argv: tuple[str, ...]
    url: str
    env: Mapping[str, str] = field(default_factory=dict)
    log: Path | None = None
    leash: signal.Signals = signal.SIGKILL
    forgetful: bool = False


class Child:
    """One running command; start it on the main thread, whose end the leash is tied to."""

    def __init__(self, command: Command) -> None:
        self.command = command
        errors: int | None = None
        with contextlib.ExitStack() as stack:
            if command.log:
                errors = stack.enter_context(command.log.open("ab")).fileno()
            self._process = subprocess.Popen(  # noqa: S603 - our own commands
                (*_leashed(command.leash), *command.argv),
                env={**os.environ, **command.env},
                stdin=subprocess.DEVNULL,
                stdout=errors if command.log else subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,  # Ctrl-C reaches us alone; we stop the others in order
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until_ready(self, within: float = READY_WITHIN) -> None:
        """Return once the child answers HTTP."""
        deadline = time.monotonic() + within
        while not answers(self.command.url):
            if self._process.poll() is not None:
                msg = f"{self.command.name} ended with code {self._process.returncode}"
                raise StartError(msg + self._last_words())
            if time.monotonic() > deadline:
                msg = f"{self.command.name} did not answer within {within:.0f} seconds"
                raise StartError(msg + self._last_words())
            time.sleep(0.02)

    def exit_code(self) -> int | None:
        """Return the code with which the child ended; None while it runs."""
        return self._process.poll()

    def stop(self) -> None:
        """Ask the child to end, and insist after a while; an ended child is fine."""
        self._process.terminate()
        try:
            self._process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the child at once."""
        self._process.kill()
        self._process.wait()

    def _last_words(self) -> str:
        log = self.command.log
        if log is None or not log.exists():
            return ""
        return "\n" + "\n".join(log.read_text(errors="replace").splitlines()[-5:])


def _leashed(leash: signal.Signals) -> tuple[str, ...]:
    # setpriv (util-linux) asks the kernel to signal the child when its parent dies, so that even
    # a killed supervisor leaves no store behind. Other systems lack both, and do without.
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", leash.name.removeprefix("SIG"), "--") if setpriv else ()


def answers(url: str) -> bool:
    """Tell whether something speaks HTTP at *url*, whatever it says."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=1)
    try:
        connection.request("GET", parts.path or "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def free_port(first: int = 0) -> int:
    """Return a port of 127.0.0.1 that nobody listens on: *first* or the next one; 0 for any."""
    for port in range(first, 65_536 if first else 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    msg = f"no free port from {first} on"
    raise StartError(msg)
