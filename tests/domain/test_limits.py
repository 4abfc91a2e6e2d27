"""How often a thing may be done: spans however laid, several at once, others at the same moment."""

import pytest

from chalicelib import limits
from chalicelib.errors import Refused
from chalicelib.limits import Window
from chalicelib.tables import Counter
from tests.fakes import Crash

pytestmark = pytest.mark.usefixtures("product")

THREE = Window(3, 60)


def take(*windows, name="a thing"):
    """Do the thing; return the seconds to wait, None if it could be done."""
    try:
        limits.take(name, *windows, reason="too_many_codes")
    except Refused as e:
        return e.details["retry_after"]
    return None


def at(clock, *seconds, windows):
    """Do the thing at each of these *seconds* after now; return what became of it."""
    start, outcomes = clock.now(), []
    for second in seconds:
        clock.advance(seconds=second - (clock.now() - start).total_seconds())
        outcomes.append(take(*windows))
    return outcomes


@pytest.mark.parametrize(
    ("seconds", "outcomes"),
    [
        ([0, 0, 0], [None, None, None]),
        ([0, 0, 0, 0], [None, None, None, 60]),
        ([0, 0, 0, 59], [None, None, None, 1]),
        ([0, 0, 0, 59.5], [None, None, None, 1]),
        ([0, 0, 0, 58.5], [None, None, None, 2]),
        ([0, 0, 0, 60], [None, None, None, None]),
        ([0, 30, 50, 59], [None, None, None, 1]),
        ([0, 30, 50, 60], [None, None, None, None]),
        ([0, 30, 50, 60, 61], [None, None, None, None, 29]),
        ([0, 30, 50, 60, 90], [None, None, None, None, None]),
        ([0.25, 0.5, 0.75, 1], [None, None, None, 60]),
    ],
)
def test_no_span_however_laid_holds_more_than_it_may(seconds, outcomes, clock):
    assert at(clock, *seconds, windows=[THREE]) == outcomes


def test_after_exactly_the_seconds_told_it_may_be_done_again_and_not_one_sooner(clock):
    windows = [Window(1, 60), Window(3, 3_600), Window(5, 86_400)]
    done, waited = 0, []
    for _ in range(6):
        while (wait := take(*windows)) is not None:
            waited.append(wait)
            clock.advance(seconds=wait - 1)
            assert take(*windows) == 1
            clock.advance(seconds=1)
        done += 1

    assert done == 6
    assert waited == [60, 60, 3480, 60, 86_400 - 3_660]


def test_a_refusal_says_why():
    take(Window(1, 60))

    with pytest.raises(Refused, match="too_many_codes"):
        limits.take("a thing", Window(1, 60), reason="too_many_codes")


def test_a_refusal_does_not_count(clock):
    assert at(clock, 0, 0, 0, *[59] * 20, 60, windows=[THREE])[-1] is None


def test_of_several_spans_the_longest_wait_is_told(clock):
    assert at(clock, 0, 1, 2, windows=[Window(2, 10), Window(1, 1)]) == [None, None, 8]


def test_things_are_counted_by_name():
    assert [take(Window(1, 60), name=name) for name in ("one", "other", "one")] == [None, None, 60]


def test_what_is_asked_for_again_is_counted_once(clock):
    def asked(once):
        try:
            limits.take("a thing", Window(2, 60), reason="too_many", once=once)
        except Refused as e:
            return e.reason
        return "taken"

    assert [asked(one) for one in ("a", "a", "b", "a", "b")] == ["taken"] * 5
    assert asked("c") == "too_many"
    assert asked("a") == "taken"
    clock.advance(minutes=1)
    assert [asked(one) for one in ("c", "d", "e")] == ["taken", "taken", "too_many"]
    assert Counter.get("a thing").things == ["c", "d"]


def test_a_thing_forgotten_begins_anew():
    for _ in range(3):
        take(THREE)

    limits.clear("a thing")

    assert take(THREE) is None


def test_a_thing_that_was_never_done_can_be_forgotten(tables):
    limits.clear("a thing")

    assert tables.snapshot() == {}


def test_of_two_at_once_one_counts_first_and_the_other_after_it(tables):
    take(THREE)
    others = iter([True, True])

    def overtake():
        if tables.requests[-1] == "UpdateItem" and next(others, False):
            take(THREE)

    tables.before = overtake
    outcome = take(THREE)
    tables.before = lambda: None

    assert outcome is not None
    assert len(Counter.get("a thing").times) == 3


def test_where_others_are_always_faster_it_is_to_be_tried_again_in_a_second(monkeypatch):
    monkeypatch.setattr(limits.tables, "change", lambda *_, **__: False)

    assert take(THREE) == 1


def test_what_is_too_old_to_count_is_not_kept(clock):
    at(clock, 0, 1, 2, 3_600, windows=[THREE])

    stored = Counter.get("a thing")

    assert (len(stored.times), stored.total) == (1, 4)
    assert (stored.expires_at - clock.now()).total_seconds() == 60


def test_killed_before_the_write_nothing_was_counted(tables):
    def die():
        if tables.requests[-1] == "UpdateItem":
            raise Crash

    tables.before = die
    with pytest.raises(Crash):
        take(THREE)
    tables.before = lambda: None

    assert [take(THREE) for _ in range(4)] == [None, None, None, 60]


def test_what_turned_out_not_to_count_makes_room(clock):
    for second in (0, 10, 20):
        clock.advance(seconds=second and 10)
        take(THREE)
    assert take(THREE) == 40

    limits.give_back("a thing")

    assert take(THREE) is None
    assert take(THREE) == 40


def test_what_was_never_done_is_not_given_back(tables):
    limits.give_back("a thing")
    assert tables.snapshot() == {}

    take(THREE)
    for _ in range(3):
        limits.give_back("a thing")
    assert [take(THREE) for _ in range(4)] == [None, None, None, 60]


def test_what_others_do_while_it_is_given_back_is_not_lost(tables):
    take(THREE)
    others = iter([True])

    def overtake():
        if tables.requests[-1] == "UpdateItem" and next(others, False):
            take(THREE)

    tables.before = overtake
    limits.give_back("a thing")
    tables.before = lambda: None

    assert len(Counter.get("a thing").times) == 2
