"""The mixing engine: rooms, prompts, tones and handsets, tick by tick."""

import asyncio
import io
import wave

import numpy as np
import pytest

from local.sound.engine import Sound
from local.sound.pcm import FRAME, LOUDEST, RATE, loudness
from local.sound.tones import sine, strength

HOST, GUEST, THIRD = "+8618600000101", "+8613911112222", "+861082345678"
SECOND = 50  # ticks


class Ear:
    """What one handset has heard."""

    def __init__(self, sound, number):
        self.frames = []
        self.send = self.frames.append
        sound.attach(number, self.send)

    def samples(self, last=None):
        return np.frombuffer(b"".join(self.frames[-(last or len(self.frames)) :]), np.int16)


def called(sound, *numbers, room="room"):
    """Put every one of *numbers* into a call and the room; return their ears."""
    ears = []
    for number in numbers:
        ears.append(Ear(sound, number))
        sound.open(f"line {number}", number)
        sound.join(f"line {number}", room, muted=False)
    return ears


def pass_time(sound, ticks=SECOND, *, speaking=None):
    """Let time pass while the numbers of *speaking* feed a sine of their frequency."""
    sines = {number: sine(hz, seconds=1) for number, hz in (speaking or {}).items()}
    for tick in range(ticks):
        for number, samples in sines.items():
            start = tick % SECOND * FRAME
            sound.feed(number, samples[start : start + FRAME].tobytes())
        sound.tick()


async def prompt_begun(sound, line):
    """Wait until the thread that prepares a prompt has handed it over."""
    async with asyncio.timeout(5):
        while not sound._lines[line].prompts:  # noqa: ASYNC110, SLF001  # nothing to wait on
            await asyncio.sleep(0.001)


async def hear_out(sound, coroutine):
    """Run the clock until *coroutine* is done; return how many ticks it took."""
    task = asyncio.ensure_future(coroutine)
    ticks = 0
    while not task.done():
        await asyncio.sleep(0)
        if any(line.prompts for line in sound._lines.values()):  # noqa: SLF001
            sound.tick()
            ticks += 1
    await task
    return ticks


def test_everyone_in_a_room_hears_the_speaker_but_the_speaker_hears_nothing():
    sound = Sound()
    host, guest, third = called(sound, HOST, GUEST, THIRD)

    pass_time(sound, speaking={HOST: 660})

    assert strength(guest.samples(last=10), 660) > 0.15
    assert strength(third.samples(last=10), 660) > 0.15
    assert not host.samples().any()


def test_of_three_speakers_each_hears_the_two_others():
    sound = Sound()
    ears = called(sound, HOST, GUEST, THIRD)
    tones = {HOST: 440, GUEST: 660, THIRD: 880}

    pass_time(sound, speaking=tones)

    for ear, own in zip(ears, tones.values(), strict=True):
        for frequency in tones.values():
            heard = strength(ear.samples(last=10), frequency)
            assert heard < 0.002 if frequency == own else heard > 0.15


def test_rooms_do_not_hear_each_other():
    sound = Sound()
    called(sound, HOST, room="one")
    (guest,) = called(sound, GUEST, room="two")

    pass_time(sound, speaking={HOST: 660})

    assert not guest.samples().any()


def test_a_muted_call_hears_but_is_not_heard():
    sound = Sound()
    host, guest = called(sound, HOST, GUEST)
    sound.mute(f"line {GUEST}", muted=True)

    pass_time(sound, speaking={HOST: 660, GUEST: 440})

    assert not host.samples().any()
    assert strength(guest.samples(last=10), 660) > 0.15

    sound.mute(f"line {GUEST}", muted=False)
    pass_time(sound, speaking={GUEST: 440})

    assert strength(host.samples(last=10), 440) > 0.15


def test_who_leaves_the_room_neither_hears_nor_is_heard():
    sound = Sound()
    host, guest = called(sound, HOST, GUEST)
    sound.leave(f"line {GUEST}")

    pass_time(sound, speaking={HOST: 660, GUEST: 440})

    assert not host.samples().any()
    assert not guest.samples().any()


def test_twenty_loud_speakers_are_clipped_and_never_wrap():
    sound = Sound()
    numbers = [f"+86139000000{n:02}" for n in range(20)]
    called(sound, *numbers)
    (listener,) = called(sound, HOST)
    for number in numbers:
        sound.give_voice(number, np.full(FRAME, 20_000, np.int16))

    sound.tick()

    assert set(listener.samples().tolist()) == {LOUDEST}


def test_a_prompt_is_heard_by_its_line_alone_and_over_the_softer_room():
    async def story():
        sound = Sound()
        host, guest = called(sound, HOST, GUEST)
        sound.give_voice(GUEST, sine(660, seconds=1))
        pass_time(sound)
        before = strength(host.samples(last=10), 660)

        saying = asyncio.create_task(sound.say(f"line {HOST}", "欢迎新成员加入会议", "zh-CN"))
        await prompt_begun(sound, f"line {HOST}")
        pass_time(sound, 25)
        during = host.samples(last=25)
        pass_time(sound, 4 * SECOND)
        await saying
        return before, during, host.samples(last=10), guest.samples()

    before, during, after, guest = asyncio.run(story())

    assert strength(during, 660) == pytest.approx(before * 10 ** (-10 / 20), rel=0.1)
    assert loudness(during) > 0.05
    assert strength(after, 660) == pytest.approx(before, rel=0.01)
    assert not guest.any()


