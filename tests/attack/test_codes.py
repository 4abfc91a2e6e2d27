"""Who tries codes out from everywhere, all day long, has 25 tries at a phone (F31, F39)."""

import pytest

from tests import factories
from tests.api.test_registrations import FORM
from tests.code_phone import CodePhone
from tests.people import CHEN, WANG

QUARTERS_OF_A_DAY = 96
WAYS = {
    "registrations": {**FORM, "number": WANG},
    "recoveries": {"number": WANG},
    "host-numbers/verifications": {"number": WANG},
}
"""By which a stranger, or somebody with an account, has a phone called that speaks six digits."""


def confirm(browser, way, begun, code):
    """Type a code in; one for a forgotten password comes with a new one."""
    body = {"code": code} | ({"password": "mine from now on"} if way == "recoveries" else {})
    return browser.post(f"/api/{way}/{begun.json['id']}/confirmation", body)


def guess(browser, way, begun, right):
    """Guess until it is refused; return how many of the guesses could have been right."""
    counted = 0
    for n in range(20):
        answer = confirm(browser, way, begun, f"{(int(right) + 1 + n) % 10**6:06}")
        assert answer.code in {"wrong_code", "no_tries_left", "code_expired"}
        counted += "tries_left" in answer.json
    return counted


@pytest.fixture
def thief(portal, network, queue):
    """Be the browser of 陈静, who has an account and wants another's."""
    factories.registered(CHEN, network=network, queue=queue)
    return portal


def from_elsewhere(thief, n):
    """Return another browser of 陈静's, at an address of its own."""
    other = thief.another()
    other.address = f"10.{n // 250}.{n % 250}.1"
    return other.of(factories.accounts.find(CHEN))


@pytest.mark.parametrize("registered", [True, False])
def test_in_a_day_from_everywhere_a_phone_has_five_calls_and_twenty_five_guesses(
    registered, thief, clock
):
    network, queue = thief.network, thief.queue
    if registered:
        factories.wang_registered(network, queue)
    factories.account(WANG)
    before, counted = network.rung.count(WANG), 0

    for n in range(QUARTERS_OF_A_DAY):
        browser, way = from_elsewhere(thief, n), sorted(WAYS)[n % len(WAYS)]
        begun, calls = browser.post(f"/api/{way}", WAYS[way]), network.rung.count(WANG)
        queue.run()
        if network.rung.count(WANG) > calls:
            phone = CodePhone(network, WANG)
            phone.answers()
            counted += guess(browser, way, begun, phone.code)
            phone.hangs_up()
        clock.advance(minutes=15)

    assert network.rung.count(WANG) - before <= 5
    assert 15 <= counted <= 25


@pytest.mark.parametrize("theirs", sorted(WAYS))
@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_code_that_was_overheard_opens_nothing_but_what_it_was_spoken_for(
    way, theirs, owner, thief, clock
):
    del owner  # there before the thief: it is remembered as everything that was stored
    network, queue = thief.network, thief.queue
    clock.advance(hours=1)
    browser = from_elsewhere(thief, 1)
    wanted = browser.post(f"/api/{way}", WAYS[way])
    queue.run()
    clock.advance(minutes=2)
    spoken_for = from_elsewhere(thief, 2).post(f"/api/{theirs}", WAYS[theirs])
    queue.run()
    phone = CodePhone(network, WANG)
    phone.answers()

    assert phone.verification_id == spoken_for.json["id"]
    assert confirm(browser, way, wanted, phone.code).code == "wrong_code"
