"""Which digits are a number, which may be rung, which may host (F43, F44, S3 to S6)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import phone_numbers
from chalicelib.errors import Refused
from tests import factories
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO

RUNG = {
    # mobiles, however they are written
    "13800000001": "+8613800000001",
    "+8613800000001": "+8613800000001",
    "8613800000001": "+8613800000001",
    "008613800000001": "+8613800000001",
    "138-0000-0001": "+8613800000001",
    " 138 0000 0001 ": "+8613800000001",
    "138\t0000\t0001": "+8613800000001",
    "+86\u00a013800000001": "+8613800000001",
    "１３８０００００００１": "+8613800000001",
    "１３８－００００－０００１": "+8613800000001",
    "①③⑧00000001": "+8613800000001",
    "16600000001": "+8616600000001",
    "17000000001": "+8617000000001",
    "19800000001": "+8619800000001",
    # fixed lines; eight digits are Beijing's
    "65551234": "+861065551234",
    "82345678": "+861082345678",
    "25551234": "+861025551234",
    "８２３４５６７８": "+861082345678",
    "01065551234": "+861065551234",
    "010-6555-1234": "+861065551234",
    "(010)65551234": "+861065551234",
    "+861065551234": "+861065551234",
    "02155550401": "+862155550401",
    "075582345678": "+8675582345678",
    "0755-8123-4567": "+8675581234567",
    # a carrier's dialling prefix is dropped, so it cannot lead anywhere else
    "1790913800138000": "+8613800138000",
}

NOT_ALLOWED = [
    # emergency
    *("110", "112", "119", "120", "122", "911", "999"),
    # operators, directory, ourselves, public services, information
    *("114", "116114", "116323", "10000", "10010", "10086", "1008611", "12306", "12315", "12345"),
    *("12580", "160", "168", "16812345"),
    # banks, local services, and the same behind an area code
    *("95588", "95533", "9558812345", "96166", "01095588", "02195588", "075595588", "0755955881"),
    *("01095588123", "01096123456", "075595588123"),
    *("01096166", "01010086", "01012345", "+861010086", "+861095588", "02110000"),
    # shared cost and toll free
    *("400", "800", "4008001234", "04008001234", "+864008001234", "8008101234", "+868008101234"),
    # abroad, satellite, premium
    *("+85261234567", "+12025550100", "0012025550100", "+886912345678", "+6561234567"),
    *("+88216123456", "+979123456789", "+442079460000"),
    # the number behind 116323 itself
    *("+861065116323", "65116323", "01065116323"),
]

NO_NUMBER = [
    *("", "1", "12", "000", "0", "+", "+1", "-1", "++8613800000001", "1380000000", "138000000011"),
    *("12345678901234567890", "1" * 21, "1" * 33, "+999123456789", "14000000000", "12800000000"),
    *("92345678", "010110", "010120", "01010086123", "010110110110", "+86110", "0110", "021119"),
    *("16899999999", "17909138000000"),
    # other digits are digits to Python, not to a telephone
    *("१३८००००००००१", "١٣٨٠٠٠٠٠٠٠١", "²", "1३800000001"),
    # extensions, pauses, keys, addresses
    *("13800000001;ext=99", "13800000001x9", "13800000001,1", "13800000001#1", "13800000001*"),
    *("*67", "tel:13800000001", "abc", "1e10", "0x10", "1_000"),
    # characters nobody sees
    *("13800000001\x00", "13800000001\n", "138\u200b00000001", "\u202e13800000001"),
]


@pytest.mark.parametrize(("written", "number"), RUNG.items())
def test_a_subscriber_may_be_rung_however_the_number_is_written(written, number):
    assert phone_numbers.parse(written) == number


@pytest.mark.parametrize("written", NOT_ALLOWED)
def test_what_is_no_subscribers_phone_is_never_rung(written):
    with pytest.raises(Refused) as refused:
        phone_numbers.parse(written)

    assert refused.value.reason == "number_not_allowed"


@pytest.mark.parametrize("written", NO_NUMBER)
def test_what_is_no_number_is_called_a_mistake(written):
    with pytest.raises(Refused) as refused:
        phone_numbers.parse(written)

    assert refused.value.reason == "bad_number"


def test_other_countries_may_be_rung_where_the_operator_allows_them(monkeypatch):
    factories.settings_with(monkeypatch, allowed_regions="CN, HK")

    assert phone_numbers.parse("+85261234567") == "+85261234567"
    assert phone_numbers.parse("13800000001") == "+8613800000001"
    with pytest.raises(Refused, match="number_not_allowed"):
        phone_numbers.parse("+12025550100")


@pytest.mark.parametrize(
    "service", ["+8695588", "110", "01095588", "4008001234", "16812345", "+861010086"]
)
def test_allowing_a_region_does_not_open_its_services(monkeypatch, service):
    factories.settings_with(monkeypatch, allowed_regions="CN,HK,US")

    with pytest.raises(Refused):
        phone_numbers.parse(service)


@given(st.text(max_size=40))
def test_anything_keyed_is_a_number_to_ring_or_is_refused(text):
    found = outcome(text, phone_numbers.parse)

    if found not in {"bad_number", "number_not_allowed"}:
        assert found.startswith("+86")
        assert found.isascii()
        assert phone_numbers.parse(found) == found


@given(st.text("0123456789+*# -()", max_size=20_000))
def test_a_long_entry_is_refused_before_anything_looks_at_it(text):
    found = outcome(text, phone_numbers.normal)

    assert found == "bad_number" or (len(text) <= 32 and len(found) <= 21)


@given(st.text("0123456789", min_size=8, max_size=8))
def test_full_width_digits_mean_what_the_ascii_digits_mean(digits):
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in digits)

    assert unicodedata.normalize("NFKC", wide) == digits
    assert outcome(wide, phone_numbers.parse) == outcome(digits, phone_numbers.parse)


def outcome(text, read):
    try:
        return read(text)
    except Refused as e:
        return e.reason


@pytest.mark.parametrize(
    ("number", "may"),
    [
        (WANG, True),
        (CHEN, True),
        (OFFICE, True),
        ("+861082345678", True),
        ("+861062345678", True),
        ("+861052345678", False),  # Beijing, but not from 6 or 8
        ("+861072345678", False),
        ("+86106555123", False),  # seven digits
        (SUN, False),  # Shanghai, though it begins with 5 or 6
        ("+862165551234", False),
        (LI, False),  # China Mobile
        (ZHAO, False),  # China Telecom
        ("+8613000000001", True),
        ("+8613100000001", True),
        ("+8613200000001", True),
        ("+8615500000001", True),
        ("+8615600000001", True),
        ("+8616600000001", True),
        ("+8617500000001", True),
        ("+8617600000001", True),
        ("+8618500000001", True),
        ("+85261234567", False),
    ],
)
def test_the_number_plan_says_who_may_host(number, may):
    assert phone_numbers.may_host(number) is may


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (WANG, WANG),
        ("+85261234567", "+85261234567"),
        ("", None),
        ("anonymous", None),
        ("Restricted", None),
        ("+266696687", None),  # how a withheld number arrives
        ("13800000001", None),
        ("+86 13800000001", None),
        ("+8613800000001\n", None),
        ("+8613800000001;isub=1", None),
        ("+０８６１３８", None),
        ("+999999999999", None),
        ("+8600000000000", None),
        ("sip:wang@example.com", None),
        ("+86138000000011234567890", None),
    ],
)
def test_a_caller_is_a_number_or_unknown(text, number):
    assert phone_numbers.caller(text) == number


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        (LI, "13800000201"),
        (OFFICE, "01065550101"),
        (SUN, "02155550401"),
        ("+8675512345678", "075512345678"),
        ("+85261234567", "0085261234567"),
    ],
)
def test_a_number_is_spoken_as_people_in_china_dial_it(number, dialled):
    assert phone_numbers.national(number) == dialled


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (LI, "+86138****0201"),
        ("13800000201", "138****0201"),
        ("rang 01065550101, then +8675512345678.", "rang 010****0101, then +86755****5678."),
        ("008613800000201", "0086138****0201"),
        ("+6561234567", "+65****4567"),
        ("+12025550100", "+120****0100"),
        ("2011-02-16T02:00:00+0000 in 95 ms", "2011-02-16T02:00:00+0000 in 95 ms"),
        ("no number", "no number"),
    ],
)
def test_a_masked_number_keeps_its_ends(text, masked):
    assert phone_numbers.mask(text) == masked


@given(st.sampled_from([*RUNG.values(), WANG, OFFICE, SUN, ZHAO]), st.text(max_size=20))
def test_no_number_that_can_be_rung_is_readable_once_masked(number, around):
    masked = phone_numbers.mask(f"{around}>{number}<{around} {phone_numbers.national(number)}")

    assert number.removeprefix("+86") not in masked
