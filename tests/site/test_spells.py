"""Two hundred names that would be script run on no page that shows names (F37)."""

import unicodedata

import pytest

from tests.site import boards, records, reserved
from tests.site.spells import ALL, NAMES
from tests.site.test_hostile_names import BRING_IN, TAKE_OUT

ON_A_PAGE = 50
HIT = (
    "() => window.hit ?? document.querySelectorAll('main :is(script, iframe, object, base)').length"
)


def shown(member, path):
    """Open a page; return what is to be read there, having moved over all of it."""
    member.goes_to(path)
    member.seen_as(width=1280, theme="light")
    main = member.page.locator("main")
    main.evaluate(
        "(main) => main.querySelectorAll('*').forEach((one) => one.dispatchEvent("
        "new MouseEvent('mouseover')))"
    )
    assert member.page.evaluate(HIT) == 0
    return main.evaluate("(main) => main.textContent")


def test_there_are_two_hundred():
    assert (len(set(ALL)), len(NAMES) > 150) == (200, True)


@pytest.mark.parametrize("first", range(0, len(NAMES), ON_A_PAGE))
def test_in_the_address_book_they_are_text(first, member):
    names = NAMES[first : first + ON_A_PAGE]
    member.goes_to("/help")
    try:
        assert set(member.page.evaluate(BRING_IN, names)) == {"new"}

        text = shown(member, "/contacts")
        assert [name for name in names if unicodedata.normalize("NFKC", name) not in text] == []
        shown(member, "/contacts/groups")
    finally:
        member.page.evaluate(TAKE_OUT)


@pytest.mark.parametrize("state", [boards.troubled, boards.ended])
def test_on_the_board_they_are_text(state, member):
    boards.serve(member, state(boards.board(parties=1 + len(ALL), names=ALL)))

    text = shown(member, f"/conference/{boards.ID}")

    assert [name for name in ALL if name not in text] == []


def test_on_the_bill_they_are_text(member):
    lines = [records.line(f"c{n:03}", "l1", name=name) for n, name in enumerate(ALL[:90])]
    records.serve(member, lines)

    text = shown(member, records.LAST_MONTH)

    assert [name for name in ALL[:90] if name not in text] == []


@pytest.mark.parametrize("first", range(0, len(ALL), ON_A_PAGE))
def test_as_titles_and_parties_of_reservations_they_are_text(first, member):
    titles = ALL[first : first + ON_A_PAGE]
    rows = [
        reserved.reservation(
            f"r{n}", reserved.DAY, title=name, parties=[{"number": "+8613700001111", "name": name}]
        )
        for n, name in enumerate(titles)
    ]
    reserved.serve(member, rows)

    text = shown(member, "/reservations")

    assert [name for name in titles if name not in text] == []
