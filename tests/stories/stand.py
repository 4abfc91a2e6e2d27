"""The whole product under test: the store, the phone network and `python -m local serve`."""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import boto3
import requests
from boto3.dynamodb.conditions import Attr, Key

from local.network.engine import Network
from local.network.settings import Settings
from local.network.thread import BlockingPhone, NetworkThread
from local.processes import Child, Command, free_port
from local.store import Endpoints

ROOT = Path(__file__).parents[2]
SPEED = 20.0  # of the network's time: a minute on the phone is three seconds
PATIENCE = 15.0  # real seconds
GLIMPSE = 2.0  # real seconds in which an answer of ours has reached a call on any machine
HASTE = {  # the product's own patience, in real seconds
    "TICK_SECONDS": "3",  # as often as each minute of the network's
    "SWEEP_SECONDS": "1",
    "LOST_RING_SECONDS": "3",
    "VERIFY_SECONDS": "2",
    "STALLED_JOB_SECONDS": "2",
    "RING_SECONDS": "30",
    "GOODBYE_SECONDS": "1",
    "ADOPT_WITHIN_SECONDS": "100000",  # the network's clock runs ahead
    "TOGETHER_SECONDS": "0",
    "WATCH_SECONDS": "1",
    "CALL_BACK_SECONDS": "1",
    "MOVABLE_CLOCK": "1",
}
OVER = {"completed", "no_answer", "busy", "failed", "cancelled"}


def eventually(true: Callable[[], object], *, within: float = PATIENCE) -> Any:
    """Wait until *true* returns something true, and return it."""
    deadline = time.monotonic() + within
    while True:
        if found := true():
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"it did not come true: {true.__doc__ or true}")
        time.sleep(0.05)


def was_on_its_way(asked: list[dict[str, Any]], early: datetime, ended_at: datetime) -> bool:
    """Say whether a call *asked* for its room document at the very end, of which no answer came.

    The document came after *early*, or was asked for in vain; or what came after the end had been
    asked for in vain before. Who was told something else in time was not on the way.
    """
    in_vain = ["error" in event or event["status"] != HTTPStatus.OK for event in asked]
    came = [datetime.fromisoformat(event["at"]) for event in asked]
    return any(
        at > early and "<Conference" in event.get("response", "")
        for at, event in zip(came, asked, strict=True)
    ) or (any(in_vain) and (in_vain[-1] or came[-1] > ended_at))


