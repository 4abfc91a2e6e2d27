"""Which digits are a phone number, which may be rung, and which may host (号码).

Source of the plan: `phonenumbers` (Google's libphonenumber data); of the policy: S3 to S6.
"""

import re
import unicodedata

import phonenumbers
from phonenumbers import PhoneNumberType

from chalicelib import config
from chalicelib.errors import Refused

LONGEST_INPUT = 32
BEIJING_LOCAL = re.compile(r"[2-8]\d{7}", re.ASCII)
FIXED_LINE = re.compile(r"\+86(?:(?:10|2\d)[2-8]\d{7}|[3-9]\d\d[2-8]\d{6,7})", re.ASCII)
"""Area code and subscriber; a bank or an operator stays one behind an area code (010 95588)."""
BEIJING_HOST = re.compile(r"\+8610[68]\d{7}", re.ASCII)  # S4: 6、8 开头
KEYABLE = re.compile(r"\+?\d{3,20}", re.ASCII)
SPACING = str.maketrans("", "", " -()\t")
SPECIAL = re.compile(r"1(?:00|1[0-9]|2[0-9]|6[08])\d{0,6}|9(?:11|99|[56]\d{1,9})", re.ASCII)
"""Emergency, operators, directory, 116xxx, 168; 95xxx banks and 96xxx local services."""
SERVICE = re.compile(r"0?(?:400|800)\d{0,7}", re.ASCII)
RINGABLE = frozenset(
    {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
)
TEXTABLE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
UNICOM = "China Unicom"
NUMBER = re.compile(r"(?<![0-9A-Za-z])(\+\d{2,5}|(?:00\d\d)?\d{3,5})\d{4}(\d{4})(?![0-9A-Za-z])")
"""Eleven to thirteen digits that stand alone; those inside a call's sid do not."""


def parse(text: str) -> str:
    """Return the E.164 number meant by *text*, as keyed or typed by a person in Beijing.

    Eight digits get the area code 010; full-width digits are understood. Raise
    Refused("bad_number") for what is no number and Refused("number_not_allowed") for a number
    that we do not ring: short codes, emergency, 400/800, premium, other countries.
    """
    digits = normal(text)
    if SPECIAL.fullmatch(digits) or SERVICE.fullmatch(digits):
        raise Refused("number_not_allowed")
    if BEIJING_LOCAL.fullmatch(digits):
        digits = "010" + digits
    try:
        number = phonenumbers.parse(digits, "CN")
    except phonenumbers.NumberParseException as e:
        raise Refused("bad_number") from e
    return permitted(number)


def normal(text: str) -> str:
    """Return the ASCII digits of *text* without spacing; Refused("bad_number") otherwise."""
    if len(text) > LONGEST_INPUT:
        raise Refused("bad_number")
    digits = unicodedata.normalize("NFKC", text).translate(SPACING)
    if not KEYABLE.fullmatch(digits):
        raise Refused("bad_number")
    return digits


def permitted(number: phonenumbers.PhoneNumber) -> str:
    """Return *number* in E.164 if our fence lets it be rung."""
    if not phonenumbers.is_valid_number(number):
        raise Refused("bad_number")
    region, kind = phonenumbers.region_code_for_number(number), phonenumbers.number_type(number)
    allowed = [name.strip() for name in config.settings.allowed_regions.split(",")]
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if region not in allowed or kind not in RINGABLE or e164 == config.settings.service_number:
        raise Refused("number_not_allowed")
    if region == "CN" and kind != PhoneNumberType.MOBILE and not FIXED_LINE.fullmatch(e164):
        raise Refused("number_not_allowed")
    return e164


def caller(text: str) -> str | None:
    """Return the E.164 number a call comes from; None if withheld or not a number."""
    if not re.fullmatch(r"\+[1-9]\d{6,14}", text, re.ASCII):
        return None
    try:
        valid = phonenumbers.is_valid_number(phonenumbers.parse(text))
    except phonenumbers.NumberParseException:
        return None
    return text if valid else None


def may_host(number: str) -> bool:
    """Say whether the number plan makes *number* one that may host.

    S4: fixed lines 010 with eight digits from 6 or 8; S5: mobiles of China Unicom. What the plan
    cannot know (prepaid, ported, barred) is the exceptions table of `accounts`.
    """
    if BEIJING_HOST.fullmatch(number):
        return True
    from phonenumbers import carrier  # noqa: PLC0415 - a megabyte of source, asked for by few

    return carrier.name_for_number(phonenumbers.parse(number), "en") == UNICOM


def is_mobile(number: str) -> bool:
    """Say whether *number* is, or may be, a mobile: what a text message can be sent to."""
    return phonenumbers.number_type(phonenumbers.parse(number)) in TEXTABLE


def national(number: str) -> str:
    """Return *number* as people in China dial it: +8613800000001 is 13800000001."""
    parsed = phonenumbers.parse(number)
    if parsed.country_code != phonenumbers.country_code_for_region("CN"):
        return "00" + number.removeprefix("+")
    digits = phonenumbers.national_significant_number(parsed)
    return digits if phonenumbers.number_type(parsed) == PhoneNumberType.MOBILE else "0" + digits


def mask(text: str) -> str:
    """Return *text* with the middle of every phone number in it hidden, for logs (F51)."""
    return NUMBER.sub(r"\1****\2", text)
