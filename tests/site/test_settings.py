"""The account's settings for calls, as they are typed: amounts in yuan, kept in fen (我的资料)."""

import pytest

CALL, MONTH = "每次会议费用上限", "每月费用上限"
SAVED = "fetch('/api/account').then((answer) => answer.json())"


@pytest.fixture
def settings(member):
    """Open the settings, and leave the account without caps."""
    member.goes_to("/settings")
    yield member.page
    member.page.evaluate(
        """fetch("/api/account", {method: "PATCH", headers: {"Content-Type": "application/json"},
        body: JSON.stringify({call_cap: 0, month_cap: 0, call_back_host: false})})"""
    )


def save(page):
    with page.expect_response("**/api/account") as answer:
        page.get_by_role("button", name="保存").click()
    return answer.value.status


@pytest.mark.parametrize(
    ("typed", "fen", "written"),
    [
        ("200", 20000, "200.00"),
        ("19.9", 1990, "19.90"),
        ("8.05", 805, "8.05"),
        ("1,000.50", 100050, "1000.50"),
        ("\uffe5\uff12\uff10\u3002\uff15", 2050, "20.50"),
        (" 10000 ", 1_000_000, "10000.00"),
    ],
)
def test_an_amount_is_kept_to_the_fen_and_written_out(typed, fen, written, settings):
    settings.get_by_label(CALL).fill(typed)

    assert save(settings) == 200

    assert settings.get_by_label(CALL).input_value() == written
    assert settings.evaluate(SAVED)["call_cap"] == fen


@pytest.mark.parametrize("typed", ["0", "-5", "1,50", "1.234", "1e3", "many"])
def test_what_is_no_amount_is_said_at_its_field_and_not_sent(typed, settings):
    settings.get_by_label(MONTH).fill(typed)
    settings.get_by_role("button", name="保存").click()

    settings.get_by_text("请填写 1 至 10000 元的金额").wait_for()
    settings.wait_for_function("() => document.activeElement.name === 'month_cap'")
    assert settings.get_by_label(MONTH).input_value() == typed
    assert settings.evaluate(SAVED)["month_cap"] is None


def test_an_amount_out_of_bounds_is_said_at_its_field(settings):
    settings.get_by_label(MONTH).fill("10000.01")

    assert save(settings) == 422

    settings.get_by_text("请填写 1 至 10000 元的金额").wait_for()
    settings.wait_for_function("() => document.activeElement.name === 'month_cap'")


def test_an_emptied_field_takes_the_cap_away(settings):
    settings.get_by_label(CALL).fill("50")
    settings.get_by_label(MONTH).fill("500")
    settings.get_by_label("主持人掉线回呼").check()
    assert save(settings) == 200

    settings.get_by_label(CALL).fill("")
    assert save(settings) == 200

    account = settings.evaluate(SAVED)
    assert (account["call_cap"], account["month_cap"]) == (None, 50000)
    assert account["call_back_host"] is True
