"""The tones of the Chinese network and of the keys."""

import numpy as np
import pytest

from local.sound.pcm import FRAME, RATE, loudness
from local.sound.tones import (
    CADENCES,
    EXCHANGE_HZ,
    KEYS,
    PERIODS,
    key_heard,
    key_tone,
    silence,
    sine,
    strength,
)


def test_the_ear_hears_a_sine_at_its_own_frequency_only():
    sound = sine(660, seconds=0.1, loudness=0.5)

    assert strength(sound, 660) == pytest.approx(0.5, rel=0.05)
    assert strength(sound, 700) < 0.02
    assert strength(sound, 440) < 0.001


def test_the_ear_tells_two_voices_apart_that_sound_together():
    both = sine(440, seconds=0.2) + sine(523, seconds=0.2)

    assert strength(both, 440) > 0.15
    assert strength(both, 523) > 0.15
    assert strength(both, 480) < 0.02


@pytest.mark.parametrize("key", "".join(KEYS))
def test_every_key_is_recognised_by_its_tone(key):
    assert key_heard(key_tone(key)) == key


def test_silence_and_speechlike_noise_are_no_key():
    noise = np.random.default_rng(1).normal(0, 3000, 1600).astype(np.int16)

    assert key_heard(silence(0.1)) is None
    assert key_heard(noise) is None
    assert key_heard(sine(697, seconds=0.1)) is None


@pytest.mark.parametrize("tone", CADENCES)
def test_a_network_tone_is_450_hz_in_its_cadence_and_can_be_looped(tone):
    period = PERIODS[tone]

    start = 0
    for turn, seconds in enumerate(CADENCES[tone]):
        part = period[start : start + round(seconds * RATE)]
        start += len(part)
        if turn % 2:
            assert loudness(part) == 0
        else:
            assert strength(part, EXCHANGE_HZ) > 0.15

    assert start == len(period)
    assert len(period) % FRAME == 0
