"""Everything that was written down, on both sides, read once when all is over."""

import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import boto3

from local.store import Endpoints
from tests.chaos.promises import Documents, Promise
from tests.stories.bills import Line, in_the_file, on_the_page
from tests.stories.browser import Browser
from tests.stories.stand import OVER, Stand

Row = dict[str, Any]
OPEN = {"scheduled", "starting"}
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Told:
    """What one payer is told on the page and in the file, and of each reservation its state.

    *contradicts* says where the page is not even of one mind with itself.
    """

    page: list[Line]
    file: list[Line]
    reserved: dict[str, str]
    contradicts: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The network's ledger, the product's tables, and what hosts were told.

    *ways* is in which way each host began, *alive* what was not over in time, *dead* how many
    messages the queue gave up, *errors* those of the log that no fault explains.
    """

    ledger: list[Row]
    rows: list[Row]
    reservations: list[Row]
    accounts: list[Row]
    orphans: list[Row]
    told: dict[str, Told]
    ways: dict[str, str]
    promised: frozenset[Promise]
    documents: Documents
    alive: list[Any]
    dead: int
    errors: list[str]

    @property
    def conferences(self) -> list[Row]:
        return [row for row in self.rows if row["kind"] == "conference"]

    @property
    def legs(self) -> list[Row]:
        return [row for row in self.rows if row["kind"] == "leg"]

    @property
    def records(self) -> list[Row]:
        return [row for row in self.rows if row.get("billing_month")]


def read(
    stand: Stand,
    owners: dict[str, tuple[str, Browser]],
    **more: Any,
) -> Written:
    """Read the books of *stand*; *owners* are the ways and the browsers of the hosts.

    *more* is what does not stand in a book.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = pool.map(_told, (browser for _, browser in owners.values()))
        told_to = dict(zip(owners, told, strict=True))
    return Written(
        ledger=stand.ledger(),
        rows=stand.items("conferences"),
        reservations=stand.items("reservations"),
        accounts=[row for row in stand.items("accounts") if row["kind"] == "account"],
        orphans=stand.items("orphans"),
        told=told_to,
        ways={host: way for host, (way, _) in owners.items()},
        **more,
    )


def _told(browser: Browser) -> Told:
    reserved = browser.ask("GET", "/reservations")["items"]
    states = {one["id"]: one["state"] for one in reserved}
    try:
        return Told(on_the_page(browser), in_the_file(browser), states)
    except AssertionError:
        return Told([], [], states, traceback.format_exc(limit=-1))


def alive(stand: Stand) -> list[Any]:
    """Return the lines in use, and the conferences and legs without a last word."""
    return lines(stand) + unfinished(stand.items("conferences"))


def all_over(stand: Stand) -> bool:
    """Say whether no call is alive, and every conference and leg has its last word."""
    return not alive(stand)


def all_attended(stand: Stand) -> bool:
    """Say whether nothing that was reserved is still to come."""
    return all(row["state"] not in OPEN for row in stand.items("reservations"))


def unfinished(rows: list[Row]) -> list[Row]:
    """Return the conferences and legs that are not over.

    Numbers that were keyed in for a conference that never began are no legs of one yet.
    """
    begun = {row["conference_id"] for row in rows if row["kind"] == "conference"}
    last = {"conference": {"ended"}, "leg": OVER}
    theirs = [row for row in rows if row["kind"] in last and row["conference_id"] in begun]
    return [row for row in theirs if row["state"] not in last[row["kind"]]]


def lines(stand: Stand) -> list[str]:
    """Return the calls that the network carries."""
    return list(stand.network.call(lambda: [line.call.sid for line in stand.simulated.lines]))


def dead_letters(endpoints: Endpoints, prefix: str) -> int:
    """Return how many messages the queue of the product with *prefix* gave up."""
    queue = boto3.client(
        "sqs",
        endpoint_url=endpoints.sqs_url,
        region_name=endpoints.environment["AWS_DEFAULT_REGION"],
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    with closing(queue):
        url = queue.get_queue_url(QueueName=f"{prefix}jobs-dead")["QueueUrl"]
        name = "ApproximateNumberOfMessages"
        told = queue.get_queue_attributes(QueueUrl=url, AttributeNames=[name])
    return int(told["Attributes"][name])
