"""The months that a payer may look at: how each stands, and whose they are (S82)."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import caps, clock, dial_in, profile, tables, voice_menu
from chalicelib.billing import adjustments, months, statements
from chalicelib.billing.adjustments import Standing
from chalicelib.billing.statements import Sums
from chalicelib.calls import Call
from chalicelib.steps import Prompt, line
from chalicelib.tables import Bill, Conference
from tests import factories
from tests.billing import billed
from tests.factories import refusal
from tests.people import CHEN, LI, WANG

pytestmark = pytest.mark.usefixtures("product")

MONTH = "2011-02"


@pytest.fixture
def account():
    return factories.account()


def compared(conference_id):
    """Let every call of a conference have been compared."""
    Conference(
        conference_id,
        Conference.ITEM,
        state="ended",
        billing_number=WANG,
        way="dial_in",
        inviter=WANG,
        started_at=clock.now(),
        verified_at=clock.now(),
        reconciled_at=clock.now(),
    ).save()


def closed_and_opened_again(clock):
    """Let whoever had the number close the account just now, and somebody else have it since."""
    account = factories.account(closed_at=clock.now())
    clock.advance(seconds=1)
    return account


# ——— which ———


def test_a_year_and_a_month_can_be_looked_at(clock):
    clock.at = datetime(2012, 12, 31, 16, 0, tzinfo=UTC)  # it is January in Beijing

    shown = months.shown()

    assert (shown[0], shown[-1], len(shown)) == ("2013-01", "2012-01", 13)


@pytest.mark.parametrize("asked", [months.of, months.lines, months.page])
@pytest.mark.parametrize(
    "month", ["2011-03", "2010-01", "2011-2", "2011-13", "", "x", "2011-02-16"]
)
def test_no_other_month_is_told(asked, month, account):
    more = {"after": None, "most": 1} if asked is months.page else {}

    assert refusal(asked, account, month, **more) == (
        "bad_month",
        {"oldest": "2010-02", "newest": "2011-02"},
    )


# ——— how it stands ———


def test_a_month_is_open_until_it_is_closed(account):
    billed(seconds=61)

    found = months.of(account, MONTH)

    assert (found.state, found.doubts, found.closed) == ("open", 0, None)
    assert (found.statement.total, found.after_closing) == (Sums(1, 2, 40), 0)


def test_a_month_with_a_doubt_is_parked(account):
    Bill(WANG, MONTH, doubts={"CAfirstp1-1", "another"}).save()

    found = months.of(account, MONTH)

    assert (found.state, found.doubts) == ("parked", 2)


def test_what_comes_after_closing_is_told_beside_what_was_closed(account, clock):
    billed(seconds=61)
    Bill(WANG, MONTH, closed_at=clock.now(), calls=1, minutes=2, charge=40).save()
    billed("late", seconds=1)

    found = months.of(account, MONTH)

    assert found.state == "closed"
    assert found.closed == months.Closed(clock.now(), Sums(1, 2, 40))
    assert (found.statement.total, found.after_closing) == (Sums(2, 3, 60), 20)


def test_a_month_that_is_closed_stays_closed_when_a_doubt_comes_up(account, clock):
    Bill(WANG, MONTH, doubts={"a"}, closed_at=clock.now()).save()

    assert (months.of(account, MONTH).state, months.of(account, MONTH).doubts) == ("closed", 1)


def test_every_month_stands_as_it_does_alone(account, clock):
    billed(seconds=61)
    Bill(WANG, MONTH, closed_at=clock.now(), calls=1, minutes=2, charge=40).save()
    clock.advance(days=31)
    billed("second", seconds=1)
    Bill(CHEN, "2011-03", doubts={"of another"}).save()

    found = months.every(account)

    assert found == [months.of(account, month) for month in months.shown()]
    assert [(m.name, m.state, m.statement.total.charge) for m in found[:3]] == [
        *(("2011-03", "open", 20), ("2011-02", "closed", 40), ("2011-01", "open", 0)),
    ]


def test_a_doubt_shows_in_the_newest_month_and_in_the_oldest(account):
    for month in ("2011-02", "2010-02", "2010-01"):
        Bill(WANG, month, doubts={"a"}).save()

    parked = [(m.name, m.doubts) for m in months.every(account) if m.state == "parked"]

    assert parked == [("2011-02", 1), ("2010-02", 1)]


# ——— lines ———


def test_a_line_says_whether_it_was_compared(account):
    for conference_id in ("compared", "not yet", "in doubt"):
        billed(conference_id)
    compared("compared")
    compared("in doubt")
    Bill(WANG, MONTH, doubts={"CAin doubtp1-1"}).save()

    lines = list(months.lines(account, MONTH))

    checked = {line.record.conference_id: line.checked for line in lines}
    assert checked == {"compared": "yes", "not yet": "no", "in doubt": "doubt"}
    assert months.page(account, MONTH, after=None, most=9) == (lines, None)


def test_a_conference_that_goes_on_was_not_compared(network, queue):
    conference_id = factories.live(LI, network=network, queue=queue)

    assert tables.compared([conference_id, "none"]) == set()


def test_pages_together_are_the_month(account, clock):
    for n in range(5):
        billed(f"c{n}", "p1-1")
        billed(f"c{n}", "p2-1")  # answered at the same moment
        clock.advance(seconds=1)
    leg = tables.record("c2", "p1-1")[0]
    adjustments.adjust(Standing.of(leg, []), reason="provider", seconds=1)

    found, after = [], None
    while True:
        part, after = months.page(account, MONTH, after=after, most=3)
        found += part
        if after is None:
            break

    assert found == list(months.lines(account, MONTH))
    assert len(found) == 11


def test_all_conferences_of_a_long_month_are_asked_about(account, clock, tables):
    for n in range(101):
        billed(f"c{n:03}")
        clock.advance(seconds=1)
    compared("c000")
    compared("c100")
    tables.requests.clear()

    found = [
        line.record.conference_id for line in months.lines(account, MONTH) if line.checked == "yes"
    ]

    assert found == ["c000", "c100"]
    assert tables.requests.count("BatchGetItem") == 2


# ——— whose ———


@pytest.fixture
def of_another(clock):
    """Let the number have had another owner, who called and has closed the account."""
    billed("theirs", seconds=600)
    Bill(WANG, MONTH, closed_at=clock.now(), calls=1, minutes=10, charge=200).save()
    return closed_and_opened_again(clock)


def test_what_the_owner_before_spent_is_nobodys_business(of_another):
    assert months.of(of_another, MONTH).statement.total == Sums()
    assert list(months.lines(of_another, MONTH)) == []
    assert months.page(of_another, MONTH, after=None, most=9) == ([], None)
    assert [m.statement.total for m in months.every(of_another)] == [Sums()] * 13
    assert profile.everything(of_another)["call_records"] == []
    assert caps.month_elsewhere(of_another, "mine") == 0
    heard = dial_in.choose("zh", Call("CA1", WANG, digits="4"))
    assert heard == voice_menu.back("zh", line(Prompt.MONTH, count=0, fen=0))


def test_ones_own_calls_are_there_from_the_first(of_another):
    billed("mine", seconds=61)

    assert months.of(of_another, MONTH).statement.total == Sums(1, 2, 40)
    assert [line.record.conference_id for line in months.lines(of_another, MONTH)] == ["mine"]
    assert len(profile.everything(of_another)["call_records"]) == 1
    assert caps.month_elsewhere(of_another, "another") == 40
    assert statements.month_so_far(WANG, MONTH).charge == 240, "what was called stays on record"


def test_of_a_month_that_was_shared_nothing_is_told_that_was_closed(of_another, clock):
    found = months.of(of_another, MONTH)
    assert (found.state, found.closed, found.after_closing) == ("open", None, 0)

    clock.advance(days=31)
    Bill(WANG, "2011-03", closed_at=clock.now(), calls=0, minutes=0, charge=0).save()
    assert months.of(of_another, "2011-03").state == "closed"


def test_a_place_before_the_closing_leads_to_the_first_that_is_ones_own(of_another, clock):
    mine = billed("mine")
    place = (clock.now() - timedelta(days=1), "theirs", "leg#p1-1")

    found, _ = months.page(of_another, MONTH, after=place, most=9)

    assert [line.record.conference_id for line in found] == [mine.conference_id]


def test_who_never_closed_an_account_sees_everything():
    billed("first")
    account = factories.account()

    assert account.closed_at is None
    assert len(list(months.lines(account, MONTH))) == 1


def test_the_operating_company_sees_what_every_owner_called(of_another):
    billed("mine")

    assert [line.record.conference_id for line in months.lines_of(WANG, MONTH)] == [
        "theirs",
        "mine",
    ]
    assert len(list(months.lines(of_another, MONTH))) == 1


def test_the_sums_are_those_of_the_lines(account, clock):
    for n in range(3):
        leg = billed(f"c{n}", answered_at=clock.now() + timedelta(hours=9 * n), seconds=61)
        adjustments.adjust(Standing.of(leg, []), reason="provider", seconds=10 * n)

    records = [line.record for line in months.lines(account, MONTH)]

    assert months.of(account, MONTH).statement == statements.sums(records)
    assert len(records) == 6


# ——— how often, and how much ———


def test_all_months_are_added_up_sixty_times_in_ten_minutes_at_most(account, clock):
    for _ in range(months.LOOKS.most):
        months.every(account)

    assert refusal(months.every, account)[0] == "too_many_statements"
    assert len(months.every(factories.account(CHEN))) == months.MONTHS
    clock.advance(minutes=10)
    assert len(months.every(account)) == months.MONTHS


def test_files_are_taken_along_twenty_times_in_ten_minutes_at_most(account):
    for _ in range(months.FILES.most):
        months.lines(account, MONTH)

    reason, told = refusal(months.lines, account, MONTH)
    assert (reason, told["retry_after"]) == ("too_many_statements", 600)
    assert months.of(account, MONTH).doubts == 0
    assert list(months.lines(factories.account(CHEN), MONTH)) == []


def test_a_file_has_so_many_lines_at_most(account, monkeypatch):
    for n in range(3):
        billed(f"c{n}")
    monkeypatch.setattr(months, "MOST_LINES", 3)
    assert len(list(months.lines(account, MONTH))) == 3

    monkeypatch.setattr(months, "MOST_LINES", 2)
    reason, told = refusal(lambda: list(months.lines(account, MONTH)))
    assert (reason, told) == ("statement_too_long", {"most": 2})
    assert len(list(months.lines_of(WANG, MONTH))) == 3
