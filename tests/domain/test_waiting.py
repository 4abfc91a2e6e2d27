"""A number that never dialled 116323 has two minutes to do so, and is then called (S35, S36)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import accounts, code_calls, dial_in, verifications
from chalicelib.calls import Call, Progress
from chalicelib.steps import Prompt, line
from tests.code_phone import asked, state, wish
from tests.people import LI, WANG

pytestmark = pytest.mark.usefixtures("product")


def test_a_new_number_is_waited_for_for_two_minutes(queue, network, clock):
    found = asked(queue)

    assert (found.state, network.rung) == ("waiting", [])
    assert found.wait_until == clock.now() + timedelta(seconds=120)
    clock.advance(seconds=119)
    assert state(found) == "waiting"
    clock.advance(seconds=1)
    assert state(found) == "expired"


def dial_in_and_hang_up(network, clock, sid="CAin", *, number=WANG, seconds=10):
    network.dials_in(sid, number)
    step = dial_in.welcome(Call(sid, number))
    clock.advance(seconds=seconds)
    network.ends(sid)
    return step, lambda: dial_in.progress(replace(network.word(sid), caller=number))


def test_who_dials_meanwhile_is_told_to_hang_up_and_is_called_then(queue, network, clock):
    found = asked(queue)

    step, hang_up = dial_in_and_hang_up(network, clock)
    assert line(Prompt.HANG_UP_FOR_CODE) in step.lines
    assert state(found) == "dialled"
    queue.run()
    assert network.rung == []
    hang_up()
    queue.run()

    assert (state(found), network.rung) == ("dialling", [WANG])


def test_the_welcome_and_the_hang_up_repeated_change_nothing(queue, network, clock):
    asked(queue)
    step, hang_up = dial_in_and_hang_up(network, clock)

    assert dial_in.welcome(Call("CAin", WANG)) == step
    for _ in range(3):
        hang_up()
        queue.run()

    assert network.rung == [WANG]


@pytest.mark.parametrize(("after", "rings"), [(119, [WANG]), (120, []), (121, [])])
def test_only_within_the_two_minutes_it_goes_on(after, rings, queue, network, clock):
    asked(queue)
    clock.advance(seconds=after)

    _, hang_up = dial_in_and_hang_up(network, clock)
    hang_up()
    queue.run()

    assert network.rung == rings


def test_a_call_begun_within_the_two_minutes_may_last_longer(queue, network, clock):
    found = asked(queue)
    clock.advance(seconds=100)

    _, hang_up = dial_in_and_hang_up(network, clock, seconds=300)
    assert state(found) == "dialled"
    hang_up()
    queue.run()

    assert network.rung == [WANG]


def test_a_number_that_dials_just_before_it_is_waited_for_is_called_at_once(
    queue, network, monkeypatch
):
    look_up = accounts.look_up

    def overtaken(number):
        found = look_up(number)
        monkeypatch.setattr(accounts, "look_up", look_up)
        dial_in.welcome(Call("CAin", WANG))
        return found

    monkeypatch.setattr(accounts, "look_up", overtaken)

    assert (asked(queue).state, network.rung) == ("dialling", [WANG])


def test_a_number_that_dials_at_the_very_moment_is_called_when_it_hangs_up(
    queue, network, clock, monkeypatch
):
    """It asked who waits for it before anybody did, and opened its account after we looked."""
    network.dials_in("CAin", WANG)
    begun = verifications.ask(wish())
    open_account = accounts._open  # noqa: SLF001 - the moment between the look and the write

    def overtaken(*asked):
        monkeypatch.setattr(accounts, "_open", open_account)
        queue.run()
        return open_account(*asked)

    monkeypatch.setattr(accounts, "_open", overtaken)
    step = dial_in.welcome(Call("CAin", WANG))
    assert state(begun) == "waiting"
    assert line(Prompt.HANG_UP_FOR_CODE) not in step.lines

    clock.advance(seconds=5)
    network.ends("CAin")
    dial_in.progress(replace(network.word("CAin"), caller=WANG))
    queue.run()

    assert (state(begun), network.rung) == ("dialling", [WANG])


def test_a_call_that_came_before_the_job_is_waited_for_too(queue, network, clock, monkeypatch):
    """The call finds that it is awaited, and moves the verification, before the worker does."""
    begun = verifications.ask(wish())
    find = accounts.find

    def overtaken(number):
        found = find(number)
        monkeypatch.setattr(accounts, "find", find)
        dial_in.welcome(Call("CAin", WANG))
        return found

    monkeypatch.setattr(accounts, "find", overtaken)
    network.dials_in("CAin", WANG)
    queue.run()
    assert (state(begun), network.rung) == ("dialled", [])

    clock.advance(seconds=5)
    network.ends("CAin")
    dial_in.progress(replace(network.word("CAin"), caller=WANG))
    queue.run()

    assert network.rung == [WANG]


def test_a_call_that_opened_nothing_does_not_end_the_wait(queue, network):
    found = asked(queue)

    code_calls.caller_left(WANG)
    queue.run()

    assert (state(found), network.rung) == ("waiting", [])


def test_a_call_when_nobody_waits_asks_for_nothing(queue, code_rung):
    code_rung.answers()
    code_rung.hangs_up()

    dial_in.progress(Progress("CAin", "completed", caller=WANG))
    dial_in.progress(Progress("CAin", "completed", caller=LI))

    assert queue.messages == []


# ——— several browsers wait ———


def two_wait(queue, clock):
    """Let two browsers wait for one number; return what each waits for, the older one first."""
    first = asked(queue, key="first", address="198.51.100.1")
    clock.advance(seconds=1)
    return first, asked(queue, key="second", address="198.51.100.2")


def test_who_asks_later_takes_nobodys_wait_away(queue, network, clock):
    first, second = two_wait(queue, clock)

    step, hang_up = dial_in_and_hang_up(network, clock)

    assert line(Prompt.HANG_UP_FOR_CODE) in step.lines
    assert (state(first), state(second)) == ("dialled", "dialled")
    hang_up()
    queue.run()
    assert (state(first), state(second), network.rung) == ("dialling", "limited", [WANG])


def test_the_one_that_was_told_to_wait_is_called_after_its_minute(queue, network, clock):
    _, second = two_wait(queue, clock)
    dial_in_and_hang_up(network, clock)[1]()
    queue.run()
    clock.advance(seconds=60)

    second.refresh()
    verifications.again(second, key="again", address="198.51.100.2")
    queue.run()

    assert (state(second), network.rung) == ("dialling", [WANG, WANG])


def test_of_those_who_wait_only_the_time_of_each_runs_out(queue, network, clock):
    first, second = two_wait(queue, clock)
    clock.advance(seconds=119)

    dial_in_and_hang_up(network, clock)[1]()
    queue.run()

    assert (state(first), state(second), network.rung) == ("expired", "dialling", [WANG])


def test_one_that_is_gone_keeps_no_other_from_being_called(queue, network, clock):
    first, second = two_wait(queue, clock)
    first.delete()

    dial_in_and_hang_up(network, clock)[1]()
    queue.run()

    assert (state(second), network.rung) == ("dialling", [WANG])


def test_the_five_that_wait_the_longest_are_known(queue, clock):
    waiting = []
    for n in range(7):
        waiting.append(asked(queue, key=f"key {n}", address=f"198.51.100.{n}").verification_id)
        clock.advance(seconds=1)

    assert accounts.look_up(WANG).awaited == tuple(waiting[:5])
