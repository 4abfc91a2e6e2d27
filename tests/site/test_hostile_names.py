"""Names that would be code somewhere are text on every page."""

import pytest

from tests import names
from tests.site.visitor import Visitor

BRING_IN = """async (names) => {
  const rows = names.map((name, n) => (
    {name, number: `1370000${1000 + n}`, group: `<b>坏${n % 8}</b>`}));
  const answer = await fetch("/api/contacts/import", {
    method: "POST", headers: {"Content-Type": "application/json"},
    body: JSON.stringify({rows, dry_run: false})});
  return (await answer.json()).results.map((one) => one.outcome);
}"""
TAKE_OUT = """async () => {
  const list = await (await fetch("/api/contacts?limit=500")).json();
  const ids = list.items.filter((one) => one.number.startsWith("+861370000")).map((one) => one.id);
  await fetch("/api/contacts/removal", {
    method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({ids})});
}"""
RENAME = """async (name) => (await fetch("/api/account", {
  method: "PATCH", headers: {"Content-Type": "application/json"},
  body: JSON.stringify({name})})).status"""
STORED = """async () => {
  const list = await (await fetch("/api/contacts?limit=500")).json();
  return list.items.map((one) => one.name);
}"""


@pytest.fixture
def crowded(member: Visitor):
    """Have all sixty of them in the address book, for the length of one test."""
    member.goes_to("/help")
    outcomes = member.page.evaluate(BRING_IN, names.ALL)
    assert set(outcomes) == {"new"}
    yield member
    member.page.evaluate(TAKE_OUT)


@pytest.mark.parametrize("path", ["/contacts", "/contacts/groups"])
def test_a_hostile_name_is_shown_and_does_nothing(crowded, path):
    stored = crowded.page.evaluate(STORED)

    crowded.goes_to(path)
    crowded.seen_as(width=320, theme="light")

    assert len(stored) >= len(names.ALL)
    assert crowded.overflow() == 0
    assert crowded.page.locator("main script, main img").count() == 0
    shown = crowded.page.locator("main").inner_text()
    for name in names.HOSTILE[:4] if path == "/contacts" else []:
        assert name in shown


def test_every_contact_is_listed_letter_for_letter(crowded):
    stored = crowded.page.evaluate(STORED)

    crowded.goes_to("/contacts")

    shown = crowded.page.locator("main").evaluate("(main) => main.textContent")
    assert [name for name in stored if name not in shown] == []


def test_ones_own_hostile_name_is_text_too(member):
    member.goes_to("/help")
    try:
        assert member.page.evaluate(RENAME, "<img src=x onerror=a()>") == 200

        for path in ("/settings", "/", "/conference"):
            member.goes_to(path)
            assert member.page.locator("img").count() == 0
    finally:
        member.page.evaluate(RENAME, "陈思远")
