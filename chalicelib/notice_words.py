"""Every word of a text message about a reservation, Chinese first (短信内容).

A Chinese one has at most seventy characters whatever its names: what one message carries.
"""

from datetime import datetime
from typing import Literal

from chalicelib import clock, names, phone_numbers
from chalicelib.steps import Language

Kind = Literal["reminder", "cancelled", "series", "missed"]
"""What is told; “series” is that all that was left of a series is cancelled."""

LONGEST = 14  # places of a name or a title: what is longer is cut
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

HOST: dict[Language, dict[Kind, str]] = {
    "zh": {
        "reminder": "您预约的多方通话{title}将于{when}开始,届时系统将先呼叫您",
        "cancelled": "您预约的{when}的多方通话{title}已取消",
        "series": "您预约的多方通话{title}自{when}起已全部取消",
        "missed": "您预约的{when}的多方通话{title}未能发起:{why}",
    },
    "en": {
        "reminder": "Your multi-party call{title} starts {when}. We will ring you first.",
        "cancelled": "Your multi-party call{title} of {when} is cancelled.",
        "series": "Your multi-party calls{title} from {when} on are all cancelled.",
        "missed": "Your multi-party call{title} of {when} did not start: {why}.",
    },
}
PARTY: dict[Language, dict[Kind, str]] = {
    "zh": {
        "reminder": "{who}邀请您参加{when}的多方通话,届时系统将呼叫您",
        "cancelled": "{who}取消了{when}的多方通话",
        "series": "{who}取消了自{when}起的各次多方通话",
        "missed": "{who}预约的{when}的多方通话未能举行",
    },
    "en": {
        "reminder": "{who} invites you to a multi-party call, {when}. We will ring you then.",
        "cancelled": "{who} has cancelled the multi-party call of {when}.",
        "series": "{who} has cancelled the multi-party calls from {when} on.",
        "missed": "The multi-party call of {when} that {who} had reserved did not take place.",
    },
}
SIGNED: dict[Language, str] = {"zh": "【116323】", "en": "116323: "}
WHY: dict[Language, dict[str, str]] = {
    "zh": {
        "host_no_answer": "您的电话无人接听",
        "host_busy": "您的电话忙",
        "host_failed": "您的电话无法接通",
        "not_confirmed": "接听后没有按1确认",
        "host_in_conference": "您的电话正在另一通话中",
        "refused_by_phone": "您的电话不接受此类呼叫",
        "host_number_gone": "主持人号码已取消关联",
        "not_eligible": "您的号码暂不能使用本业务",
        "too_many_legs": "您同时进行的通话已达上限",
        "too_many_calls": "您本小时的呼叫次数已达上限",
        "late": "系统故障",
    },
    "en": {
        "host_no_answer": "your phone was not answered",
        "host_busy": "your phone was busy",
        "host_failed": "your phone could not be reached",
        "not_confirmed": "1 was not pressed",
        "host_in_conference": "your phone was in another call",
        "refused_by_phone": "your phone refuses such calls",
        "host_number_gone": "the host's phone is linked no more",
        "not_eligible": "your number cannot use this service",
        "too_many_legs": "you had too many calls at the same time",
        "too_many_calls": "you had made too many calls that hour",
        "late": "our system was out of order",
    },
}
SOMETHING: dict[Language, str] = {"zh": "系统未能完成呼叫", "en": "the calls could not be made"}
"""Why it was missed, for a reason that has no words here."""


def for_host(
    kind: Kind, starts_at: datetime, language: Language, *, title: str = "", reason: str = ""
) -> str:
    """Return what the host is told; *reason* is the code of why it was missed."""
    why = WHY[language].get(reason, SOMETHING[language])
    words = SIGNED[language] + HOST[language][kind]
    return words.format(title=_title(title, language), when=_when(starts_at, language), why=why)


def for_party(kind: Kind, starts_at: datetime, language: Language, *, inviter: str) -> str:
    """Return what a party is told; *inviter* is the host's name, or number in E.164."""
    words = SIGNED[language] + PARTY[language][kind]
    return words.format(who=_who(inviter), when=_when(starts_at, language))


def _when(moment: datetime, language: Language) -> str:
    """Return “11月27日15:00”, the time in Beijing."""
    local = moment.astimezone(clock.BEIJING)
    if language == "zh":
        return f"{local.month}月{local.day}日{local:%H:%M}"
    return f"{local.day} {MONTHS[local.month - 1]} {local:%H:%M} Beijing time"


def _who(inviter: str) -> str:
    number = phone_numbers.caller(inviter)
    return phone_numbers.national(number) if number else _short(inviter)


def _title(title: str, language: Language) -> str:
    if not title:
        return ""
    return f"“{_short(title)}”" if language == "zh" else f' "{_short(title)}"'


def _short(text: str) -> str:
    cleaned = names.clean(text)
    if _length(cleaned) <= LONGEST:
        return cleaned
    while _length(cleaned) >= LONGEST:
        cleaned = cleaned[:-1]
    return cleaned + "…"


def _length(text: str) -> int:
    """Return how many places *text* takes in a message: an emoji takes two."""
    return len(text.encode("utf-16-le")) // 2
