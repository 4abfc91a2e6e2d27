"""Who is called is typed, pasted or chosen, and every number that cannot be is told apart."""

import pytest

from tests.site.visitor import Visitor, first_of

OTHERS = "其他与会者"
PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text", text);
  const event = {clipboardData, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", event));
}"""


class Numbers:
    """The list of those to be called, on the page 会议 or 立即使用."""

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page
        self.box = self.page.get_by_label(OTHERS, exact=True)

    @property
    def chosen(self) -> list[str]:
        """Return what stands in the list, a line for each."""
        chips = self.page.get_by_role("list", name="已添加的与会者").get_by_role("listitem")
        return [" ".join(text.split()) for text in chips.all_inner_texts()]

    @property
    def errors(self) -> list[str]:
        """Return what is said against what was typed."""
        return self.page.locator(".errors .error").all_inner_texts()

    def types(self, text: str) -> None:
        """Type a number, and Enter."""
        self.box.fill(text)
        self.box.press("Enter")

    def pastes(self, text: str) -> None:
        """Paste a text into the box."""
        self.box.focus()
        self.page.evaluate(PASTE, text)


@pytest.fixture
def numbers(member: Visitor) -> Numbers:
    member.goes_to("/conference")
    member.page.get_by_role("checkbox").first.wait_for()  # the address book is there
    return Numbers(member)


def test_many_numbers_are_pasted_at_once_with_names_or_without(numbers):
    numbers.pastes("赵六 138 0013 8000\n66554433;13700001111 13700002222,李晓梅")

    assert numbers.chosen == [
        "赵六 138 0013 8000",
        "010 6655 4433",
        "137 0000 1111",
        "137 0000 2222",
        "李晓梅 139 1111 2222",
    ]
    assert numbers.errors == []


def test_a_number_that_cannot_be_called_stays_to_be_put_right(numbers):
    numbers.pastes("13700001111;110;1370000;没有这个人;18612345678;13700001111")

    assert numbers.chosen == ["137 0000 1111"]
    assert numbers.errors == [
        "110:不能使用这个号码",
        "1370000:这不像一个电话号码,请检查",
        "通讯录里没有“没有这个人”,请输入电话号码",
        "186 1234 5678 是主持人号码,不用再添加",
        "137 0000 1111 已在名单里",
    ]
    assert numbers.box.input_value().startswith("110, 1370000")


def test_what_was_refused_at_its_comma_takes_nothing_of_what_is_typed_after_it(numbers):
    numbers.box.press_sequentially("没有这个人,13700001111,")

    assert numbers.chosen == ["137 0000 1111"]
    assert numbers.errors == ["通讯录里没有“没有这个人”,请输入电话号码"]
    assert numbers.box.input_value() == "没有这个人, "


def test_a_contact_is_found_by_name_and_chosen_by_keyboard(numbers):
    numbers.box.press_sequentially("孙")
    numbers.box.press("ArrowDown")
    numbers.box.press("Enter")

    assert numbers.chosen == ["孙丽 138 0000 0002"]


def test_a_group_is_inserted_with_one_tap_and_taken_back(numbers):
    numbers.page.get_by_role("button", name="研发组").click()
    inserted = numbers.chosen
    numbers.page.get_by_role("button", name="撤销").click()

    assert len(inserted) == 5
    assert numbers.chosen == []


def test_who_leaves_the_list_hands_the_focus_on(numbers):
    numbers.pastes("13700001111,13700002222")

    numbers.page.get_by_role("button", name="移除 137 0000 2222").press("Enter")
    numbers.page.wait_for_function(
        "() => document.activeElement.ariaLabel === '移除 137 0000 1111'"
    )
    numbers.page.keyboard.press("Enter")
    numbers.page.wait_for_function("() => document.activeElement.name === 'parties'")

    assert numbers.chosen == []


def test_what_is_prepared_is_still_there_after_a_look_at_another_page(numbers):
    numbers.types("13700001111")

    numbers.page.get_by_role("link", name="话单").first.click()
    numbers.page.get_by_role("heading", name="我的话单查询").wait_for()
    numbers.page.get_by_role("link", name="会议", exact=True).first.click()
    numbers.page.get_by_role("button", name="移除 137 0000 1111").wait_for()

    assert numbers.chosen == ["137 0000 1111"]


def test_what_a_group_put_in_cannot_be_taken_back_on_another_page(numbers):
    undo = numbers.page.get_by_role("button", name="撤销")
    for group in ("研发组", "家人"):
        numbers.page.get_by_role("button", name=group).click()
    undo.nth(1).wait_for()

    numbers.page.get_by_role("link", name="话单").first.click()
    numbers.page.get_by_role("heading", name="我的话单查询").wait_for()

    assert undo.count() == 0


def test_nobody_is_called_while_a_number_is_wrong(numbers):
    numbers.types("18612345678")
    numbers.page.get_by_role("button", name="发起会议").click()

    numbers.page.wait_for_function("() => document.activeElement.name === 'parties'")
    assert numbers.page.url.endswith("#/conference")


def test_a_number_that_never_dialled_116323_is_told_how_to(visitor):
    visitor.goes_to("/quick")
    visitor.page.get_by_label("主持人号码").fill("18600009999")
    Numbers(visitor).types("13800000001")

    visitor.page.get_by_role("button", name="发起会议").click()

    visitor.page.get_by_text("这个号码还没有激活").wait_for()
    visitor.page.get_by_text("请先用 186 0000 9999 拨打").wait_for()


@pytest.mark.parametrize(
    ("answer", "arrives"), [(None, "同学"), ({"items": [], "cursor": None}, "还没有,去新建")]
)
def test_groups_that_come_late_move_nothing_from_under_a_finger(member, answer, arrives):
    page, held = member.page, []

    def hold(route):
        held.append(route)

    page.route("**/api/groups?*", hold)
    member.goes_to("/conference")
    page.get_by_role("checkbox").first.wait_for()
    button = page.locator("main form button[type=submit]")
    before = button.bounding_box()

    groups = first_of(page, held)
    groups.continue_() if answer is None else groups.fulfill(json=answer)
    page.get_by_role("group", name="会议组").get_by_text(arrives).wait_for()

    assert button.bounding_box() == before
    page.unroute_all()
