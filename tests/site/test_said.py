"""What the page says by itself: to a screen reader, and in a corner with a way to take it back."""

import pytest
from playwright.sync_api import expect

from tests.site.visitor import Visitor

ALL_AT_ONCE = """async (texts) => {
  const main = document.querySelector("script[type=module]").src;
  const { announce } = await import(new URL("components/announce.js", main));
  const { toast } = await import(new URL("components/toast.js", main));
  for (const text of texts) announce(text);
  toast("已删除", { action: { label: "撤销", run: () => {} } });
}"""
LOGGED_OUT = """async () => {
  const main = document.querySelector("script[type=module]").src;
  const { account } = await import(new URL("store.js", main));
  account.value = null;
}"""
TEXTS = ["李晓梅 加入", "3 人在线", "3 人在线"]


@pytest.fixture
def page(member: Visitor):
    member.goes_to("/help")
    member.page.evaluate(ALL_AT_ONCE, TEXTS)
    return member.page


def test_what_is_said_in_one_moment_is_all_there_to_be_read_out(page) -> None:
    expect(page.locator("[aria-live=polite] > *")).to_have_text(TEXTS)


def test_whoever_logs_in_next_neither_hears_it_nor_can_take_it_back(page) -> None:
    expect(page.locator("[aria-live=polite] > *")).to_have_count(len(TEXTS))
    expect(page.get_by_role("button", name="撤销")).to_be_visible()

    page.evaluate(LOGGED_OUT)

    expect(page.locator("[aria-live=polite] > *")).to_have_count(0)
    expect(page.get_by_role("button", name="撤销")).to_have_count(0)
