"""The TwiML verbs of the network as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Say:
    """*text* is what was written; *speech* is how a voice must read it (digits apart)."""

    text: str
    speech: str
    language: str
    loop: int


@dataclass(frozen=True, slots=True)
class Play:
    url: str
    loop: int
    digits: str


@dataclass(frozen=True, slots=True)
class Pause:
    length: int


Prompt = Say | Play | Pause


@dataclass(frozen=True, slots=True)
class Gather:
    """An *action* of "" is the present document; *num_digits* None means any number."""

    prompts: tuple[Prompt, ...]
    action: str
    method: str
    num_digits: int | None
    finish_on_key: str
    timeout: int
    action_on_empty_result: bool


@dataclass(frozen=True, slots=True)
class Conference:
    """A room to be put into: the noun of Dial, and what Participants.create asks for."""

    name: str
    muted: bool = False
    start_on_enter: bool = True
    end_on_exit: bool = False
    label: str = ""
    wait_url: str = ""
    wait_method: str = "POST"
    max_participants: int = 250
    status_callback: str = ""
    status_events: frozenset[str] = frozenset()
    status_method: str = "POST"


@dataclass(frozen=True, slots=True)
class Number:
    number: str
    status_callback: str = ""
    status_events: frozenset[str] = frozenset()
    status_method: str = "POST"


@dataclass(frozen=True, slots=True)
class Dial:
    noun: Conference | Number
    action: str = ""
    method: str = "POST"
    hangup_on_star: bool = False
    timeout: int = 30
    time_limit: int = 14_400
    caller_id: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    url: str
    method: str


@dataclass(frozen=True, slots=True)
class Reject:
    reason: str


@dataclass(frozen=True, slots=True)
class Hangup:
    pass


Verb = Say | Play | Pause | Gather | Dial | Redirect | Reject | Hangup