class Stand:
    """One product with a network and tables of its own, on a store that may be shared."""

    def __init__(self, endpoints: Endpoints, network: NetworkThread, port: int, prefix: str):
        self.network = network
        self.url = f"http://127.0.0.1:{port}"
        self._endpoints = endpoints
        self._port = port
        self._prefix = prefix
        self._settings: dict[str, str] = {}
        self._ahead = 0.0
        self._child: Child | None = None
        self._client = self._tables()
        self._let_in: list[dict[str, Any]] = []  # the network's requests for a room document
        network.network.plant.events.subscribe(self._note)

    def start(self, **settings: str) -> None:
        """Start the product; *settings* stay for every later start."""
        self._settings |= settings
        self._child = Child(
            Command(
                name="product",
                argv=(sys.executable, "-m", "local", "serve", "--port", str(self._port)),
                url=self.url + "/",
                env=self._environment(),
            )
        )
        self._child.wait_until_ready()

    def stop(self) -> None:
        """End the product as Ctrl-C does."""
        if self._child is not None:
            self._child.stop()
            self._child = None

    def close(self) -> None:
        """End the product, and leave the store."""
        self.stop()
        self._client.close()

    def kill(self) -> None:
        """End the product with SIGKILL, in the middle of whatever it does."""
        assert self._child is not None
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.kill()
        self._child = None

    def phone(self, number: str) -> BlockingPhone:
        """Take the phone of *number* in hand; others are bots by their ending."""
        return self.network.phone(number)

    def press(self, number: str, keys: str) -> None:
        """Press *keys* once the phone is asked for some: before that the network drops them."""
        phone = self.simulated.phone(number)
        eventually(lambda: phone.line is not None and phone.line.keys is not None)
        self.phone(number).press(keys)

    def star(self, number: str, key: str) -> None:
        """Press “*” in the room and then *key*."""
        phone = self.phone(number)
        phone.wait_for(state="in_conference")
        phone.press("*")
        self.press(number, key)

    @property
    def simulated(self) -> Network:
        """The network itself, for its faults and settings."""
        return self.network.network

    def faults(self, **switches: Any) -> None:
        """Switch faults of the network on or off."""
        self._get("PUT", self.network.url + "/_sim/faults", json=switches)

    def settings(self, **changes: Any) -> None:
        """Change how the network behaves."""
        self._get("PUT", self.network.url + "/_sim/settings", json=changes)

    def move_clock(self, seconds: float) -> None:
        """Let it be *seconds* later for the product and the network; a restart keeps that."""
        self._ahead += seconds
        later = {"ahead_seconds": self._ahead}
        self._get("PUT", self.url + "/_local/clock", json=later)
        self.network.call(self.simulated.plant.timeline.move, seconds)

    def tick(self) -> None:
        """Run the minute now, to its end; with TICK_SECONDS=0 there is no other."""
        self._get("PUT", self.url + "/_local/minute")

    def texts(self, number: str) -> list[str]:
        """Return the text messages that the phone of *number* has, oldest first."""
        sent = self._get("GET", self.network.url + "/_sim/messages")
        return [m["text"] for m in sent if m["to"] == number and m["status"] == "delivered"]

    def cdrs(self, payer: str) -> list[dict[str, Any]]:
        """Return the billed legs of one payer, as the phone wall shows them."""
        found = self._get("GET", self.url + "/_local/cdrs")
        return [c for c in found if c["billing_number"] == payer]

    def ledger(self) -> list[dict[str, Any]]:
        """Return every call the network ever carried."""
        return list(self._get("GET", self.network.url + "/_sim/ledger"))

    def disputed(self, cdrs: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
        """Return where *cdrs* are not the calls that were in a room, each once, to the second.

        One that was cut off while its room document was on the way is billed as well (ADR 0003).
        """
        ledger, cut_off = {c["sid"]: c for c in self.ledger()}, self.cut_off()
        amiss = Counter((c["call_sid"], c["seconds"]) for c in cdrs)
        amiss.subtract((sid, c["duration"]) for sid, c in ledger.items() if c["rooms"])
        return [
            (sid, times, ledger.get(sid), self._told_to(sid))
            for (sid, seconds), times in amiss.items()
            if times and not (times == 1 and cut_off.get(sid) == seconds)
        ]

    def cut_off(self) -> dict[str, int]:
        """Return how many seconds each call lasted that ended on its way into a room, by sid."""
        return {
            call["sid"]: call["duration"]
            for call in self.ledger()
            if not call["rooms"] and call["ended_at"] is not None
            if self.on_its_way(call["sid"], datetime.fromisoformat(call["ended_at"]))
        }

    def on_its_way(self, sid: str, ended_at: datetime) -> bool:
        """Say whether a call that was in no room ended on its way into one, by the log."""
        early = ended_at - timedelta(seconds=GLIMPSE * self.simulated.settings.speed)
        asked = [event for event in self._let_in if event["call_sid"] == sid]
        return was_on_its_way(asked, early, ended_at)

    def _note(self, event: dict[str, Any]) -> None:
        if event["kind"] == "webhook" and (
            "<Conference" in event.get("response", "") or "/enter" in event["url"]
        ):
            self._let_in.append(event)

    def _told_to(self, sid: str) -> list[tuple[str, str]]:
        answers = [event for event in self._let_in if event["call_sid"] == sid]
        return [(event["at"], event.get("error") or event["response"]) for event in answers]

    def items(self, table: str, **asked: Any) -> list[dict[str, Any]]:
        """Return what stands in one of the product's tables, all or as *asked* of its scan."""
        scan = self._client.get_paginator("scan")
        pages = scan.paginate(TableName=self._prefix + table, **asked)
        return [item for page in pages for item in page["Items"]]

    def put(self, table: str, **item: Any) -> None:
        """Write an item as an operator would."""
        self._client.put_item(TableName=self._prefix + table, Item=item)

    def forget(self, table: str, **key: str) -> None:
        """Take an item away, as time would."""
        self._client.delete_item(TableName=self._prefix + table, Key=key)

    def _tables(self) -> Any:
        """Return a client of the store that speaks plain Python values, for all threads."""
        resource = boto3.resource(
            "dynamodb",
            endpoint_url=self._endpoints.dynamodb_url,
            region_name=self._endpoints.environment["AWS_DEFAULT_REGION"],
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )
        return resource.meta.client

    def conferences(self, payer: str) -> list[dict[str, Any]]:
        """Return the conferences of one payer."""
        theirs = Attr("kind").eq("conference") & Attr("billing_number").eq(payer)
        return self.items("conferences", FilterExpression=theirs)

    def legs(self, payer: str) -> dict[str, dict[str, Any]]:
        """Return the latest leg of each number in the payer's conferences."""
        rows: list[dict[str, Any]] = []
        for conference in self.conferences(payer):
            its_own = Key("conference_id").eq(conference["conference_id"])
            table = self._prefix + "conferences"
            found = self._client.query(TableName=table, KeyConditionExpression=its_own)["Items"]
            rows += [row for row in found if row["kind"] == "leg"]
        return {r["number"]: r for r in sorted(rows, key=lambda r: r["added_at"])}

    def all_ended(self, payer: str) -> bool:
        """Say whether every conference of *payer* has ended and every leg has its last word."""
        conferences = self.conferences(payer)
        legs = self.legs(payer).values()
        ended = all(c["state"] == "ended" for c in conferences)
        return bool(conferences) and ended and all(leg["state"] in OVER for leg in legs)

    @staticmethod
    def _get(method: str, url: str, **arguments: Any) -> Any:
        answer = requests.request(method, url, timeout=PATIENCE, **arguments)
        answer.raise_for_status()
        return answer.json()

    def _environment(self) -> dict[str, str]:
        return {
            **self._endpoints.environment,
            **HASTE,
            "PUBLIC_BASE_URL": self.url,
            "TWILIO_API_BASE_URL": self.network.url,
            "TWILIO_ACCOUNT_SID": self.simulated.settings.account_sid,
            "TWILIO_AUTH_TOKEN": self.simulated.settings.auth_tokens[0],
            "SERVICE_NUMBER": self.simulated.settings.service_number,
            "SMS_NUMBER": self.simulated.settings.service_number,
            "CLOCK_AHEAD_SECONDS": str(self._ahead),
            "TABLE_PREFIX": self._prefix,
            **self._settings,
        }


@contextmanager
def standing(
    endpoints: Endpoints, prefix: str, *, seed: int = 1, speed: float = SPEED, **settings: str
) -> Iterator[Stand]:
    """Run a network and a product of their own for as long as the block lasts."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    network = NetworkThread(
        Settings(
            voice_url=url + "/voice/incoming",
            status_callback=url + "/voice/status",
            speed=speed,
            seed=seed,
        )
    )
    with network:
        stand = Stand(endpoints, network, port, prefix)
        try:
            stand.start(**settings)
            yield stand
        finally:
            stand.close()
