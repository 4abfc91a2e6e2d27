"""Which deployment a command is about, and what all commands of it have in common (阶段)."""

import argparse
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from infra.package import PackageError
from infra.runtimes import RuntimeOver

Client = Any  # boto3 makes its classes while it runs: there is no type to name
NAME = re.compile(r"[a-z][a-z0-9]{0,15}", re.ASCII)
"""What a stage may be called: no dash, so that no stack's name begins with another's and a dash."""


class CommandError(Exception):
    """What ends a command; the text is for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One deployment: its *name*, such as “dev”, and the account and region that it is in."""

    name: str
    session: boto3.Session

    @property
    def stack(self) -> str:
        """Return the name of its stack, which its tables and functions begin with."""
        return f"duoyoutong-{self.name}"

    @property
    def region(self) -> str:
        """Return the region that it is in."""
        return str(self.session.region_name)

    def client(self, service: str) -> Client:
        """Return a client of one *service* of AWS."""
        return self.session.client(service)


def parser(module: str, told: str) -> argparse.ArgumentParser:
    """Return a parser that knows the stage and the region."""
    made = argparse.ArgumentParser(prog=f"python -m infra.{module}", description=told)
    made.add_argument("stage", type=_name, help="a stage of .chalice/config.json, such as dev")
    made.add_argument("--region", help="by default the one that AWS_DEFAULT_REGION says")
    return made


def of(given: argparse.Namespace) -> Stage:
    """Return the stage that the command line names; raise CommandError if it is in no region."""
    session = boto3.Session(region_name=given.region)
    if not session.region_name:
        raise CommandError("In which region? Say --region, or set AWS_DEFAULT_REGION.")
    return Stage(given.stage, session)


def run(deed: Callable[[argparse.Namespace], object], given: argparse.Namespace) -> int:
    """Do *deed* and return the exit status; what may go wrong is told in a line."""
    try:
        deed(given)
    except NoCredentialsError:
        print("No credentials of AWS: set AWS_PROFILE, or run  aws configure", file=sys.stderr)
        return 1
    except (CommandError, PackageError, RuntimeOver, BotoCoreError, ClientError) as e:
        print(e, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What AWS had begun goes on by itself.", file=sys.stderr)
        return 130
    return 0


def answer(question: str) -> str:
    """Return what the person at the terminal answers, “” if there is nobody."""
    try:
        return input(question).strip()
    except EOFError:
        return ""


def agreed(question: str) -> bool:
    """Ask, and tell whether the answer is a clear yes."""
    return answer(f"{question} [y/N] ").lower() in {"y", "yes"}


def missing(error: ClientError) -> bool:
    """Tell whether AWS says that what was asked for is not there."""
    code = error.response["Error"]["Code"]
    return code in {"404", "NoSuchBucket", "NoSuchKey"} or code.endswith("NotFoundException")


def _name(text: str) -> str:
    if not NAME.fullmatch(text):
        raise argparse.ArgumentTypeError("a stage has small letters and digits, 16 at most")
    return text
