"""Keys 2, 3 and 5 from dialling 116323 to the end, word for word, every request sent twice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib import conference, contacts, due, groups, reservations
from chalicelib.contacts import Entry
from tests import factories
from tests.domain.reserving import fill
from tests.factories import reserved, states
from tests.fakes import START
from tests.menu_caller import Caller
from tests.people import LI, OFFICE, WANG

FIRST = "您的号码已开通116323多方通话"
WELCOME = "欢迎使用116323多方通话"
MENU = (
    "立即发起通话请按1,预约通话请按2,查询预约请按3,查询本月通话时长请按4,"
    "呼叫会议组请按5,再次呼叫上次的成员请按6,人工服务请按0"
)
EARLIEST = "最早可预约二月十六日上午十点十五分"
ASK_WHEN = "请输入预约时间,月日时分共八位,按井号键结束"
ASK_NUMBER = "请输入对方号码,按井号键结束"
NEXT = "请输入下一个号码,按井号键结束;输入完毕请直接按井号键"
CONFIRM = "确认请按1,返回请按星号键"
KEYS = "下一个请按1,取消预约请按2,返回请按星号键"
GOODBYE = "谢谢您的使用再见"
SINGLY = {LI: "1，3，8，0，0，0，0，0，2，0，1", OFFICE: "0，1，0，6，5，5，5，0，1，0，1"}


@pytest.fixture
def caller(phone):
    """Dial 116323 for the first time."""
    return Caller(phone)


@pytest.fixture
def owner(phone):
    del phone
    return factories.account(WANG)


# ——— 2 预约 ———


def test_a_reservation_from_dialling_to_the_menu_again(caller):
    assert caller.heard == [FIRST, MENU]
    assert caller.keys("2") == [EARLIEST, ASK_WHEN]
    assert caller.enters("02171500") == [ASK_NUMBER]
    assert caller.enters("13800000201") == ["已添加1方", NEXT]
    assert caller.enters("65550101") == ["已添加2方", NEXT]
    assert caller.enters("") == [
        "您预约二月十七日下午三点整,呼叫2方",
        SINGLY[LI],
        SINGLY[OFFICE],
        CONFIRM,
    ]
    assert caller.keys("1") == ["预约成功,系统将于二月十七日下午三点整呼叫您", MENU]

    (row,) = reservations.of(factories.account(WANG))
    assert (row.state, row.starts_at) == ("scheduled", START + timedelta(days=1, hours=5))
    assert [party["number"] for party in row.parties] == [LI, OFFICE]


def test_every_wrong_time_is_explained(caller):
    caller.keys("2")

    for digits, heard in [
        ("021715", "时间有误"),
        ("02311500", "时间有误"),
        ("02172400", "时间有误"),
        ("02160930", "该时间已过,最早可预约二月十六日上午十点十五分"),
        ("02161005", "时间太近,最早可预约二月十六日上午十点十五分"),
        ("12010900", "时间太远,最晚可预约五月十九日上午十点整"),
    ]:
        assert caller.enters(digits) == [heard, ASK_WHEN]


def test_from_november_january_is_the_next_year(phone, clock):
    clock.at = datetime(2011, 11, 27, 7, 0, tzinfo=UTC)
    caller = Caller(phone)
    caller.keys("2")
    caller.enters("01020905")
    caller.enters("13800000201")

    heard = caller.enters("")

    assert heard[0] == "您预约一月二日上午九点零五分,呼叫1方"
    caller.keys("1")
    (row,) = reservations.of(factories.account(WANG))
    assert row.starts_at == datetime(2012, 1, 2, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("entries", "asked"), [([], [EARLIEST, ASK_WHEN]), (["02171500"], [ASK_NUMBER])]
)
def test_silence_twice_ends_in_goodbye(caller, entries, asked):
    caller.keys("2")
    for digits in entries:
        caller.enters(digits)

    assert caller.is_silent() == asked
    assert caller.is_silent() == [GOODBYE]
    assert caller.verbs[-1] == "Hangup"


def test_star_goes_back_step_by_step(caller):
    caller.keys("2")
    caller.enters("02171500")
    caller.enters("13800000201")
    caller.enters("")

    assert caller.keys("*") == ["已添加1方", NEXT]
    assert caller.enters("*") == [EARLIEST, ASK_WHEN]
    assert caller.enters("*") == [MENU]
    assert reservations.of(factories.account(WANG)) == []


def test_a_full_minute_and_a_wrong_key(caller):
    fill(START + timedelta(hours=5))
    offer = "该时间预约已满,可预约二月十六日下午两点五十九分,预约请按1,返回请按星号键"

    caller.keys("2")
    assert caller.enters("02161500") == [offer]
    assert caller.keys("5") == ["按键无效", offer]
    assert caller.keys("1") == [ASK_NUMBER]
    caller.enters("13800000201")
    assert caller.is_silent() == ["已添加1方,输入完毕请按井号键,继续添加请按1"]
    assert caller.keys("#")[0] == "您预约二月十六日下午两点五十九分,呼叫1方"


def test_where_the_host_has_one_at_that_time_it_is_said_first(phone, owner):
    reserved(owner, LI, minutes_ahead=60)
    caller = Caller(phone, sid="CA2")

    caller.keys("2")
    caller.enters("02161130")
    caller.enters("13800000201")

    heard = caller.enters("")
    assert heard[:2] == [
        "请注意,届时您已有二月十六日上午十一点整的预约",
        "您预约二月十六日上午十一点三十分,呼叫1方",
    ]


# ——— 3 查询预约 ———


def test_what_is_reserved_is_read_and_cancelled(phone, owner):
    for hours in (1, 2, 3):
        reserved(owner, LI, minutes_ahead=60 * hours, key=f"the {hours}th")
    caller = Caller(phone, sid="CA2")
    first, second, third = (
        f"第{n}个,二月十六日{at}整,1方"
        for n, at in enumerate(["上午十一点", "中午十二点", "下午一点"], 1)
    )

    assert caller.heard == [WELCOME, MENU]
    assert caller.keys("3") == [first, KEYS]
    assert caller.keys("1") == [second, KEYS]
    assert caller.keys("2") == ["取消请按1,返回请按星号键"]
    assert caller.keys("*") == [second, KEYS]
    assert caller.keys("8") == ["按键无效", second, KEYS]
    assert caller.keys("21") == [
        "已取消二月十六日中午十二点整的预约",
        third.replace("3", "2", 1),
        KEYS,
    ]
    assert caller.keys("1") == ["没有其他预约", MENU]
    assert caller.keys("3*") == [MENU]


def test_of_a_series_all_can_be_cancelled_and_then_there_is_none(phone, owner):
    reserved(owner, LI, repeat="daily", until=date(2011, 2, 18))
    caller = Caller(phone, sid="CA2")

    caller.keys("3")
    assert caller.keys("2") == ["取消这一次请按1,取消整个周期请按2,返回请按星号键"]
    assert caller.keys("2") == ["已取消整个周期的预约", "您没有预约", MENU]


def test_one_that_was_missed_is_told_and_one_that_starts_cannot_be_cancelled(phone, owner, clock):
    missed, starting = (
        reserved(owner, LI, minutes_ahead=60 * hours, key=f"the {hours}th") for hours in (1, 2)
    )
    clock.at = missed.starts_at + timedelta(minutes=11)
    due.attend(WANG, missed.reservation_id)
    clock.at = starting.starts_at
    due.attend(WANG, starting.reservation_id)
    caller = Caller(phone, sid="CA2")

    assert caller.keys("3") == [
        "您预约的二月十六日上午十一点整的多方通话未能发起",
        "第1个,二月十六日中午十二点整,1方",
        KEYS,
    ]
    assert caller.keys("21") == ["该预约已经发起,不能取消", "没有其他预约", MENU]


# ——— 5 呼叫会议组 ———


def test_a_group_is_called_by_its_number(phone, owner):
    members = [contacts.add(owner, Entry(n, to)).row_id for n, to in [("李雷", LI), ("家", OFFICE)]]
    groups.add(owner, "周会", members)
    caller = Caller(phone, sid="CA2")

    assert caller.keys("5") == ["请输入会议组编号,按井号键结束"]
    assert caller.enters("7") == ["没有这个会议组", "请输入会议组编号,按井号键结束"]
    assert caller.enters("1") == ["周会,2方,发起通话请按1,返回请按星号键"]
    assert caller.keys("*") == ["请输入会议组编号,按井号键结束"]
    assert caller.enters("*") == [MENU]
    caller.keys("5")
    caller.enters("1")
    assert caller.keys("9") == ["按键无效", "周会,2方,发起通话请按1,返回请按星号键"]
    caller.keys("1")
    assert caller.verbs == ["Dial"]

    phone.queue.run()
    there = states(conference.id_of("CA2"))
    assert there == {WANG: "joined", LI: "dialling", OFFICE: "dialling"}


def test_before_the_number_of_a_group_silence_twice_ends_in_goodbye(phone, owner):
    groups.add(owner, "空的", [])
    caller = Caller(phone, sid="CA2")

    caller.keys("5")
    assert caller.enters("1") == ["该会议组没有可以呼叫的成员", "请输入会议组编号,按井号键结束"]
    assert caller.is_silent() == ["请输入会议组编号,按井号键结束"]
    assert caller.is_silent() == [GOODBYE]


def test_who_has_neither_is_told_so(caller):
    assert caller.keys("3") == ["您没有预约", MENU]
    assert caller.keys("5") == ["您还没有会议组", MENU]
