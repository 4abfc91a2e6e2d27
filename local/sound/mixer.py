"""The mixing of a room: everyone hears the sum of the others, never themselves (会场混音)."""

from collections.abc import Sequence

import numpy as np

from local.sound.pcm import Samples, clip


def mix_minus(said: Sequence[Samples | None]) -> list[Samples | None]:
    """Return what each one hears when each has said a frame, or None for nothing."""
    speaking = {index: frame for index, frame in enumerate(said) if frame is not None}
    if not speaking:
        return [None] * len(said)

    frames = np.stack(list(speaking.values()), dtype=np.int32)
    everything = frames.sum(axis=0, dtype=np.int32)
    heard: list[Samples | None] = [clip(everything)] * len(said)
    for index, others in zip(speaking, clip(everything - frames), strict=True):
        heard[index] = others if len(speaking) > 1 else None
    return heard
