"""Names as they come in: nothing hidden, nothing too long, nothing that turns a text around."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import names
from chalicelib.errors import Refused


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("王小明", "王小明"),
        ("  王  小明 ", "王  小明"),
        ("Ｗａｎｇ", "Wang"),
        ("王\x00\x01\x1b\ud800小\ufffe明", "王小明"),
        ("王\u202e小\u2066明\u200b", "王小明"),
        ("a" * 40, "a" * 32),
        ("ﷺ" * 40, "صلى الله عليه وسلمصلى الله عليه "[:32]),
        ("{who}", "{who}"),
        ("<Hangup/>", "<Hangup/>"),
        ("\x00", ""),
    ],
)
def test_a_name_is_spoken_without_what_no_voice_can_carry(name, kept):
    assert names.clean(name) == kept


@given(st.text())
def test_a_clean_name_is_short_and_has_nothing_hidden_in_it(name):
    cleaned = names.clean(name)

    assert len(cleaned) <= 32
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in cleaned)


@pytest.mark.parametrize("text", ["", "  ", "\x00\u202e", "王" * 33])
def test_what_is_no_name_is_refused_and_not_cut(text):
    with pytest.raises(Refused, match="bad_name"):
        names.name(text)


def test_a_name_keeps_one_space_between_its_parts():
    assert names.name("  Ada \t Lovelace\n") == "Ada Lovelace"


def test_a_note_may_be_empty_and_may_not_be_a_letter():
    assert names.note("") == ""
    with pytest.raises(Refused, match="bad_note"):
        names.note("x" * 65)


BLANKS = ["\u2800", "\u3164", "\uffa0", "\u115f\u1160", "\u3000", "\u034f", "\ufe0f", "\ufe00"]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("check", [names.name, names.own])
def test_what_shows_nothing_is_no_name(blank, check):
    for text in (blank, blank * 3, f" {blank} {blank}"):
        with pytest.raises(Refused, match="bad_name"):
            check(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "12345",
            "王12345",
            "1 2 3 4 5",
            "1-3-8-0-0",
            "１２３４５",
            "①②③④⑤",
            "٠١٢٣٤",
            "1王2小3明4大5",
        ),
        *("116323", "联通", "中国联通客服", "客 服", "公-安", "公·安局", "警察", "法院", "检察院"),
        *("联\u2800通", "联\u3164通", "公\u200b安"),
    ],
)
def test_who_is_spoken_of_by_it_is_called_neither_a_number_nor_an_authority(text):
    assert names.name(text)
    with pytest.raises(Refused, match="bad_name") as refused:
        names.own(text)
    assert refused.value.details["field"] == "name"


@pytest.mark.parametrize(
    "text", ["王小明", "王1234", "R2-D2", "Ada Lovelace", "🐼", "安公子", "法国院子", "Ñandú 007"]
)
def test_what_people_call_themselves_is_kept(text):
    assert names.own(text) == text


@pytest.mark.parametrize(
    "link", ["tinyurl.com/ab", "银行退款t.cn Ab12x.cn", "加我 a@b", "http://x", "Win.Prize"]
)
def test_a_name_that_a_text_message_would_make_a_link_of_is_none_of_ones_own(link):
    with pytest.raises(Refused) as refused:
        names.own(link)

    assert refused.value.reason == "bad_name"


@pytest.mark.parametrize("name", ["J. Smith", "J.R.R. Tolkien", "王小明", "O'Neill-Li"])
def test_a_name_with_stops_is_a_name(name):
    assert names.own(name) == name
