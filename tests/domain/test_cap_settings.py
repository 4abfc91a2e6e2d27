"""费用上限 as the account sets them: within bounds, one without the other, taken away."""

import pytest

from chalicelib import accounts, profile
from chalicelib.profile import Changes
from tests.factories import refusal
from tests.people import WANG

pytestmark = pytest.mark.usefixtures("product")


@pytest.mark.parametrize(("cap", "other"), [("call_cap", "month_cap"), ("month_cap", "call_cap")])
def test_a_cap_of_nothing_takes_that_cap_away_and_no_other(cap, other, owner):
    profile.change(owner, Changes(call_cap=5000, month_cap=5000))

    changed = profile.change(owner, Changes(**{cap: 0}))

    assert (getattr(changed, cap), getattr(changed, other)) == (None, 5000)
    assert changed.attribute_values == accounts.find(WANG).attribute_values


@pytest.mark.parametrize("fen", [-100, -1, 1, 99, 1_000_001, 10**20])
@pytest.mark.parametrize("cap", ["call_cap", "month_cap"])
def test_a_cap_out_of_bounds_is_refused_with_the_bounds(cap, fen, owner, tables):
    once = tables.snapshot()

    told = refusal(profile.change, owner, Changes(name="王", **{cap: fen}))

    assert told == ("bad_cap", {"field": cap, "least": 100, "most": 1_000_000})
    assert tables.snapshot() == once
