"""What a caller hears next: small values the domain returns and `twiml.views` renders (下一步)."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Language = Literal["zh", "en"]


class Prompt(StrEnum):
    """The name of everything the service says; the words are in `twiml.prompts` (提示音)."""

    # 拨入 116323
    WELCOME_FIRST = "welcome_first"
    WELCOME = "welcome"
    MENU = "menu"
    NOT_ELIGIBLE = "not_eligible"
    CALL_BACK = "call_back"
    WRONG_KEY = "wrong_key"
    GOODBYE = "goodbye"
    NO_LAST = "no_last"
    AGAIN = "again"
    MONTH = "month"
    OPERATOR = "operator"
    NO_OPERATOR = "no_operator"
    BUSY_NOW = "busy_now"
    # 输入号码
    ASK_NUMBER = "ask_number"
    ASK_NEXT = "ask_next"
    ADDED = "added"
    START_OR_MORE = "start_or_more"
    BAD_NUMBER = "bad_number"
    NUMBER_NOT_ALLOWED = "number_not_allowed"
    SAME_NUMBER = "same_number"
    TOO_MANY_PARTIES = "too_many_parties"
    TOO_MANY_LEGS = "too_many_legs"
    TOO_MANY_CALLS = "too_many_calls"
    # 预约通话
    EARLIEST = "earliest"
    ASK_WHEN = "ask_when"
    BAD_TIME = "bad_time"
    TIME_PAST = "time_past"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    SLOT_FULL = "slot_full"
    INSTEAD = "instead"
    RESERVE_NEXT = "reserve_next"
    RESERVE_OR_MORE = "reserve_or_more"
    HOST_RESERVED = "host_reserved"
    READ_BACK = "read_back"
    READ_BACK_PARTY = "read_back_party"
    CONFIRM_RESERVATION = "confirm_reservation"
    RESERVED = "reserved"
    TOO_MANY_THEN = "too_many_then"
    TOO_MANY_RESERVATIONS = "too_many_reservations"
    # 查询预约
    RESERVATION_MISSED = "reservation_missed"
    RESERVATION = "reservation"
    RESERVATION_KEYS = "reservation_keys"
    NO_RESERVATION = "no_reservation"
    NO_MORE_RESERVATIONS = "no_more_reservations"
    CONFIRM_CANCEL = "confirm_cancel"
    CONFIRM_CANCEL_SERIES = "confirm_cancel_series"
    RESERVATION_CANCELLED = "reservation_cancelled"
    SERIES_CANCELLED = "series_cancelled"
    ALREADY_STARTED = "already_started"
    RESERVATION_OVER = "reservation_over"
    # 呼叫会议组
    NO_GROUP = "no_group"
    ASK_GROUP = "ask_group"
    NO_SUCH_GROUP = "no_such_group"
    GROUP_EMPTY = "group_empty"
    GROUP = "group"
    # 邀请
    INVITATION = "invitation"
    INVITATION_ASK = "invitation_ask"
    NOT_NOW = "not_now"
    CONFERENCE_OVER = "conference_over"
    CONFERENCE_LOCKED = "conference_locked"
    CONFIRM_START = "confirm_start"
    CONFIRM_RETURN = "confirm_return"
    POSTPONE = "postpone"
    POSTPONED = "postponed"
    # 激活码
    VERIFICATION_CODE = "verification_code"
    CODE_RECOVER = "code_recover"
    CODE_HOST = "code_host"
    CODE = "code"
    CODE_NOT_ME = "code_not_me"
    CODE_STOPPED = "code_stopped"
    HANG_UP_FOR_CODE = "hang_up_for_code"
    DESK_ASKS = "desk_asks"
    DESK_MAY = "desk_may"
    # 会场
    CALLING = "calling"
    PLEASE_WAIT = "please_wait"
    NOBODY_CAME = "nobody_came"
    JOINED = "joined"
    CAME_BACK = "came_back"
    LEFT = "left"
    MISSED = "missed"
    ALONE = "alone"
    CAP_NEAR = "cap_near"
    CAP_REACHED = "cap_reached"
    # 会议中按键
    PARTY_KEYS = "party_keys"
    HOST_KEYS = "host_keys"
    MUTED = "muted"
    UNMUTED = "unmuted"
    ALL_MUTED = "all_muted"
    ALL_UNMUTED = "all_unmuted"
    HAND_RAISED = "hand_raised"
    HAND_LOWERED = "hand_lowered"
    NO_HAND = "no_hand"
    NEXT_SPEAKS = "next_speaks"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    HUNG_UP = "hung_up"
    NOBODY_TO_HANG_UP = "nobody_to_hang_up"
    CALLING_PARTY = "calling_party"
    ROLL = "roll"
    ROLL_PARTY = "roll_party"
    CONFIRM_END = "confirm_end"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: a prompt and the values in it.

    A value is spoken by its name: *code* digit by digit, *who* as a name or a number, *fen* as
    money, *when* (“2026-11-27T07:00:00Z”) as a time in Beijing, everything else as it stands.
    """

    prompt: Prompt
    values: tuple[tuple[str, str | int], ...] = ()


def line(prompt: Prompt, **values: str | int) -> Line:
    """Return the sentence *prompt* with *values* in it."""
    return Line(prompt, tuple(values.items()))


Lines = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """Say *lines*, wait for keys, go to the path *then* with them; silence: once more, goodbye.

    *keys* is how many keys are wanted; None for a number that “#” ends. A *patient* question stays
    silent for two seconds first, for people who know the keys, and silence leads to *silence*.
    """

    lines: Lines
    then: str
    keys: int | None = 1
    patient: bool = False
    silence: str | None = None
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class Say:
    """Say *lines* and go on to the path *then*."""

    lines: Lines
    then: str
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class Join:
    """Say *lines* and enter the room of a conference as one of its legs."""

    conference_id: str
    leg_id: str
    trip: int = 0
    """How often the leg has been in the “*” menu: makes each entry's name in the room its own."""
    host: bool = False
    muted: bool = False
    lines: Lines = ()
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class Wait:
    """What one hears alone in a room: *lines*, then ringback or silence, then *then* again."""

    lines: Lines
    then: str
    ringback: bool = False
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class Announce:
    """Say *lines* into one leg that is in a room."""

    lines: Lines
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class Forward:
    """Say *lines* and put the caller through to *number* (E.164)."""

    number: str
    lines: Lines
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class HangUp:
    """Say *lines*, if any, and end the call."""

    lines: Lines = field(default=())
    language: Language = "zh"


Step = Ask | Say | Join | Wait | Announce | Forward | HangUp
