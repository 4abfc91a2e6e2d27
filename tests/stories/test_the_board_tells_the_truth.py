"""With everything going wrong at once, the page is soon right again, and its cost is the bill."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from local.store import Endpoints
from tests.stories.browser import Browser
from tests.stories.page import (
    Board,
    Page,
    ask_for,
    check_bill,
    confirm,
    over,
    owner,
    states,
    untrue,
)
from tests.stories.stand import Stand, eventually, standing
from tests.stories.test_faults import ALL_FAULTS, ENDINGS

HALVES = (range(25), range(25, 50))
PATIENT = {  # the minute compares nothing: whoever looks has it compared
    "RING_SECONDS": "20",
    "VERIFY_SECONDS": "300",
    "LOST_RING_SECONDS": "2",
}
AT_ONCE = 7
LONGEST = 60.0  # seconds
SOON = 5.0  # seconds a line of the board may be wrong
LOOKS_EVERY = 0.5
ONE_MORE = ("60004", "60005", "60007")  # rejects, not a number, voicemail
UNSETTLED = {"waiting", "dialling", "ringing", "answered", "confirming", "hanging_up"}


@pytest.mark.parametrize("seeds", HALVES, ids=str)
def test_in_fifty_seeds_of_all_faults_the_board_is_right_within_5_s_and_its_cost_is_the_bill(
    endpoints: Endpoints, seeds: range
) -> None:
    with standing(endpoints, f"truth-{seeds.start}-", speed=10, **PATIENT) as stand:
        browsers = {seed: owner(stand, _host(seed)) for seed in seeds}
        stand.faults(**ALL_FAULTS)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            boards = list(pool.map(lambda seed: _live_through(stand, browsers[seed], seed), seeds))
        stand.faults(**dict.fromkeys(ALL_FAULTS, 0))

        assert sum(board["confirmed_at"] is not None for board in boards) >= len(seeds) // 2
        for board in boards:
            check_bill(stand, board["host_number"], board)
        ledger = stand.ledger()
        called = Counter(c["to"] for c in ledger if c["direction"] == "outbound-api")
        assert [number for number, times in called.items() if times > 1] == []
        assert all(c["status"] not in {"queued", "ringing", "in-progress"} for c in ledger)
        assert stand.items("orphans") == []


def _host(seed: int) -> str:
    return f"+86186000009{seed:02d}"


def _live_through(stand: Stand, browser: Browser, seed: int) -> Board:
    """Hold a conference of every kind of phone, and return its last board."""
    host, phone = _host(seed), stand.simulated.phone(_host(seed))
    parties = [f"+86136{seed:03d}{ending}" for ending in (*ENDINGS, ONE_MORE[seed % 3])]
    stand.network.call(stand.simulated.plant.injector.rng.seed, seed)
    page = Page(browser, ask_for(browser, *parties).json()["id"])
    eventually(lambda: phone.line is not None or over(page.board), within=30)
    if phone.line is not None:
        confirm(stand, host)
        _right_until(_settled, stand, page)
        page.change(parties[0], muted=True)
        _right_until(_settled, stand, page)
        if seed % 2:
            page.end()
        else:
            stand.phone(host).hang_up()
    board = _right_until(over, stand, page)
    browser.close()
    return board


def _right_until(end: Callable[[Board], bool], stand: Stand, page: Page) -> Board:
    """Look at the page until *end* and all of it is true; no line may be wrong for long."""
    wrong: dict[str, float] = {}
    began = time.monotonic()
    while True:
        board, now = page.board, time.monotonic()
        wrong = {line: wrong.get(line, now) for line in untrue(stand, board)}
        lasting = [line for line, since in wrong.items() if now - since > SOON]
        assert lasting == [], board
        if end(board) and not wrong:
            return board
        assert now - began < LONGEST, board
        time.sleep(LOOKS_EVERY)


def _settled(board: Board) -> bool:
    return not UNSETTLED & set(states(board).values())
