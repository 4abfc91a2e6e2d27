"""Speech from text: eSpeak NG read through ctypes; where it is missing, a beep and the caption."""

import ctypes
import functools
import logging
import re
import threading
from typing import Any, Final

import espeakng_loader
import numpy as np

from local.network.media import SECONDS_PER_CHARACTER
from local.sound.pcm import Samples, resample
from local.sound.tones import silence, sine

log = logging.getLogger(__name__)

# `cmn` took hanzi for English spelling in eSpeak NG 1.51; this one read them rightly in every
# release tried, and it reads Latin letters in between as English.
MANDARIN: Final = "cmn-latn-pinyin"
ENGLISH: Final = "en-us"

_HANZI: Final = re.compile(r"[\u3400-\u9fff]")
_NUMBER: Final = re.compile(r"(\d(?: \d){3,}|\d{4,}|0\d+)(年?)")  # a telephone number, code, year
_BREATH: Final = 0.2  # seconds of silence after a prompt

_SYNCHRONOUS: Final = 2
_DO_NOT_EXIT: Final = 0x8000
_UTF8: Final = 1
_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.POINTER(ctypes.c_short),
    ctypes.c_int,
    ctypes.c_void_p,
)


_one_at_a_time = threading.Lock()


class _SpeechMissingError(Exception):
    """eSpeak NG can't be loaded; the message says why."""


def voice_for(language: str, text: str) -> str:
    """Return the voice that can read *text*: the English one has no word for a hanzi."""
    mandarin = not language.lower().startswith("en") or _HANZI.search(text)
    return MANDARIN if mandarin else ENGLISH


def readable(text: str, voice: str) -> str:
    """Write *text* as it is to be read: numbers digit by digit, 1 as 幺, the names of the keys."""
    mandarin = voice.startswith(MANDARIN)

    def digit_by_digit(number: re.Match[str]) -> str:
        digits, year = number[1].replace(" ", ""), number[2]
        if mandarin and not year:
            digits = digits.replace("1", "幺")
        return f" {' '.join(digits)} {year}"

    if mandarin:
        text = text.replace("#", "井号").replace("*", "星号")
    return _NUMBER.sub(digit_by_digit, text).strip()


@functools.lru_cache(maxsize=256)
def speak(text: str, voice: str = MANDARIN) -> Samples:
    """Return *text* spoken; a beep as long as the words if there is no speech here.

    *voice* may carry one of eSpeak's variants, as in `cmn-latn-pinyin+f3`. It takes milliseconds
    of work, so call it in a thread.
    """
    try:
        return np.concatenate([_engine().speak(readable(text, voice), voice), silence(_BREATH)])
    except _SpeechMissingError:
        return np.concatenate([sine(880, seconds=0.3), silence(len(text) * SECONDS_PER_CHARACTER)])


@functools.cache
def _load() -> "_Espeak | str":
    try:
        return _Espeak()
    except (OSError, RuntimeError) as error:
        reason = f"no speech, captions and a beep instead: eSpeak NG can't be loaded ({error})"
        log.error(reason)  # noqa: TRY400  # one line tells all; the traceback is of no use
        return reason


def _engine() -> "_Espeak":
    with _one_at_a_time:  # a cache alone would let two threads make one each
        loaded = _load()
    if isinstance(loaded, str):
        raise _SpeechMissingError(loaded)
    return loaded


class _Espeak:
    """The library; its state is global, so there is one and it serves one thread at a time."""

    def __init__(self) -> None:
        self._library: Any = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self._rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DO_NOT_EXIT)
        if self._rate <= 0:
            msg = f"espeak_Initialize answered {self._rate}"
            raise OSError(msg)
        self._spoken = bytearray()
        self._on_sound = _Callback(self._collect)  # kept, or it would be freed under the library
        self._library.espeak_SetSynthCallback(self._on_sound)

    def speak(self, text: str, voice: str) -> Samples:
        """Return *text* at our rate."""
        encoded = text.encode()
        with _one_at_a_time:
            if self._library.espeak_SetVoiceByName(voice.encode()):
                msg = f"eSpeak NG has no voice {voice}"
                raise ValueError(msg)
            self._spoken.clear()
            self._library.espeak_Synth(encoded, len(encoded) + 1, 0, 0, 0, _UTF8, None, None)
            self._library.espeak_Synchronize()
            samples = np.frombuffer(bytes(self._spoken), np.int16)
        return resample(samples, self._rate)

    def _collect(self, samples: Any, count: int, _events: int | None) -> int:  # noqa: ANN401  # a C pointer
        if samples and count:
            self._spoken += ctypes.string_at(samples, 2 * count)
        return 0
