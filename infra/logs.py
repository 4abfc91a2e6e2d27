"""What the functions of a deployment say, a line each: `python -m infra.logs STAGE` (日志)."""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any

from chalicelib import clock
from infra import stage as stages
from infra.stage import Client, Stage
from infra.template.functions import ALL

PAUSE_SECONDS = 2
LATE = timedelta(seconds=30)
"""How long after its moment a line may come to be found."""
SPANS = {"m": "minutes", "h": "hours", "d": "days"}
NAMES = [function.name for function in ALL]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the command line asks for."""
    return stages.run(_print, _parser().parse_args(arguments))


def lines(logs: Client, groups: Sequence[str], since: datetime, words: str) -> list[dict[str, Any]]:
    """Return the lines of all *groups* from *since* on, oldest first, each with its group."""
    found = []
    for group in groups:
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=group,
            startTime=int(since.timestamp() * 1000),
            **({"filterPattern": words} if words else {}),
        )
        found += [{**event, "group": group} for page in pages for event in page["events"]]
    return sorted(found, key=itemgetter("timestamp"))


def told(line: dict[str, Any]) -> str:
    """Return *line* as it is printed: its moment in UTC, its function, its words."""
    moment = datetime.fromtimestamp(line["timestamp"] / 1000, UTC)
    function = line["group"].rpartition("-")[2]
    words = " ".join(line["message"].split())
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z {function:6} {words}"


def _print(given: argparse.Namespace) -> None:
    stage = stages.of(given)
    logs, groups = stage.client("logs"), _groups(stage, given.function)
    since, seen = clock.now() - given.since, set[str]()
    while True:
        for line in _new(lines(logs, groups, since, given.words), seen):
            print(told(line), flush=True)
        if not given.follow:
            return
        clock.sleep(PAUSE_SECONDS)
        since = max(since, clock.now() - LATE)


def _new(found: list[dict[str, Any]], seen: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the lines that were not *seen*, which then holds these."""
    yield from (line for line in found if line["eventId"] not in seen)
    seen.clear()
    seen.update(line["eventId"] for line in found)


def _groups(stage: Stage, function: str | None) -> list[str]:
    return [f"/aws/lambda/{stage.stack}-{name}" for name in NAMES if function in {None, name}]


def _span(text: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,5})([mhd])", text, re.ASCII)
    if found is None:
        raise argparse.ArgumentTypeError("write 30m, 6h or 2d")
    return timedelta(**{SPANS[found[2]]: int(found[1])})


def _parser() -> argparse.ArgumentParser:
    parser = stages.parser("logs", "What the functions of a deployment say, a line each.")
    parser.add_argument("--function", choices=NAMES, help="by default all of them")
    parser.add_argument(
        "--since", type=_span, default="15m", help="30m, 6h or 2d back; %(default)s"
    )
    parser.add_argument("--words", default="", metavar="PATTERN", help="a filter of CloudWatch")
    parser.add_argument("--follow", action="store_true", help="go on until Ctrl-C")
    return parser


if __name__ == "__main__":
    sys.exit(main())
