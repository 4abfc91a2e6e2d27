"""What evens out the arrival of frames that left at 20 ms intervals."""

from collections import deque
from typing import Final

PRIMED: Final = 2  # frames kept back before the first is given out
MOST: Final = 6  # frames held; a sender whose clock runs fast loses the oldest


class JitterBuffer:
    """A short queue of frames: it trades 40 ms of delay for sound without holes."""

    def __init__(self) -> None:
        self._frames: deque[bytes] = deque(maxlen=MOST)
        self._primed = False

    def put(self, frame: bytes) -> None:
        """Take one frame in; beyond *MOST* the oldest is lost."""
        self._frames.append(frame)
        self._primed = self._primed or len(self._frames) >= PRIMED

    def take(self) -> bytes | None:
        """Give one frame out, or None while it fills up again after having run dry."""
        if not self._primed:
            return None
        if not self._frames:
            self._primed = False
            return None
        return self._frames.popleft()
