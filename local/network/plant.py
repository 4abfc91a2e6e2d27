"""The equipment that all calls of one network share (设备)."""

import random
from datetime import timedelta

from local.network.events import Events
from local.network.faults import Injector
from local.network.ledger import Ledger
from local.network.media import Media, Silence
from local.network.settings import Settings
from local.network.tasks import Tasks
from local.network.timeline import Timeline
from local.network.webhooks import Form, Sender


class Plant:
    """Clock, sound, books and lines to the outside, made from the settings."""

    def __init__(self, settings: Settings, media: Media | None = None) -> None:
        self.settings = settings
        self.ledger = Ledger(settings.data_dir)
        beat = self.ledger.heartbeat
        self.timeline = Timeline(
            settings.speed, not_before=beat + timedelta(seconds=1) if beat else None
        )
        # A network that remembers former calls must not give their sids again.
        seed = None if settings.seed is None else f"{settings.seed}/{self.ledger.starts}"
        self.rng = random.Random(seed)  # noqa: S311 - repeatable on purpose, guards nothing
        self.media = media or Silence(settings.speed)
        self.events = Events(self.timeline)
        self.tasks = Tasks()
        self.injector = Injector(random.Random(self.rng.random()))  # noqa: S311 - as above
        self.sender = Sender(settings.auth_tokens[0], self.events, self.injector, self.rng)

    def sid(self, prefix: str) -> str:
        """Return a new identifier: two letters and 32 hexadecimal digits."""
        return f"{prefix}{self.rng.getrandbits(128):032x}"

    def set_speed(self, speed: float) -> None:
        """Let time pass *speed* times faster; only silence can keep up with that."""
        self.timeline.speed = speed
        if isinstance(self.media, Silence):
            self.media.speed = speed

    def account_form(self) -> Form:
        return {"AccountSid": self.settings.account_sid}
