"""Samples as bytes, and recordings as samples."""

import io
import wave

import numpy as np
import pytest

from local.sound.pcm import FRAME, LOUDEST, RATE, clip, from_wav, resample, whole_frames
from local.sound.tones import sine, strength


def wav(samples, *, rate=RATE, channels=1, width=2):
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(samples.tobytes())
    return file.getvalue()


def tone_at(rate, frequency=1000):
    time = np.arange(rate) / rate
    return (np.sin(2 * np.pi * frequency * time) * 10_000).astype(np.int16)


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 44_100, 48_000])
def test_resampling_keeps_pitch_loudness_and_length(rate):
    sound = resample(tone_at(rate), rate)

    assert len(sound) == pytest.approx(RATE, abs=FRAME)
    assert strength(sound, 1000) == pytest.approx(10_000 / LOUDEST, rel=0.02)


def test_resampling_leaves_no_ghost_of_what_is_too_high_for_us():
    sound = resample(tone_at(44_100, frequency=12_000), 44_100)

    assert np.abs(sound[FRAME:-FRAME]).max() < 100


def test_a_stereo_recording_is_heard_as_the_mean_of_both_sides():
    left = tone_at(8_000)
    stereo = np.stack([left, np.zeros_like(left)], axis=1)

    sound = from_wav(wav(stereo, rate=8_000, channels=2))

    assert strength(sound, 1000) == pytest.approx(5_000 / LOUDEST, rel=0.02)


def test_a_recording_of_another_width_is_refused_with_its_reason():
    with pytest.raises(wave.Error, match="8-bit sound, expected 16-bit"):
        from_wav(wav(np.zeros(100, np.uint8), width=1))


def test_what_is_too_loud_is_flattened_and_never_wraps():
    assert clip(np.array([-70_000, 5, 70_000])).tolist() == [-LOUDEST, 5, LOUDEST]


def test_the_last_frame_is_filled_up_with_silence():
    padded = whole_frames(sine(440, seconds=0.025))

    assert len(padded) == 2 * FRAME
    assert not padded[400:].any()
