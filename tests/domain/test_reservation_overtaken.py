"""Who reads, and is overtaken before the write: nothing is lost, nothing is done twice."""

import pytest

from chalicelib import hosts, reservations, web_start
from chalicelib.plans import Changes
from chalicelib.tables import Reservation
from chalicelib.web_start import Party
from tests.domain.reserving import IN_AN_HOUR, reserve, used
from tests.factories import refusal, settings_with
from tests.people import LI, ZHAO

pytestmark = pytest.mark.usefixtures("product")


def test_a_change_that_another_overtakes_is_refused_and_keeps_no_room(paying, monkeypatch):
    (made,) = reserve(paying)
    changed = reservations._changed  # noqa: SLF001 - the moment between reading and writing

    def overtaken(account, found, changes):
        actions = changed(account, found, changes)
        Reservation(account.billing_number, found.reservation_id).update(
            actions=[Reservation.version.add(1)]
        )
        return actions

    monkeypatch.setattr(reservations, "_changed", overtaken)
    more = Changes(parties=[Party(LI), Party(ZHAO)])

    told = refusal(reservations.change, paying, made.reservation_id, 1, more)

    assert told[0] == "changed_meanwhile"
    assert used(IN_AN_HOUR) == 2


def test_a_start_that_was_begun_is_not_begun_again(paying, queue, network):
    (phone, *_) = hosts.of(paying)
    for _ in range(2):
        web_start.start_reserved(
            paying, "same", phone, [Party(LI)], reservation_id="r", may_postpone=True
        )
    queue.run()

    assert len(network.rung) == 1


def test_what_is_too_much_with_what_came_at_the_same_moment_is_taken_back(paying, monkeypatch):
    looked, ahead = [], reservations.ahead

    def late(account):
        looked.append(account)
        return ahead(account) if len(looked) > 1 else []

    reserve(paying, key="first")
    looked.clear()
    monkeypatch.setattr(reservations, "ahead", late)
    settings_with(monkeypatch, max_reservations=1)

    assert refusal(reserve, paying, key="second")[0] == "too_many_reservations"
    assert len(ahead(paying)) == 1
    assert used(IN_AN_HOUR) == 2
