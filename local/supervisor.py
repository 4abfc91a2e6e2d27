"""`python -m local`: everything on one machine, started in order, kept alive, stopped in order.

The phone network, its sound and the phone wall live in this process. The product is a child, so
that it can die and come back in the middle of a call; the store is another, so that it does not
die with either.
"""

import asyncio
import contextlib
import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from local import demo, operate
from local.kept import Kept, Terminal
from local.network.settings import Settings
from local.phones import network_settings, phones
from local.processes import Command, StartError, free_port
from local.store import Endpoints, Kind, Store

PREFIX = "dev-"


@dataclass(frozen=True, slots=True)
class Machine:
    """Where everything of one run is."""

    port: int
    network_port: int
    data: Path
    kind: Kind

    @property
    def product_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def network_url(self) -> str:
        return f"http://127.0.0.1:{self.network_port}"

    @property
    def network(self) -> Settings:
        return network_settings(self.product_url, self.data)

    def product(self, endpoints: Endpoints) -> Command:
        """Return the command that serves the product against our stand-ins."""
        return Command(
            name="产品 product",
            argv=(
                *(sys.executable, "-m", "local", "serve"),
                *("--port", str(self.port), "--network", self.network_url),
                "--movable-clock",
            ),
            url=self.product_url,
            env={
                **self.leads_to(endpoints),
                "PUBLIC_BASE_URL": self.product_url,
                "SMS_NUMBER": self.network.service_number,
                "OPERATOR_NUMBER": demo.DESK,
                # On one machine people stop and start it in mid-call and look at the bill at once.
                "TICK_SECONDS": "10",
                "SWEEP_SECONDS": "8",
                "VERIFY_SECONDS": "30",
                "SEED": os.environ.get("SEED", "1"),
            },
        )

    def leads_to(self, endpoints: Endpoints) -> dict[str, str]:
        """Return the environment in which our code finds this store and this network."""
        return {
            **endpoints.environment,
            "TWILIO_API_BASE_URL": self.network_url,
            "TWILIO_ACCOUNT_SID": self.network.account_sid,
            "TWILIO_AUTH_TOKEN": ",".join(self.network.auth_tokens),
            "SERVICE_NUMBER": self.network.service_number,
            "TABLE_PREFIX": PREFIX,
        }


async def run(*, port: int, data: Path, kind: Kind) -> None:
    """Run everything until SIGTERM or Ctrl-C; *port*, or the next free one, is the product's."""
    end_in_order()
    terminal = Terminal()
    with sole_use(data):
        port = free_port(port)
        machine = Machine(port, free_port(port + 1), data, kind)
        async with AsyncExitStack() as stack:
            await _start(machine, terminal, stack)
            _welcome(machine)
            stack.callback(print, "停止中 stopping …", flush=True)
            await asyncio.Event().wait()


def end_in_order() -> None:
    """End the main task, and so everything in order, when this process is asked to end."""
    # Ctrl-C cancels the main task by itself; the closed terminal and the plain kill do now as well.
    if task := asyncio.current_task():
        for sign in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(sign, task.cancel)


async def _start(machine: Machine, terminal: Terminal, stack: AsyncExitStack) -> None:
    store = Store.of(machine.kind, machine.data / "store")
    product = Kept(machine.product(store.endpoints), terminal)
    stores = [
        # The product makes missing tables and the queue when it starts.
        Kept(command, terminal, needed_by=product if command.forgetful else None)
        for command in store.commands
    ]
    for kept in stores:
        stack.push_async_callback(kept.stop)
        kept.start()
    await stack.enter_async_context(
        phones(machine.network, port=machine.network_port, product_url=machine.product_url)
    )
    terminal.stage(f"电话网 phone network  {machine.network_url}")
    for kept in stores:
        await kept.ready()
    found = machine.leads_to(store.endpoints)
    stack.enter_context(operate.told(machine.data, found))
    terminal.stage(f"数据库 store          {store.endpoints.dynamodb_url} → {machine.data}")
    stack.push_async_callback(product.stop)
    product.start()
    await product.ready()
    terminal.stage(f"产品 product          {machine.product_url}")


def _welcome(machine: Machine) -> None:
    print(f"READY {machine.product_url}")
    print(f"  门户 portal        {machine.product_url}/")
    print(f"  电话墙 phone wall  {machine.network_url}/phones")
    print(f"  话务账 ledger      {machine.network_url}/_sim/ledger")
    if os.environ.get("SEED", "1") == "1":
        print(
            f"  演示账户 demo      {demo.NUMBER.removeprefix('+86')}  密码 password {demo.PASSWORD}"
        )
        print(
            f"  人工坐席 operator  {machine.product_url}/#/operator  "
            f"{demo.OPERATOR}  密码 password {demo.OPERATOR_PASSWORD}"
        )
    print("  按 Ctrl-C 停止 (Ctrl-C stops everything)", flush=True)


@contextlib.contextmanager
def sole_use(data: Path) -> Iterator[None]:
    """Keep every other run away from *data* inside the block; raise StartError if one is there."""
    # The lock goes with the process, however it ends; the file stays and means nothing.
    data.mkdir(parents=True, exist_ok=True)
    with (data / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            msg = f"{data} 正被另一个运行中的实例使用 (another run uses it)"
            raise StartError(msg) from error
        yield
