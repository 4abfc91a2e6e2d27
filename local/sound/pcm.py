"""The one sound format of the phone network: 16 kHz, signed 16 bit, mono, in frames of 20 ms."""

import io
import math
import wave
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Samples: TypeAlias = npt.NDArray[np.int16]

RATE: Final = 16_000
FRAME: Final = 320  # samples in a frame
FRAME_BYTES: Final = 2 * FRAME
FRAME_SECONDS: Final = FRAME / RATE
LOUDEST: Final = 32_767


def clip(sound: npt.NDArray[np.float64] | npt.NDArray[np.int32]) -> Samples:
    """Return *sound* as 16-bit samples; what is too loud is flattened, never wrapped."""
    return np.asarray(np.clip(sound, -LOUDEST, LOUDEST), np.int16)


def whole_frames(samples: Samples) -> Samples:
    """Pad *samples* with silence to a whole number of frames."""
    return np.pad(samples, (0, -len(samples) % FRAME))


def loudness(samples: Samples) -> float:
    """Return the root mean square of *samples*, between 0 and 1."""
    if not len(samples):
        return 0.0
    return float(np.sqrt(np.mean(np.square(samples / LOUDEST))))


def resample(samples: Samples, rate: int) -> Samples:
    """Bring *samples* from *rate* to ours by cutting or widening their spectrum."""
    if rate == RATE or not len(samples):
        return samples
    padded = np.pad(samples, (0, -len(samples) % (rate // math.gcd(rate, RATE))))
    length = len(padded) * RATE // rate
    spectrum = np.fft.rfft(padded)[: length // 2 + 1]
    return clip(np.fft.irfft(spectrum, length) * (length / len(padded)))


def from_wav(audio: bytes) -> Samples:
    """Read a 16-bit PCM WAV file of any rate and number of channels."""
    with wave.open(io.BytesIO(audio)) as file:
        if file.getsampwidth() != 2:  # noqa: PLR2004  # bytes: the only width prompts come in
            msg = f"{8 * file.getsampwidth()}-bit sound, expected 16-bit"
            raise wave.Error(msg)
        channels = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        mono = channels.reshape(-1, file.getnchannels()).mean(axis=1)
        return resample(clip(mono), file.getframerate())
