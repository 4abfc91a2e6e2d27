"""What eSpeak NG is given to say, and that it sounds."""

import functools
import logging
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from local.sound import speech
from local.sound.pcm import RATE, loudness
from local.sound.speech import ENGLISH, MANDARIN, readable, speak, voice_for
from local.sound.tones import strength
from local.sound.voices import introduction

SHORTEST, LONGEST = RATE // 160, RATE // 60  # a period of this voice, in samples


@pytest.fixture(autouse=True)
def _nothing_spoken_before():
    speak.cache_clear()


def pitches(samples):
    """Return the pitch in hertz of every loud 40 ms of speech, by autocorrelation."""
    size = RATE // 25
    found = []
    for start in range(0, len(samples) - size, size // 2):
        part = samples[start : start + size].astype(float)
        if loudness(part) < 0.05:
            continue
        match = np.correlate(part, part, "full")[size - 1 :]
        lag = SHORTEST + int(np.argmax(match[SHORTEST:LONGEST]))
        found.append(RATE / lag)
    return found


def rise(text):
    """Return how many hertz higher *text* ends than it starts."""
    heard = pitches(speak(text))
    third = len(heard) // 3
    return np.median(heard[-third:]) - np.median(heard[:third])


def test_a_prompt_is_heard_at_a_speaking_pace():
    sound = speak("欢迎使用北京联通多方通话业务,请输入您要邀请的号码,以井号键结束。")

    assert 6 < len(sound) / RATE < 10
    assert 0.05 < loudness(sound) < 0.3


def test_hanzi_are_read_in_mandarin_with_their_tones():
    assert rise("麻") > 5
    assert rise("骂") < -5
    assert abs(rise("妈")) < min(rise("麻"), -rise("骂"))


def test_a_telephone_number_is_read_digit_by_digit_as_operators_do():
    assert readable("请拨116323。", MANDARIN) == "请拨 幺 幺 6 3 2 3 。"
    assert readable("code 3 8 2 9 1 1", ENGLISH) == "code  3 8 2 9 1 1"
    assert readable("校验码是3 8 0 2 9 1", MANDARIN) == "校验码是 3 8 0 2 9 幺"


def test_a_quantity_is_read_as_one_number_and_a_year_without_the_operators_one():
    assert readable("15分钟后有3人", MANDARIN) == "15分钟后有3人"
    assert readable("2011年", MANDARIN) == "2 0 1 1 年"


def test_the_keys_are_called_by_their_chinese_names():
    assert readable("请按*或#", MANDARIN) == "请按星号或井号"


def test_single_digits_take_as_long_as_that_many_syllables():
    assert len(speak("116323")) < len(speak("十一万六千三百二十三"))
    assert len(speak("116323")) == pytest.approx(len(speak("幺 幺 六 三 二 三")), rel=0.05)


def test_english_is_read_in_english_unless_a_chinese_name_is_in_it():
    assert voice_for("en-US", "Welcome to the conference") == ENGLISH
    assert voice_for("en-US", "李晓梅 has joined") == MANDARIN
    assert voice_for("zh-CN", "您好") == MANDARIN


def test_two_people_introduce_themselves_in_different_voices():
    one, other = introduction("13911112222", "李晓梅"), introduction("13511118888", "李晓梅")

    assert loudness(one) > 0.02
    assert loudness(other) > 0.02
    assert len(one) != len(other)


@pytest.fixture
def load_anew(monkeypatch):
    """Have it loaded as if for the first time, and what was loaded before found again after it.

    eSpeak NG may be begun once in a process: begun again, it could crash at some later word.
    """
    monkeypatch.setattr(speech, "_load", functools.cache(speech._load.__wrapped__))  # noqa: SLF001
    yield
    speak.cache_clear()


@pytest.mark.usefixtures("load_anew")
def test_without_the_library_a_beep_stands_for_the_words_and_one_line_says_why(monkeypatch, caplog):
    monkeypatch.setattr(speech.espeakng_loader, "get_library_path", lambda: "/nowhere/espeak.so")

    with caplog.at_level(logging.ERROR):
        sound = speak("您好,请稍候")
        speak("请按 1")

    assert strength(sound[: RATE // 4], 880) > 0.1
    assert len(sound) / RATE == pytest.approx(0.3 + 6 * 0.2)
    assert len(caplog.messages) == 1
    assert "eSpeak NG can't be loaded" in caplog.messages[0]


@pytest.mark.usefixtures("load_anew")
def test_the_library_is_loaded_once_however_many_speak_first(monkeypatch):
    made = []

    class Slow:
        def __init__(self):
            made.append(self)
            time.sleep(0.05)

        def speak(self, text, voice):
            del text, voice
            return np.zeros(1, np.float32)

    monkeypatch.setattr(speech, "_Espeak", Slow)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(speak, [f"请按 {n}" for n in range(8)]))

    assert len(made) == 1
