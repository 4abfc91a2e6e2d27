"""The pages of a conference in every state of it: readable, and what is typed stays text."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests import names
from tests.site import boards
from tests.site.visitor import WIDTHS, looked_at

ROOM = f"/conference/{boards.ID}"


@pytest.mark.parametrize(
    "shown",
    [
        boards.board(),
        boards.beginning(boards.board()),
        boards.refused(boards.board()),
        boards.ended(boards.board(parties=20)),
    ],
    ids=["going_on", "awaiting_the_1", "no_1", "over"],
)
def test_a_host_can_use_the_page_of_a_conference(shown, member):
    boards.serve(member, shown)

    assert looked_at(member, ROOM) == []


def test_sixty_parties_and_all_that_can_be_said_of_them_have_their_place(member):
    boards.serve(member, boards.troubled(boards.board(parties=60)))

    member.goes_to(ROOM)

    for width in WIDTHS:
        member.seen_as(width=width, theme="light")
        assert (member.overflow(), member.squeezed()) == (0, [])
    assert member.violations() == []


@pytest.mark.parametrize("path", ["/conference", "/help"])
def test_a_conference_that_goes_on_is_shown_on_other_pages(path, member):
    boards.serve(member, boards.board())

    member.goes_to(path)
    member.page.locator(f"a[href='#/conference/{boards.ID}']").wait_for()

    for width in WIDTHS:
        member.seen_as(width=width, theme="dark")
        assert (member.overflow(), member.violations()) == (0, [])


def test_a_guest_can_use_the_page_of_a_start(visitor):
    boards.serve_quick_call(visitor, boards.beginning(boards.board()))

    assert looked_at(visitor, f"/quick/{boards.ID}") == []


def test_a_conference_that_is_not_ones_own_is_not_found(member):
    member.goes_to("/conference/somebody-elses")

    member.page.get_by_role("heading", name="没有找到这个会议").wait_for()
    assert member.violations() == []


@pytest.mark.parametrize("state", [boards.troubled, boards.ended])
def test_a_hostile_name_is_text_on_the_board_and_does_nothing(state, member):
    boards.serve(member, state(boards.board(parties=1 + len(names.ALL), names=names.ALL)))

    member.goes_to(ROOM)
    member.seen_as(width=320, theme="light")

    shown = member.page.locator("main").evaluate("(main) => main.textContent")
    assert [name for name in names.ALL if name not in shown] == []
    assert member.page.locator("main script, main img").count() == 0
    assert member.overflow() == 0


def test_each_state_has_its_own_buttons(member):
    shown = boards.board(parties=20)
    boards.serve(member, shown)

    member.goes_to(ROOM)

    for party in shown.parties:
        row = member.page.locator(f"[data-row={party.id}]")
        there = [
            label.split()[0]
            for label in row.locator("button").evaluate_all(
                "(all) => all.map((one) => one.ariaLabel)"
            )
        ]
        wanted = {"禁言", "解除禁言"} & set(there)
        assert len(wanted) == (party.state in boards.THERE), (party.state, there)
        assert ("重呼" in there) == (party.over and not party.host)
        assert ("取消" in there) == (party.state in boards.CALLED)
        assert ("挂断" in there) == (party.state in boards.THERE and not party.host)


def test_in_a_locked_room_the_button_that_calls_says_why_it_does_not(member):
    boards.serve(member, replace(boards.board(parties=3), locked=True))

    member.goes_to(ROOM)

    button = member.page.get_by_role("button", name="呼叫", exact=True)
    expect(button).to_have_accessible_description("会场已锁定。要添加与会者,请先解锁。")


def test_the_bill_says_who_was_called_more_than_once(member):
    boards.serve(member, boards.ended(boards.board(parties=6)))

    member.goes_to(ROOM)

    often = member.page.get_by_role("row").filter(has_text="呼叫 3 次")
    assert [row.split("\n")[0] for row in often.all_inner_texts()] == ["欧阳娜娜"]
