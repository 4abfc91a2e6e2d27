"""Every page, in both languages and themes and at three widths: readable, and within the policy."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.site import boards
from tests.site.files import SITE, packed
from tests.site.visitor import Visitor, first_of, flaws

FIRST_VIEW = 45 * 1024  # bytes that travel for the first page
ANY_PAGE = 90 * 1024
RELEASE = re.compile("^/r/[0-9a-f]{16}")
PUBLIC = (
    *("/", "/login", "/register", "/recover", "/quick", "/rates", "/help", "/agreement"),
    *("/closed", "/no/such/page"),
)
MINE = (
    *("/conference", "/reservations", "/reservations/past", "/reservations/cancelled"),
    *("/reservations/new", "/records", "/contacts", "/contacts/groups", "/contacts/import"),
    *("/settings", "/settings/hosts", "/settings/password", "/settings/devices", "/settings/data"),
)


def weight(visitor: Visitor) -> dict[str, int]:
    """Return the bytes of every file that was asked for, as they travel."""
    asked = {urlsplit(url).path for url in visitor.requested() if url.startswith(visitor.url)}
    paths = {RELEASE.sub("", path) for path in asked}
    assert "/main.js" in paths  # else nothing was weighed
    files = {path: SITE / (path.lstrip("/") or "index.html") for path in paths}
    return {path: packed(file) for path, file in files.items() if file.is_file()}


@pytest.mark.parametrize("path", PUBLIC)
def test_anybody_can_use_a_public_page_and_it_is_not_heavy(visitor, path):
    visitor.opens(path)
    weighed = weight(visitor)

    assert flaws(visitor) == []
    assert FIRST_VIEW / 3 < sum(weighed.values()) <= ANY_PAGE, weighed


@pytest.mark.parametrize("path", MINE)
def test_a_member_can_use_every_page_and_none_is_heavy(member, path):
    member.opens(path)
    weighed = weight(member)

    assert flaws(member) == []
    assert FIRST_VIEW / 3 < sum(weighed.values()) <= ANY_PAGE, weighed


PALE = """(selector) => { document.querySelector(selector).style.color = "#bbb"; }"""
COVERED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".lead::before { content: ''; display: block; height: 9rem; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


@pytest.mark.parametrize("selector", ["main h1", ".lead"])
def test_a_text_that_is_too_pale_is_found_beside_a_pseudo_element_too(visitor, selector):
    visitor.goes_to("/help")
    visitor.page.evaluate(COVERED)
    assert visitor.violations("colours") == []

    visitor.page.evaluate(PALE, selector)

    [found] = visitor.violations("colours")
    assert found.startswith("color-contrast: ")


@pytest.mark.parametrize(
    "path", ["/conference", "/reservations/new", "/contacts/groups", "/settings/hosts"]
)
def test_who_is_not_logged_in_is_asked_to_and_comes_back(visitor, path):
    visitor.page.goto(f"{visitor.url}/#{path}")

    visitor.page.wait_for_function("() => location.hash.startsWith('#/login?back=')")
    visitor.page.get_by_label("电话号码").last.fill("18612345678")
    visitor.page.get_by_label("密码", exact=True).last.fill("huiyi-demo")
    visitor.page.locator("main").get_by_role("button", name="登录").last.click()

    visitor.page.wait_for_function("(path) => location.hash === `#${path}`", arg=path)


@pytest.mark.parametrize(("language", "spoken"), [("zh", "zh-CN"), ("en", "en")])
def test_a_link_may_say_in_which_language_a_stranger_is_spoken_to(visitor, language, spoken):
    visitor.page.goto(f"{visitor.url}/?lang={language}#/help")

    expect(visitor.page.locator("main h1")).to_be_visible()
    assert visitor.page.evaluate("() => document.documentElement.lang") == spoken


def test_the_first_view_is_light(visitor):
    visitor.opens("/")

    found = weight(visitor)

    assert "/main.js" in found
    assert sum(found.values()) <= FIRST_VIEW, sorted(found.items(), key=lambda kv: -kv[1])


def test_a_public_page_is_not_heavy_for_a_member_either(member):
    weights = {}
    for path in PUBLIC:
        member.opens(path)
        weights[path] = sum(weight(member).values())

    assert {path: found for path, found in weights.items() if found > ANY_PAGE} == {}
    assert min(weights.values()) > FIRST_VIEW / 3, weights


def test_the_board_of_a_conference_is_not_heavy_either(member):
    boards.serve(member, boards.board())
    member.opens(f"/conference/{boards.ID}")

    assert sum(weight(member).values()) <= ANY_PAGE


def test_where_motion_is_reduced_another_theme_is_there_at_once(visitor):
    visitor.goes_to("/")  # a transition, however short, goes down the page level by level

    assert visitor.page.evaluate("() => getComputedStyle(document.body).transitionDuration") == "0s"


def test_while_a_page_is_on_its_way_the_focus_is_in_the_page_and_then_on_its_heading(visitor):
    page, held = visitor.page, []

    def hold(route):  # as below
        held.append(route)

    visitor.opens("/")
    assert page.evaluate("() => document.activeElement === document.body")  # it begins at the top
    page.route("**/pages/quick.js", hold)
    page.locator("main a[href='#/quick']").first.focus()
    page.keyboard.press("Enter")
    page.locator("main [aria-busy=true]").wait_for(state="attached")
    expect(page.locator("main")).to_be_focused()

    first_of(page, held).continue_()

    expect(page.locator("main h1")).to_be_focused()
    page.unroute_all(behavior="wait")


def test_a_page_that_comes_beneath_a_dialog_has_the_focus_when_that_is_closed(visitor):
    page, held = visitor.page, []

    def hold(route):  # a bare held.append is more than Playwright can look into
        held.append(route)

    page.route("**/api/**", first_use)
    page.route("**/pages/conference.js", hold)
    page.goto(f"{visitor.url}/#/login")
    page.get_by_label("电话号码").last.fill("18612345678")
    page.get_by_label("密码", exact=True).last.fill("huiyi-demo")
    page.locator("main").get_by_role("button", name="登录").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()

    first_of(page, held).continue_()
    page.locator("main h1", has_text="我的电话会议").wait_for()
    page.keyboard.press("Escape")

    expect(page.get_by_role("heading", name="我的电话会议")).to_be_focused()
    page.unroute_all(behavior="wait")  # what is being answered yet must not meet a closed page


def first_use(route):
    """Answer as the product does, to somebody who was not welcomed yet."""
    answer = route.fetch()
    if "welcomed" not in answer.text():
        route.fulfill(response=answer)
    else:
        route.fulfill(response=answer, json={**answer.json(), "welcomed": False})
