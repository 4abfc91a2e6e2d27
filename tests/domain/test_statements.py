"""What an account has used in a month (S23, S82)."""

import pytest

from chalicelib.billing.statements import Sums, month_so_far
from tests.factories import hang_up, live
from tests.people import CHEN, LI, WANG, ZHAO

pytestmark = pytest.mark.usefixtures("product")


def test_who_has_not_called_owes_nothing():
    assert month_so_far(WANG, "2011-02") == Sums(legs=0, minutes=0, charge=0)


def test_a_month_is_the_sum_of_its_legs_in_started_minutes(network, queue, clock):
    conference_id = live(LI, ZHAO, network=network, queue=queue)
    clock.advance(seconds=1)
    hang_up(conference_id, LI, network)
    clock.advance(seconds=60)
    hang_up(conference_id, ZHAO, network)
    clock.advance(seconds=60)
    hang_up(conference_id, WANG, network)

    assert month_so_far(WANG, "2011-02") == Sums(legs=3, minutes=1 + 2 + 3, charge=120)


def test_months_and_payers_are_kept_apart(network, queue, clock):
    for host, sid in ((WANG, "CA1"), (CHEN, "CA2")):
        conference_id = live(LI, host=host, sid=sid, network=network, queue=queue)
        clock.advance(seconds=30)
        for number in (LI, host):
            hang_up(conference_id, number, network)
        clock.advance(days=31)

    assert month_so_far(WANG, "2011-02").legs == 2
    assert month_so_far(WANG, "2011-03").legs == 0
    assert month_so_far(CHEN, "2011-03").legs == 2
    assert month_so_far(LI, "2011-02").legs == 0
