"""The clock that can be moved forward, and the minute that can be had at once."""

from datetime import UTC, datetime

import pytest
import requests

from chalicelib import clock
from local import movable, product
from local.gateway import Gateway
from local.movable import MovableClock
from local.network.settings import Settings
from local.network.thread import NetworkThread
from local.web import create_front
from tests.served import served

QUARTER = 900.0


@pytest.fixture
def minutes():
    """Be the minute: note when it was run, and whether it is to fail."""
    return {"runs": 0, "well": True}


@pytest.fixture
def time():
    return MovableClock()


@pytest.fixture
def url(time, minutes, little_app, tmp_path):
    """Yield the address of a front with the routes of the clock."""

    def minute():
        minutes["runs"] += 1
        return minutes["well"]

    routes = movable.routes(time, minute)
    with served(create_front(Gateway(little_app), tmp_path, routes)) as url:
        yield url


def seconds_from(moment, text):
    return (datetime.fromisoformat(text) - moment).total_seconds()


def test_the_clock_is_read_and_moved_forward(url, time):
    began = datetime.now(UTC)
    before = requests.get(f"{url}/_local/clock", timeout=5).json()

    moved = requests.put(f"{url}/_local/clock", json={"ahead_seconds": QUARTER}, timeout=5)

    assert before["ahead_seconds"] == 0
    assert 0 <= seconds_from(began, before["now"]) + 0.001 < 5
    assert moved.json()["ahead_seconds"] == QUARTER
    assert QUARTER <= seconds_from(began, moved.json()["now"]) + 0.001 < QUARTER + 5
    assert QUARTER <= (time.now() - began).total_seconds() < QUARTER + 5
    assert requests.get(f"{url}/_local/clock", timeout=5).json()["ahead_seconds"] == QUARTER


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"ahead_seconds": "soon"}',
        '{"ahead_seconds": null}',
        '{"ahead_seconds": NaN}',
        '{"ahead_seconds": 1e300}',
        '{"ahead_seconds": 899}',
    ],
)
def test_time_does_not_go_back_nor_where_there_is_none(url, time, body):
    time.move(QUARTER)

    answer = requests.put(f"{url}/_local/clock", data=body, timeout=5)

    assert answer.status_code == 400
    assert time.ahead == QUARTER


def test_the_minute_is_run_at_once_and_says_how_it_went(url, minutes):
    assert requests.put(f"{url}/_local/minute", timeout=5).json() == {"succeeded": True}
    minutes["well"] = False

    assert requests.put(f"{url}/_local/minute", timeout=5).status_code == 500

    assert minutes["runs"] == 2


def test_a_page_of_another_site_cannot_move_it(url):
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "PUT"}

    answer = requests.options(f"{url}/_local/clock", headers=asked, timeout=5)

    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.status_code == 405


def test_it_takes_the_place_of_the_products_only_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", clock.now)  # put back at the end
    began = datetime.now(UTC)

    movable_one = product.movable_clock(QUARTER)

    assert QUARTER <= (clock.now() - began).total_seconds() < QUARTER + 5
    movable_one.move(2 * QUARTER)
    assert 2 * QUARTER <= (clock.now() - began).total_seconds() < 2 * QUARTER + 5
    assert clock.now().tzinfo is UTC


def test_after_a_restart_the_product_is_as_far_ahead_as_its_network():
    with NetworkThread(Settings(seed=1)) as network:
        assert movable.ahead_of(network.url) == 0
        later = {"forward_seconds": QUARTER}
        requests.put(f"{network.url}/_sim/clock", json=later, timeout=5)

        assert movable.ahead_of(network.url) == QUARTER


@pytest.mark.parametrize("body", ['{"forward_seconds": -1}', "{}", '{"forward_seconds": "1 h"}'])
def test_the_networks_time_does_not_go_back_either(body):
    with NetworkThread(Settings(seed=1)) as network:
        answer = requests.put(f"{network.url}/_sim/clock", data=body, timeout=5)

        assert answer.status_code == 400
        assert movable.ahead_of(network.url) == 0
