"""What a call costs on the provider's list: nothing unless it is set, and some seconds late."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import provider
from local.network.calls import Call, Status
from tests.network.conftest import SERVICE

NOON = datetime(2026, 2, 16, 4, 0, tzinfo=UTC)
WANG, BUSY = "+8613800000010", "+8613800000002"


@pytest.mark.parametrize(
    ("talked", "price"),
    [(0, "0.00000"), (1, "-0.00850"), (60, "-0.00850"), (61, "-0.01700"), (600, "-0.08500")],
)
def test_each_started_minute_has_its_price_some_seconds_after_the_end(talked, price):
    call = Call("CA1", SERVICE, WANG, "outbound-api", NOON, NOON)
    for status in (Status.INITIATED, Status.RINGING, Status.IN_PROGRESS):
        call.move(status, at=NOON)
    assert call.price("0.0085", NOON + timedelta(days=1)) is None
    call.move(Status.COMPLETED, at=NOON, talked=talked)
    end = NOON + timedelta(seconds=talked)

    assert call.price("0.0085", end + timedelta(seconds=4)) is None
    assert call.price("0.0085", end + timedelta(seconds=5)) == price
    assert call.price("", end + timedelta(seconds=5)) is None


def test_prices_are_off_until_they_are_set(network, app, ring, client):
    app.answers("/voice/start", "<Say>再见</Say>")
    ring(BUSY)
    network.phone(BUSY).wait_for(state="idle")

    assert [call.price for call in client.calls.list()] == [None]


@pytest.mark.parametrize("price", [0.0085, "much", "-1", "1e3", "0.000001"])
def test_a_price_that_is_none_is_refused(network, price):
    with pytest.raises(ValueError, match="price_per_minute"):
        network.call(network.network.change, {"price_per_minute": price})


def test_the_product_reads_the_list_of_calls_with_their_prices(
    network, app, ring, client, monkeypatch
):
    network.call(network.network.change, {"price_per_minute": "0.0085"})
    app.answers("/voice/start", "<Pause length='90'/>")
    call = ring(WANG)
    network.phone(WANG).wait_for(state="ringing")
    network.phone(WANG).answer()
    network.phone(WANG).wait_for(state="talking")
    network.call(network.network.plant.timeline.move, 10)
    network.phone(WANG).hang_up()
    app.wait_for("/status", CallStatus="completed")
    network.call(network.network.plant.timeline.move, 10)
    listed = client.calls(call.sid).fetch()
    monkeypatch.setattr(provider, "_client", lambda: client)
    second = timedelta(seconds=1)

    def ended(since, until):
        return [(one.sid, one.price, one.currency) for one in provider.ended(since, until)]

    there = [(call.sid, "-0.00850", "USD")]
    assert ended(listed.end_time, listed.end_time + second) == there
    assert ended(listed.end_time - second, listed.end_time) == []
    assert ended(listed.end_time + second, listed.end_time + 2 * second) == []