def test_saying_something_takes_as_long_as_it_is_heard():
    async def story():
        sound = Sound()
        (host,) = called(sound, HOST)
        ticks = await hear_out(sound, sound.say(f"line {HOST}", "您好", "zh-CN"))
        return ticks, host

    ticks, host = asyncio.run(story())

    assert 0.5 < ticks / SECOND < 1.5
    assert loudness(host.samples()) > 0.05


def test_prompts_of_one_line_are_heard_one_after_the_other():
    async def story():
        sound = Sound()
        (host,) = called(sound, HOST)
        both = asyncio.gather(*(sound.play(f"line {HOST}", beep(hz)) for hz in (440, 660)))
        await hear_out(sound, both)
        return host.samples()

    heard = asyncio.run(story())

    first, second = heard[: RATE // 10], heard[RATE // 5 : 3 * RATE // 10]
    assert sorted(round(strength(first, hz), 1) for hz in (440, 660)) == [0.0, 0.2]
    assert sorted(round(strength(second, hz), 1) for hz in (440, 660)) == [0.0, 0.2]
    assert strength(first, 440) != pytest.approx(strength(second, 440), abs=0.05)


def beep(frequency, seconds=0.2):
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(sine(frequency, seconds=seconds).tobytes())
    return file.getvalue()


def test_cancelling_a_prompt_stops_it_at_once():
    async def story():
        sound = Sound()
        (host,) = called(sound, HOST)
        playing = asyncio.create_task(sound.play(f"line {HOST}", beep(440, seconds=5)))
        await prompt_begun(sound, f"line {HOST}")
        pass_time(sound, 10)
        playing.cancel()
        await asyncio.wait([playing])
        pass_time(sound, 10)
        return host.samples(last=20)

    heard = asyncio.run(story())

    assert strength(heard[: 5 * FRAME], 440) > 0.1
    assert not heard[10 * FRAME :].any()


def test_the_end_of_a_call_ends_its_prompts():
    async def story():
        sound = Sound()
        called(sound, HOST)
        playing = asyncio.create_task(sound.play(f"line {HOST}", beep(440, seconds=60)))
        await prompt_begun(sound, f"line {HOST}")
        sound.close(f"line {HOST}")
        sound.close(f"line {HOST}")
        await asyncio.wait_for(playing, 1)
        await asyncio.wait_for(sound.say(f"line {HOST}", "太晚了", "zh-CN"), 1)

    asyncio.run(story())


def test_what_is_no_recording_is_passed_over(caplog):
    async def story():
        sound = Sound()
        called(sound, HOST)
        await asyncio.wait_for(sound.play(f"line {HOST}", b"<html>not found</html>"), 1)

    asyncio.run(story())

    assert "a recording can't be played" in caplog.text


def test_a_tone_is_heard_until_it_is_stopped():
    sound = Sound()
    ear = Ear(sound, HOST)
    sound.open("line", HOST)
    sound.tone("line", "ringback")
    pass_time(sound, 25)

    assert strength(ear.samples(last=20), 450) > 0.15

    sound.tone("line", None)
    pass_time(sound, 10)

    assert not ear.samples(last=10).any()


def test_a_handset_without_a_call_hears_nothing_at_all():
    sound = Sound()
    ear = Ear(sound, HOST)

    pass_time(sound)

    assert ear.frames == []


def test_the_later_of_two_handsets_of_one_number_takes_over():
    sound = Sound()
    first, second = Ear(sound, HOST), Ear(sound, HOST)
    sound.open("line", HOST)
    sound.detach(HOST, first.send)
    pass_time(sound, 5)

    assert first.frames == []
    assert len(second.frames) == 5

    sound.detach(HOST, second.send)
    pass_time(sound, 5)

    assert len(second.frames) == 5


def test_a_bot_that_talks_is_heard_by_the_room_and_a_quiet_one_is_not():
    async def story(number):
        sound = Sound()
        (host,) = called(sound, HOST)
        sound.open("bot", number)
        sound.join("bot", "room", muted=False)
        await asyncio.get_running_loop().shutdown_default_executor()
        pass_time(sound, 2 * SECOND)
        return loudness(host.samples())

    assert asyncio.run(story("+8613900000001")) > 0.05
    assert asyncio.run(story("+8613900000006")) == 0


def test_the_clock_gives_fifty_frames_a_second():
    async def story():
        async with Sound() as sound:
            (host,) = called(sound, HOST)
            await asyncio.sleep(0.5)
            return len(host.frames)

    assert asyncio.run(story()) == pytest.approx(25, abs=3)
