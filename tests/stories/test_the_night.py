"""A night passes: each hour of the days before is compared with the network's own records."""

import pytest
import requests

from tests.stories.stand import eventually, standing

HOST, LI = "+8618600003301", "+8613800003401"
NIGHTS = 2


@pytest.fixture(scope="module")
def stand(endpoints):
    with standing(endpoints, "night-", TICK_SECONDS="0") as found:
        yield found


def test_what_the_network_forgot_is_found_in_the_night_and_parks_the_statement(stand):
    stand.settings(price_per_minute="0.0085")
    host, li = stand.phone(HOST), stand.phone(LI)
    host.dial("116323")
    stand.press(HOST, "1")
    stand.press(HOST, "13800003401#")
    stand.press(HOST, "#")
    li.answer()
    li.wait_for(state="in_conference")
    stand.move_clock(61)
    host.hang_up()

    def billed():
        stand.tick()
        return len(stand.cdrs(HOST)) == 2 and stand.all_ended(HOST)

    eventually(billed)
    [forgotten] = [cdr for cdr in stand.cdrs(HOST) if cdr["number"] == LI]
    forget(stand, forgotten["call_sid"])
    stand.move_clock(NIGHTS * 86_400)
    stand.tick()

    def compared():
        rows = stand.items("reconciliations")
        return [row for row in rows if row["kind"] == "hour"][NIGHTS * 24 - 1 :] and rows

    rows = eventually(compared, within=60)
    [finding] = [row for row in rows if row["kind"] == "finding"]
    assert (finding["what"], finding["state"]) == ("extra", "open")
    assert finding["call_sid"] == forgotten["call_sid"]
    [bill] = stand.items("bills")
    assert (bill["billing_number"], bill["doubts"]) == (HOST, {forgotten["call_sid"]})
    [hour] = [row for row in rows if row["kind"] == "hour" and row["calls"]]
    [kept] = [cdr for cdr in stand.cdrs(HOST) if cdr["number"] == HOST]
    assert (hour["calls"], hour["seconds"], hour["revenue"]) == (1, kept["seconds"], kept["charge"])
    assert hour["currency"] == "USD"
    assert (hour["cost"], hour["unpriced"]) == (f"{8.5 * (kept['charge'] // 20) / 1000:.5f}", 0)


def forget(stand, sid):
    """Have the network know a call no more."""
    settings = stand.simulated.settings
    url = f"{stand.network.url}/2010-04-01/Accounts/{settings.account_sid}/Calls/{sid}.json"
    auth = (settings.account_sid, settings.auth_tokens[0])
    requests.delete(url, auth=auth, timeout=5).raise_for_status()
