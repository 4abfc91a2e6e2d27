"""What people say who have no microphone (自动语音): who they are, again and again."""

from typing import Final

import numpy as np

from local.sound import speech
from local.sound.pcm import Samples
from local.sound.tones import silence

_VARIANTS: Final = ("f1", "m1", "f3", "m3", "f2", "m5", "f4", "m7")


def introduction(number: str, name: str = "") -> Samples:
    """Return one round of *name* talking, with a pause; each number has a voice of its own."""
    last = int(number[-1]) if number[-1:].isdigit() else 0
    variant = _VARIANTS[sum(map(ord, number)) % len(_VARIANTS)]
    words = f"我是{name or f'尾号{number[-4:]}的自动话机'},我正在说话。"
    spoken = speech.speak(words, f"{speech.MANDARIN}+{variant}")
    return np.concatenate([spoken, silence(1 + last / 5)])  # not all of them at the same time
