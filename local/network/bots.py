"""Phones without a person (自动话机): how they behave, by the end of their number."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from local.network.phones import Phone
    from local.network.timeline import Timeline

KEYS_AFTER = 2.0  # seconds from the answer to the first key of a bot that presses some


@dataclass(frozen=True, slots=True)
class Profile:
    """One behaviour: what a phone does when it rings, and when; *ending* selects it."""

    name: str
    does: Literal["waits", "answers", "rejects", "is busy", "does not exist"]
    description: str
    ending: str = ""
    after: float = 0.0  # seconds of ringing before it does it
    talks: bool = False
    leaves_after: float | None = None


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("human", "waits", "由人操作：等待接听、按键和挂断"),
        Profile("default", "answers", "响铃 2 秒后接听，一直在线", after=2),
        Profile("talker", "answers", "响铃 3 秒后接听并说话", "0001", after=3, talks=True),
        Profile("busy", "is busy", "忙线", "0002"),
        Profile("no-answer", "waits", "无人接听", "0003"),
        Profile("declines", "rejects", "响铃 2 秒后拒接", "0004", after=2),
        Profile("invalid", "does not exist", "空号", "0005"),
        Profile(
            "leaves", "answers", "响铃 2 秒后接听，20 秒后挂断", "0006", after=2, leaves_after=20
        ),
        Profile("voicemail", "answers", "语音信箱：响铃 4 秒后接听，不按键", "0007", after=4),
    )
}

_BY_ENDING = {profile.ending: profile for profile in PROFILES.values() if profile.ending}


def for_number(number: str) -> Profile:
    """Return how a phone with nobody there behaves."""
    return _BY_ENDING.get(number[-4:], PROFILES["default"])


async def behave(phone: "Phone", timeline: "Timeline") -> None:
    """Act on the ringing of *phone* as its profile says, for as long as that call is its call."""
    line, profile = phone.line, phone.behaviour
    await timeline.sleep(profile.after if phone.answer_after is None else phone.answer_after)
    if phone.line is not line:
        return
    match profile.does:
        case "answers":
            await phone.answer()
            await _talk(phone, profile, timeline)
        case "rejects":
            await phone.reject()
        case _:
            return


async def _talk(phone: "Phone", profile: Profile, timeline: "Timeline") -> None:
    line = phone.line
    if phone.script:
        await timeline.sleep(KEYS_AFTER)
        if phone.line is line:
            await phone.press(phone.script)
    if profile.leaves_after is None:
        return
    await timeline.sleep(profile.leaves_after)
    if phone.line is line:
        await asyncio.shield(phone.hang_up())
