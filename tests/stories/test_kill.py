"""The product is killed in the middle of calls: nothing is lost and nobody pays twice."""

from local.store import Endpoints
from tests.stories.stand import Stand, eventually, standing
from tests.stories.test_trouble import start

LI, ZHANG = "+8613911112222", "+861082345678"


def test_after_a_kill_in_mid_conference_the_cdrs_equal_the_ledger(endpoints: Endpoints) -> None:
    host = "+8618600000501"
    with standing(endpoints, "kill-") as stand:
        li, zhang = stand.phone(LI), stand.phone(ZHANG)
        start(stand, host, LI, ZHANG)
        for guest in (li, zhang):
            guest.answer()
            guest.wait_for(state="in_conference")

        stand.kill()
        li.hang_up()  # nobody hears of it
        stand.start()
        eventually(lambda: stand.legs(host)[LI]["state"] == "completed", within=30)
        assert stand.phone(host).snapshot()["state"] == "in_conference"
        assert zhang.snapshot()["state"] == "in_conference"
        stand.phone(host).hang_up()
        zhang.wait_for(state="idle")

        eventually(lambda: stand.all_ended(host), within=30)
        _bill_equals_ledger(stand, host, parties=3)


def _bill_equals_ledger(stand: Stand, host: str, *, parties: int) -> None:
    bill = stand.cdrs(host)
    assert len(bill) == parties
    assert stand.disputed(bill) == []
    assert all(c["charge"] == -(-c["seconds"] // 60) * 20 for c in bill)
