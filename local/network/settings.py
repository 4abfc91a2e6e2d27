"""What can be set about the simulated network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

# What may be changed while the network runs: everything that is read again at each use.
CHANGEABLE = frozenset(
    {
        "speed",
        "calls_per_second",
        "allowed_prefixes",
        "setup_seconds",
        "price_per_minute",
        "gather_reports_finish_key",
        "ring_survives_end",
        "kick_hangs_up",
        "dial_action_after_hangup",
    }
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The account, its number, the pace of the network, and how it behaves where Twilio is vague.

    *seed* makes a run repeatable; without it every start makes sids of its own.
    """

    account_sid: str = "AC00000000000000000000000000116323"
    auth_tokens: tuple[str, ...] = ("local-auth-token",)  # the first one signs
    api_keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    service_number: str = "+861065116323"
    short_code: str = "116323"
    voice_url: str = ""
    voice_fallback_url: str = ""
    status_callback: str = ""
    allowed_prefixes: tuple[str, ...] = ("+86",)
    calls_per_second: float = 30.0
    speed: float = 1.0
    seed: int | None = None
    data_dir: Path | None = None
    setup_seconds: float = 0.5  # between placing a call and its ringing
    price_per_minute: str = ""  # dollars for each started minute of a call, "0.0085"; "" for none
    gather_reports_finish_key: bool = True  # FinishedOnKey and msg, sent but not documented
    ring_survives_end: bool = True  # a conference's end leaves its ringing phones ringing
    kick_hangs_up: bool = False  # a removed participant's call ends instead of going on
    dial_action_after_hangup: bool = False  # a Dial's action is requested for a caller who left
