"""What `make load` runs: store, queue, a provider and the product, each in its own process."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.rig import store_and_settings
from local.processes import Child, Command, free_port

STORED = 100_000  # legs of conferences that are long over
AS_DELIVERED = {
    "MAX_PARTIES": "32",
    "MAX_ACCOUNT_CALLS_PER_HOUR": "200",
    "GOODBYE_SECONDS": "10",
    "TICK_SECONDS": "60",
}
NO_TICKS = {"TICK_SECONDS": "0"}


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the product, and what it wrote."""

    name: str
    child: Child
    log: Path

    @property
    def megabytes(self) -> float:
        """What it holds in memory."""
        status = Path(f"/proc/{self.child.pid}/status").read_text(encoding="utf-8")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    @property
    def processor(self) -> float:
        """The seconds of a processor that it has used."""
        fields = Path(f"/proc/{self.child.pid}/stat").read_text(encoding="utf-8")
        user, system = fields.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    @property
    def faults(self) -> list[str]:
        """The lines of its log that tell of an error."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if '"ERROR"' in line or line.startswith("Traceback")]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the product and its provider answer, and the processes of the product."""

    url: str
    provider: str
    parts: tuple[Part, ...]


@contextmanager
def settings() -> Iterator[None]:
    """Run store and queue, and set the environment of a product as it is delivered."""
    with store_and_settings():
        os.environ.update(AS_DELIVERED)
        from local import product  # noqa: PLC0415 - the environment is set

        product.create_missing_tables()
        yield


def store_records() -> None:
    """Put the legs of last month's conferences, as the bill has them."""
    from bench.billing import stored_legs  # noqa: PLC0415 - as above
    from bench.rows import put  # noqa: PLC0415 - as above
    from chalicelib import clock, tables  # noqa: PLC0415 - as above

    since = clock.beginning(clock.months(clock.now(), 2)[-1])
    put(tables.ConferenceItem.Meta.table_name, stored_legs(STORED, since, timedelta(days=27)))


@contextmanager
def running(*, together: bool) -> Iterator[Stage]:
    """Run the provider and the product for as long as the block lasts.

    *together* is the product as it runs on one machine; else its jobs are another process's.
    """
    here, there, aside = (f"http://127.0.0.1:{free_port()}" for _ in range(3))
    env = {"PUBLIC_BASE_URL": here, "TWILIO_API_BASE_URL": there}
    with ExitStack() as stack:
        logs = Path(stack.enter_context(tempfile.TemporaryDirectory()))

        def run(name: str, url: str, env: dict[str, str], *module: str) -> Part:
            argv = (sys.executable, "-m", *module, "--port", url.rsplit(":", 1)[1])
            log = logs / f"{name}.log"
            child = Child(Command(name=name, argv=argv, url=url, env=env, log=log))
            stack.callback(child.stop)
            child.wait_until_ready()
            return Part(name, child, log)

        run("provider", there, {}, "bench.heavy.provider")
        if together:
            parts = [run("product", here, env, "bench.timed_serve", "serve")]
        else:
            parts = [
                run("webhooks and pages", here, env | NO_TICKS, "bench.heavy.alone", "serve"),
                run("jobs", aside, env, "local", "serve"),
            ]
        yield Stage(here, there, tuple(parts))
