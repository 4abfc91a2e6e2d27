"""What the provider's last word makes of a leg."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.billing import cdrs, tariffs
from chalicelib.billing.tariffs import DIAL_IN, Tariff
from chalicelib.calls import Progress
from chalicelib.tables import LegState
from tests.people import WANG

NOON = datetime(2011, 3, 1, 4, 0, tzinfo=UTC)


def close(word, *, joined=True):
    return cdrs.close(word, joined=joined, host=False, way=DIAL_IN, billing_number=WANG)


def test_a_leg_that_was_in_the_room_costs_its_answered_seconds():
    closing = close(Progress("CA1", "completed", 61, NOON))

    assert closing.state == LegState.COMPLETED
    assert (closing.seconds, closing.charge, closing.tariff) == (61, 40, "dial-in-2011")
    assert closing.answered_at == NOON - timedelta(seconds=61)
    assert closing.ended_at == NOON
    assert closing.billing_month == f"{WANG}#2011-03"


def test_a_leg_that_never_joined_is_on_no_bill_however_long_it_was_answered():
    closing = close(Progress("CA1", "completed", 600, NOON), joined=False)

    assert closing.state == LegState.COMPLETED
    assert (closing.answered_at, closing.ended_at) == (NOON - timedelta(seconds=600), NOON)
    assert (closing.seconds, closing.charge, closing.tariff, closing.billing_month) == (None,) * 4


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("busy", LegState.BUSY),
        ("no-answer", LegState.NO_ANSWER),
        ("failed", LegState.FAILED),
        ("canceled", LegState.CANCELLED),
    ],
)
@pytest.mark.parametrize("joined", [True, False])
def test_what_was_not_answered_costs_nothing(status, state, joined):
    closing = close(Progress("CA1", status, None, NOON), joined=joined)

    assert (closing.state, closing.ended_at) == (state, NOON)
    assert (closing.answered_at, closing.charge, closing.billing_month) == (None, None, None)


@pytest.mark.parametrize(
    ("answered_at", "month"),
    [
        (datetime(2011, 2, 28, 15, 59, 59, tzinfo=UTC), "2011-02"),
        (datetime(2011, 2, 28, 16, 0, 0, tzinfo=UTC), "2011-03"),
        (datetime(2011, 2, 28, 17, 0, 0, tzinfo=UTC), "2011-03"),
        (datetime(2011, 12, 31, 16, 0, 0, tzinfo=UTC), "2012-01"),
    ],
)
def test_a_call_belongs_to_the_month_of_beijing_in_which_it_was_answered(answered_at, month):
    word = Progress("CA1", "completed", 7200, answered_at + timedelta(seconds=7200))

    assert close(word).billing_month == f"{WANG}#{month}"


@pytest.mark.parametrize(
    ("answered_before", "charge"), [(timedelta(seconds=1), 20 * 2), (timedelta(0), 50 * 2)]
)
def test_a_new_price_in_mid_call_counts_only_for_calls_answered_after_it(
    monkeypatch, answered_before, charge
):
    dearer = Tariff("dearer", DIAL_IN, NOON, 50, 60, version=3)
    monkeypatch.setattr(tariffs, "stored", lambda: (dearer,))
    ended_at = NOON - answered_before + timedelta(seconds=120)

    closing = close(Progress("CA1", "completed", 120, ended_at))

    assert closing.charge == charge
    named = (closing.tariff, closing.tariff_version)
    assert named == (("dial-in-2011", 1) if charge == 40 else ("dearer", 3))


def test_a_word_without_a_time_is_taken_to_be_of_now(clock):
    closing = close(Progress("CA1", "completed", 5))

    assert closing.ended_at == clock.now()
    assert closing.answered_at == clock.now() - timedelta(seconds=5)


def test_a_call_from_before_there_were_prices_is_not_priced():
    with pytest.raises(LookupError):
        close(Progress("CA1", "completed", 1, datetime(2011, 2, 15, 16, tzinfo=UTC)))


def test_the_host_is_free_if_the_tariff_says_so(monkeypatch):
    free = Tariff("host-free", DIAL_IN, NOON - timedelta(days=1), 50, 60, host_pays=False)
    monkeypatch.setattr(tariffs, "stored", lambda: (free,))
    word = Progress("CA1", "completed", 61, NOON)

    closing = cdrs.close(word, joined=True, host=True, way=DIAL_IN, billing_number=WANG)

    assert (closing.seconds, closing.charge) == (61, 0)
    assert closing.billing_month == f"{WANG}#2011-03"


def test_no_talk_costs_nothing_but_is_on_the_bill():
    closing = close(Progress("CA1", "completed", 0, NOON))

    assert (closing.seconds, closing.charge) == (0, 0)
    assert closing.billing_month == f"{WANG}#2011-03"
