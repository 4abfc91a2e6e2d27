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


def test_killed_while_everything_happens_each_leg_ends_with_one_cdr(endpoints: Endpoints) -> None:
    hosts = [f"+86186000006{n:02d}" for n in range(6)]
    with standing(endpoints, "kills-", RING_SECONDS="20") as stand:
        for n, host in enumerate(hosts):
            start(stand, host, f"+86137{n:03d}10001", f"+86137{n:03d}20001", f"+86137{n:03d}40006")
            if n % 2:
                stand.phone(host).hang_up()
            stand.kill()
            stand.start()
        for host in hosts:
            stand.phone(host).hang_up()

        for host in hosts:
            eventually(lambda host=host: stand.all_ended(host), within=60)
        cdrs = [c for host in hosts for c in stand.cdrs(host)]
        assert stand.disputed(cdrs) == []
        assert all(c["times_rung"] <= 1 for c in stand.ledger())


def _bill_equals_ledger(stand: Stand, host: str, *, parties: int) -> None:
    bill = stand.cdrs(host)
    assert len(bill) == parties
    assert stand.disputed(bill) == []
    assert all(c["charge"] == -(-c["seconds"] // 60) * 20 for c in bill)
