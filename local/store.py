"""The database and the queue of one machine: which programs they are, and how they run.

The choice and its figures are in docs/adr/0002-store-on-one-machine.md.
"""

import contextlib
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from local import dynamodb_local
from local.processes import Child, Command, free_port

MINISTACK_HEALTH = "/_ministack/health"


class Kind(StrEnum):
    """The program behind the tables."""

    DYNAMODB_LOCAL = "dynamodb-local"
    MINISTACK = "ministack"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the stand-ins for AWS answer."""

    dynamodb_url: str
    sqs_url: str

    @property
    def environment(self) -> dict[str, str]:
        """The standard variables by which every AWS client finds them, and keys that open them."""
        return {
            "AWS_ENDPOINT_URL": self.sqs_url,
            "AWS_ENDPOINT_URL_DYNAMODB": self.dynamodb_url,
            "AWS_ENDPOINT_URL_SQS": self.sqs_url,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": "cn-north-1",
        }


@dataclass(frozen=True, slots=True)
class Store:
    """The commands that together make up the database and the queue."""

    commands: tuple[Command, ...]
    endpoints: Endpoints

    @classmethod
    def of(cls, kind: Kind, directory: Path, *, in_memory: bool = False) -> Self:
        """Plan a store that keeps its tables and its log in *directory*."""
        directory.mkdir(parents=True, exist_ok=True)
        aws = ministack(directory, persist=kind is Kind.MINISTACK and not in_memory)
        sqs_url = ministack_address(aws)
        match kind:
            case Kind.MINISTACK:
                return cls((aws,), Endpoints(sqs_url, sqs_url))
            case Kind.DYNAMODB_LOCAL:
                dynamodb = dynamodb_local.command(directory, in_memory=in_memory)
                return cls((dynamodb, aws), Endpoints(dynamodb.url, sqs_url))


@contextlib.contextmanager
def running(
    kind: Kind = Kind.DYNAMODB_LOCAL, *, data_dir: Path | None = None, in_memory: bool = False
) -> Iterator[Endpoints]:
    """Run a store for as long as the block lasts; without *data_dir* nothing of it remains."""
    with contextlib.ExitStack() as stack:
        directory = data_dir or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = Store.of(kind, directory, in_memory=in_memory)
        children = []
        for command in store.commands:
            children.append(child := Child(command))
            stack.callback(child.stop)
        for child in children:
            child.wait_until_ready()
        yield store.endpoints


def ministack(directory: Path, *, persist: bool) -> Command:
    """Return the command that imitates AWS on one port, with its state in *directory* if kept."""
    port = free_port()
    return Command(
        name="MiniStack",
        argv=(sys.executable, "-m", "ministack"),
        url=f"http://127.0.0.1:{port}{MINISTACK_HEALTH}",
        env={
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(port),
            "SFTP_ENABLED": "0",  # opens a port of its own
            "IOT_MTLS_ENABLED": "0",  # likewise
            "LOG_LEVEL": "WARNING",
            "PERSIST_STATE": str(int(persist)),
            "STATE_DIR": str(directory / "ministack"),
            "TMPDIR": str(directory),  # for its file with the process id
        },
        log=directory / "ministack.log",
        # It saves its state when it is asked to end, and only then.
        leash=signal.SIGTERM if persist else signal.SIGKILL,
        forgetful=True,
    )


def ministack_address(command: Command) -> str:
    """Return the one address of all its services."""
    return command.url.removesuffix(MINISTACK_HEALTH)
