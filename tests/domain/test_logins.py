"""How often a password may be tried: from one address, from everywhere, from a known one (F48)."""

import pytest

from chalicelib import sessions
from chalicelib.sessions import Browser
from tests import factories
from tests.factories import FIREFOX, PASSWORD, refusal
from tests.people import CHEN, LI, WANG

pytestmark = pytest.mark.usefixtures("product")

SAFARI = Browser("203.0.113.9", "Safari")


def tries(count, number=WANG, browser=FIREFOX):
    """Try wrong passwords; return how long to wait after each, None where it was looked at."""
    told = [refusal(sessions.log_in, number, "wrong", browser) for _ in range(count)]
    return [details.get("retry_after") for _, details in told]


@pytest.mark.parametrize("number", [WANG, CHEN])
@pytest.mark.usefixtures("owner")
def test_one_address_has_five_tries_in_a_quarter_of_an_hour_ever_more_slowly(number, clock):
    assert tries(4, number) == [None, None, None, 5]
    clock.advance(seconds=5)
    assert tries(2, number) == [None, 15]
    clock.advance(seconds=15)
    assert tries(2, number) == [None, 880]
    assert refusal(sessions.log_in, number, PASSWORD, FIREFOX)[0] == "too_many_logins"
    clock.advance(seconds=880)
    assert tries(1, number) == [None]


@pytest.mark.usefixtures("owner")
def test_from_another_address_it_may_be_tried_all_the_same():
    tries(4)

    assert sessions.log_in(WANG, PASSWORD, SAFARI)


@pytest.mark.usefixtures("owner")
def test_a_login_that_went_well_forgets_the_tries_before():
    for _ in range(5):
        tries(2)
        sessions.log_in(WANG, PASSWORD, FIREFOX)


@pytest.mark.usefixtures("owner")
def test_from_everywhere_together_a_number_has_twenty_tries_then_one_a_minute(clock):
    for n in range(20):
        assert tries(1, browser=Browser(f"203.0.113.{n}")) == [None]

    assert tries(1, browser=Browser("203.0.113.20")) == [None]
    assert tries(1, browser=Browser("203.0.113.21")) == [60]
    clock.advance(seconds=60)
    assert sessions.log_in(WANG, PASSWORD, SAFARI)


def flood(count, start=0):
    """Try wrong passwords from *count* addresses that nobody has logged in from."""
    for n in range(start, start + count):
        tries(1, browser=Browser(f"203.0.113.{n}"))


@pytest.mark.usefixtures("owner")
def test_where_its_owner_has_logged_in_before_others_lock_nobody_out(clock):
    sessions.log_in(WANG, PASSWORD, SAFARI)
    clock.advance(days=89)
    flood(30)

    assert refusal(sessions.log_in, WANG, PASSWORD, FIREFOX)[0] == "too_many_logins"
    assert sessions.log_in(WANG, PASSWORD, SAFARI)
    clock.advance(days=90, seconds=-1)
    flood(30)
    assert sessions.log_in(WANG, PASSWORD, SAFARI)


@pytest.mark.usefixtures("owner")
def test_after_90_days_without_a_login_an_address_is_known_no_more(clock):
    """Even if the table still has it: what has run out goes some time later."""
    sessions.log_in(WANG, PASSWORD, SAFARI)
    clock.advance(days=90)
    flood(30)

    assert refusal(sessions.log_in, WANG, PASSWORD, SAFARI)[0] == "too_many_logins"


@pytest.mark.usefixtures("owner")
def test_an_address_that_is_known_has_five_tries_all_the_same():
    sessions.log_in(WANG, PASSWORD, SAFARI)

    assert tries(4, browser=SAFARI) == [None, None, None, 5]


@pytest.mark.usefixtures("owner")
def test_an_address_is_known_for_the_number_alone_that_logged_in_there(network, queue):
    factories.registered(CHEN, network=network, queue=queue)
    sessions.log_in(CHEN, PASSWORD, SAFARI)
    flood(30)

    assert refusal(sessions.log_in, WANG, PASSWORD, SAFARI)[0] == "too_many_logins"


@pytest.mark.usefixtures("owner")
def test_a_login_that_went_well_counts_nowhere(clock):
    for _ in range(80):
        sessions.log_in(WANG, PASSWORD, FIREFOX)

    flood(20)
    assert tries(1, browser=Browser("203.0.113.90")) == [None]
    assert tries(1, browser=Browser("203.0.113.91")) == [60]
    clock.advance(minutes=1)
    for n in range(3):
        assert sessions.log_in(WANG, PASSWORD, Browser(f"198.51.100.{100 + n}"))


@pytest.mark.usefixtures("owner")
def test_a_login_from_a_known_address_gives_others_no_more_tries():
    sessions.log_in(WANG, PASSWORD, SAFARI)
    flood(20, start=10)

    for _ in range(5):
        sessions.log_in(WANG, PASSWORD, SAFARI)

    assert tries(1, browser=Browser("203.0.113.90")) == [None]
    assert tries(1, browser=Browser("203.0.113.91")) == [60]


def test_one_address_has_sixty_tries_in_the_hour_at_whatever_numbers():
    for n in range(60):
        assert tries(1, f"+861380000{n:04}") == [None]

    assert tries(1, LI) == [3_600]
    assert tries(1, LI, SAFARI) == [None]


@pytest.mark.usefixtures("owner")
def test_one_address_cannot_use_up_what_a_number_has_from_everywhere(clock):
    for _ in range(40):
        tries(1, browser=Browser("203.0.113.1"))
        clock.advance(seconds=1)

    looked_at = [tries(1, browser=Browser(f"203.0.113.{n}")) for n in range(10, 24)]

    assert looked_at == [[None]] * 14


@pytest.mark.usefixtures("owner")
def test_a_try_that_the_number_has_no_room_for_is_none_of_the_address():
    for n in range(21):
        tries(1, browser=Browser(f"203.0.113.{n + 10}"))

    waits = [tries(1, browser=SAFARI)[0] for _ in range(8)]

    assert waits == [60] * 8  # and never the quarter of an hour
