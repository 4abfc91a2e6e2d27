"""Every word the service says: the deck's letter for letter, Chinese first."""

import json
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.steps import Prompt, line
from chalicelib.twiml import prompts, values
from tests.people import LI, OFFICE, WANG

AUDIO = Path(__file__).parents[2] / "static-site" / "audio"

DECK = {
    Prompt.WELCOME_FIRST: "您的号码已开通116323多方通话",  # S3, key map
    Prompt.NOT_ELIGIBLE: "对不起,您的号码暂不能使用本业务",  # S6, key map
    Prompt.CALL_BACK: "您有正在进行的多方通话,加入请按1,其他请按2",  # key map
    Prompt.CONFIRM_START: "您现在是否发起多方通话,确认请按1,否则请挂机",  # S54
    Prompt.JOINED: "欢迎新成员加入会议",  # S57
    Prompt.LEFT: "当前有用户离开会场",  # S65
    Prompt.GOODBYE: "谢谢您的使用再见",  # S68
}

SPOKEN = [
    # S37: the code is read digit by digit
    (
        line(Prompt.VERIFICATION_CODE, code="012345"),
        "您通过网站发起注册操作,请留意收听以下校验码0，1，2，3，4，5,重听请按1,否则请挂机",
    ),
    (line(Prompt.ADDED, count=3), "已添加3方"),  # key map: “已添加 N 方”
    (line(Prompt.MONTH, count=12, fen=240), "本月通话12分钟,费用2元4角"),  # S23, key map
    (line(Prompt.INVITATION, who="王小明"), "王小明邀请您参加多方通话"),
    (line(Prompt.ROLL, count=3, minutes=7), "现在有3方在线,通话已进行7分钟"),
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_has_words_in_every_language(language):
    assert set(prompts.WORDS[language]) == set(Prompt)
    assert all(prompts.WORDS[language].values())


@pytest.mark.parametrize("prompt", Prompt)
def test_both_languages_speak_the_same_values(prompt):
    def values(words):
        return {name for _, name, _, _ in string.Formatter().parse(words) if name}

    assert values(prompts.ZH[prompt]) == values(prompts.EN[prompt])


@pytest.mark.parametrize(("prompt", "words"), DECK.items())
def test_the_deck_is_spoken_letter_for_letter(prompt, words):
    assert prompts.spoken(line(prompt), "zh") == words


@pytest.mark.parametrize(("sentence", "words"), SPOKEN)
def test_values_are_spoken_in_their_place(sentence, words):
    assert prompts.spoken(sentence, "zh") == words


def test_the_menu_offers_every_key_of_the_key_map():
    assert all(f"按{key}" in prompts.ZH[Prompt.MENU] for key in "1234560")
    assert all(f"按{key}" in prompts.ZH[Prompt.HOST_KEYS] for key in "12345678")
    assert all(f"按{key}" in prompts.ZH[Prompt.PARTY_KEYS] for key in "69")
    assert all(f" {key}." in prompts.EN[Prompt.MENU] for key in "1234560")
    assert all(f" {key}." in prompts.EN[Prompt.HOST_KEYS] for key in "12345678")


@pytest.mark.parametrize(
    ("who", "spoken"),
    [
        (LI, "1，3，8，0，0，0，0，0，2，0，1"),
        (OFFICE, "0，1，0，6，5，5，5，0，1，0，1"),
        ("+85261234567", "0，0，8，5，2，6，1，2，3，4，5，6，7"),
        ("王小明", "王小明"),
        ("+王", "+王"),
        ("+1", "+1"),
        ("+999999999999", "+999999999999"),
    ],
)
def test_a_number_is_read_digit_by_digit_and_a_name_as_a_name(who, spoken):
    assert prompts.spoken(line(Prompt.ROLL_PARTY, who=who), "zh") == spoken


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (0, "0元", "0.00 yuan"),
        (5, "5分", "0.05 yuan"),
        (20, "2角", "0.20 yuan"),
        (25, "2角5分", "0.25 yuan"),
        (100, "1元", "1.00 yuan"),
        (105, "1元5分", "1.05 yuan"),
        (120, "1元2角", "1.20 yuan"),
        (123456, "1234元5角6分", "1234.56 yuan"),
    ],
)
def test_money_is_spoken_in_yuan_jiao_and_fen(fen, chinese, english):
    sentence = line(Prompt.MONTH, count=1, fen=fen)

    assert prompts.spoken(sentence, "zh") == f"本月通话1分钟,费用{chinese}"
    assert prompts.spoken(sentence, "en") == f"This month: 1 minutes, {english}."


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        ("2026-11-27T07:00:00Z", "十一月二十七日下午三点整", "November 27 at 3:00 PM"),
        ("2026-12-31T16:05:00Z", "一月一日凌晨零点零五分", "January 1 at 12:05 AM"),
        ("2026-02-09T18:30:00Z", "二月十日凌晨两点三十分", "February 10 at 2:30 AM"),
        ("2026-02-19T22:00:00Z", "二月二十日上午六点整", "February 20 at 6:00 AM"),
        ("2026-02-11T03:59:00Z", "二月十一日上午十一点五十九分", "February 11 at 11:59 AM"),
        ("2026-02-11T04:10:00Z", "二月十一日中午十二点十分", "February 11 at 12:10 PM"),
        ("2026-02-11T06:01:00Z", "二月十一日下午两点零一分", "February 11 at 2:01 PM"),
        ("2026-06-30T12:20:00Z", "六月三十日晚上八点二十分", "June 30 at 8:20 PM"),
    ],
)
def test_a_moment_is_spoken_as_the_time_in_beijing(moment, chinese, english):
    sentence = line(Prompt.RESERVED, when=moment)

    assert prompts.spoken(sentence, "zh") == f"预约成功,系统将于{chinese}呼叫您"
    assert prompts.spoken(sentence, "en") == f"It is reserved. We will call you on {english}."


@given(st.text(), st.sampled_from(["zh", "en"]))
def test_whoever_invites_can_be_spoken_of(who, language):
    assert prompts.spoken(line(Prompt.INVITATION, who=who), language)


def test_digits_are_read_singly():
    assert values.singly("116323") == "1，1，6，3，2，3"


def test_the_list_of_recordings_is_what_the_folders_hold():
    listed = Path(prompts.__file__).with_name("recordings.json").read_text(encoding="utf-8")
    there = {f"{f.parent.name}/{f.name}" for lang in ("zh", "en") for f in AUDIO.glob(f"{lang}/*")}

    assert set(json.loads(listed)) == there
    assert {Path(path).stem for path in there} <= set(Prompt)


def test_a_recording_replaces_the_words_only_where_nothing_changes_in_them(monkeypatch):
    recorded = frozenset({"zh/welcome.wav", "zh/added.wav"})
    monkeypatch.setattr(prompts, "RECORDED", recorded)

    assert prompts.recording(line(Prompt.WELCOME), "zh") == "zh/welcome.wav"
    assert prompts.recording(line(Prompt.WELCOME), "en") is None
    assert prompts.recording(line(Prompt.ADDED, count=2), "zh") is None
    assert prompts.recording(line(Prompt.MENU), "zh") is None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("prompt", Prompt)
def test_every_sentence_can_be_spoken(prompt, language):
    said = {"who": WANG, "count": 2, "minutes": 3, "fen": 40, "code": "123456", "n": 1}

    words = prompts.spoken(line(prompt, **said, when="2026-11-27T07:00:00Z"), language)

    assert "{" not in words
    assert len(words) < 4096
