"""How the values in a sentence are spoken: numbers, names, money, moments (提示音中的数值)."""

from collections.abc import Callable
from datetime import datetime

from chalicelib import clock, names, phone_numbers
from chalicelib.steps import Language

DIGITS = "零一二三四五六七八九"
PARTS = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
"""The parts of a day, each up to an hour."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
NOON = 12
TENS = 10


def spoken(name: str, value: str | int, language: Language) -> str:
    """Return the *value* called *name* as it is said in *language*."""
    kinds: dict[str, Callable[[str], str]] = {
        "who": _who,
        "code": singly,
        "fen": _money_zh if language == "zh" else _money_en,
        "when": _moment_zh if language == "zh" else _moment_en,
    }
    return kinds.get(name, str)(str(value))


def singly(digits: str) -> str:
    """Return *digits* so that every voice reads them one by one."""
    return "，".join(digits)


def _who(value: str) -> str:
    number = phone_numbers.caller(value)
    return singly(phone_numbers.national(number)) if number else names.clean(value)


def _money_zh(value: str) -> str:
    """Return fen as spoken: 120 is “1元2角”, 5 is “5分”, 0 is “0元”."""
    fen = int(value)
    parts = [(fen // 100, "元"), (fen // 10 % 10, "角"), (fen % 10, "分")]
    return "".join(f"{n}{unit}" for n, unit in parts if n) or "0元"


def _money_en(value: str) -> str:
    return f"{int(value) / 100:.2f} yuan"


def _moment_zh(value: str) -> str:
    """Return “十一月二十七日下午三点整” for “2026-11-27T07:00:00Z”: the time in Beijing."""
    local = datetime.fromisoformat(value).astimezone(clock.BEIJING)
    part = next(word for end, word in PARTS if local.hour < end)
    hour = local.hour - NOON if local.hour > NOON else local.hour
    said = "两" if hour == 2 else _number_zh(hour)  # noqa: PLR2004 - 两点, not 二点
    date = f"{_number_zh(local.month)}月{_number_zh(local.day)}日"
    return f"{date}{part}{said}点{_minute_zh(local.minute)}"


def _minute_zh(minute: int) -> str:
    if minute == 0:
        return "整"
    return ("零" if minute < TENS else "") + _number_zh(minute) + "分"


def _number_zh(n: int) -> str:
    """Return a number below a hundred as it is said: 27 is “二十七”, 10 is “十”."""
    tens, ones = divmod(n, TENS)
    if not tens:
        return DIGITS[ones]
    return (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[ones] if ones else "")


def _moment_en(value: str) -> str:
    """Return “November 27 at 3:00 PM”, the time in Beijing."""
    local = datetime.fromisoformat(value).astimezone(clock.BEIJING)
    half = "PM" if local.hour >= NOON else "AM"
    clock_time = f"{(local.hour - 1) % NOON + 1}:{local.minute:02} {half}"
    return f"{MONTHS[local.month - 1]} {local.day} at {clock_time}"
