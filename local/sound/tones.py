"""The tones of a Chinese exchange, the tones of the keys, and an ear for both."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from local.network.media import Tone
from local.sound.pcm import LOUDEST, RATE, Samples, clip, loudness

EXCHANGE_HZ: Final = 450
_EDGE: Final = RATE // 200  # 5 ms of fading, or every beep would start and end with a click
_LOUDNESS: Final = 0.2
_TWIST: Final = 0.4  # the two halves of a key are within 8 dB, as receivers demand

# seconds of sound and of silence in turn; each whole is a multiple of 20 ms, so it can be looped
CADENCES: Final[dict[Tone, Sequence[float]]] = {
    "ringback": (1.0, 4.0),
    "busy": (0.35, 0.35),
    "congestion": (0.7, 0.7),
    "unallocated": (0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.4, 0.4),
}

_ROWS: Final = (697, 770, 852, 941)
_COLUMNS: Final = (1209, 1336, 1477)
KEYS: Final = ("123", "456", "789", "*0#")
_PAIRS: Final = {
    key: (row, column)
    for row, keys in zip(_ROWS, KEYS, strict=True)
    for column, key in zip(_COLUMNS, keys, strict=True)
}


def sine(*frequencies: float, seconds: float, loudness: float = _LOUDNESS) -> Samples:
    """Return a beep of one or more *frequencies* sounding together, with soft edges."""
    count = round(seconds * RATE)
    time = np.arange(count) / RATE
    sound = sum(np.sin(2 * np.pi * frequency * time) for frequency in frequencies)
    edge = min(_EDGE, count // 2)
    shape = np.ones(count)
    shape[:edge] = np.linspace(0, 1, edge)
    shape[count - edge :] = shape[:edge][::-1]
    return clip(sound * shape * loudness / len(frequencies) * LOUDEST)


def silence(seconds: float) -> Samples:
    """Return *seconds* of nothing."""
    return np.zeros(round(seconds * RATE), np.int16)


def _one_period(tone: Tone) -> Samples:
    """Return one turn of a network tone; looped, it is the tone."""
    return np.concatenate(
        [
            sine(EXCHANGE_HZ, seconds=seconds) if turn % 2 == 0 else silence(seconds)
            for turn, seconds in enumerate(CADENCES[tone])
        ],
    )


def key_tone(key: str, *, seconds: float = 0.1) -> Samples:
    """Return the DTMF tone of one of the twelve keys."""
    return sine(*_PAIRS[key], seconds=seconds)


def strength(samples: Samples, frequency: float) -> float:
    """Return how strong *frequency* is in *samples*; a full-scale sine has 1.

    It is the single Fourier term that Goertzel's recursion computes, under a Hann window so that
    a neighbour 40 Hz away is not taken for it in 100 ms of sound.
    """
    window = np.hanning(len(samples))
    turn = np.exp(-2j * np.pi * frequency / RATE * np.arange(len(samples)))
    return float(2 * abs(np.dot(samples * window, turn)) / window.sum() / LOUDEST)


def key_heard(samples: Samples) -> str | None:
    """Return the key whose DTMF tone fills *samples*, or None if none does."""
    row = max(_ROWS, key=lambda hz: strength(samples, hz))
    column = max(_COLUMNS, key=lambda hz: strength(samples, hz))
    low, high = strength(samples, row), strength(samples, column)
    in_tones = (low**2 + high**2) / 2
    if in_tones < loudness(samples) ** 2 / 2 or min(low, high) <= _TWIST * max(low, high):
        return None
    return next(key for key, pair in _PAIRS.items() if pair == (row, column))


PERIODS: Final[dict[Tone, Samples]] = {tone: _one_period(tone) for tone in CADENCES}
