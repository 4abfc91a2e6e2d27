"""Calls that go otherwise than planned: nobody answers, someone is busy, the host drops."""

import pytest

from tests.stories.stand import Stand, eventually

LI, ZHANG = "+8613911112222", "+861082345678"
BUSY, NO_ANSWER, DECLINES, INVALID, VOICEMAIL = (
    f"+8613700{n}" for n in ("110002", "110003", "110004", "110005", "110007")
)


def start(stand: Stand, host: str, *numbers: str) -> None:
    """Dial 116323 from *host* and start a call with *numbers*."""
    stand.phone(host).dial("116323")
    stand.press(host, "1")
    for number in numbers:
        stand.phone(host).expect_caption("号码,按井号键结束")
        stand.press(host, number.removeprefix("+86") + "#")
    stand.phone(host).expect_caption("开始通话请直接按井号键")
    stand.press(host, "#")
    stand.phone(host).wait_for(state="in_conference")


def test_each_who_is_not_reached_is_named_to_the_host_and_costs_nothing(stand: Stand) -> None:
    host = "+8618600000201"

    start(stand, host, BUSY, NO_ANSWER, DECLINES, INVALID)

    for tail in ("1，1，0，0，0，2", "1，1，0，0，0，3", "1，1，0，0，0，4", "1，1，0，0，0，5"):
        eventually(
            lambda tail=tail: any(f"{tail}暂时没有接通" in c for c in stand.phone(host).captions),
            within=20,
        )
    stand.phone(host).expect_caption("暂时没有人接听")
    stand.phone(host).hang_up()
    eventually(lambda: stand.all_ended(host))
    states = {number: leg["state"] for number, leg in stand.legs(host).items()}
    assert states == {
        host: "completed",
        BUSY: "busy",
        NO_ANSWER: "no_answer",
        DECLINES: "busy",
        INVALID: "failed",
    }
    assert [c["number"] for c in stand.cdrs(host)] == [host]


def test_with_press_1_a_voicemail_never_enters_and_is_free(stand: Stand) -> None:
    host = "+8618600000202"
    opened = stand.phone(host)
    opened.dial("116323")
    opened.expect_caption("已开通")
    opened.hang_up()
    account = next(i for i in stand.items("accounts") if i["billing_number"] == host)
    stand.put("accounts", **{**account, "accept_by_1": True, "name": "王建国"})
    li = stand.phone(LI)

    start(stand, host, LI, VOICEMAIL)
    li.answer()
    li.expect_caption("王建国邀请您参加多方通话,加入请按1,暂不加入请按2")
    stand.press(LI, "1")
    li.wait_for(state="in_conference")
    eventually(lambda: stand.legs(host)[VOICEMAIL]["state"] == "completed", within=20)
    opened.hang_up()
    eventually(lambda: stand.all_ended(host))

    assert {c["number"] for c in stand.cdrs(host)} == {host, LI}
    answered = {c["to"]: c["duration"] for c in stand.ledger()}
    assert answered[VOICEMAIL] > 0


def test_2_is_not_now(stand: Stand) -> None:
    host = "+8618600000203"
    stand.phone(host).dial("116323")
    stand.phone(host).expect_caption("已开通")
    stand.phone(host).hang_up()
    account = next(i for i in stand.items("accounts") if i["billing_number"] == host)
    stand.put("accounts", **{**account, "accept_by_1": True})
    li = stand.phone(LI)

    start(stand, host, LI)
    li.answer()
    stand.press(LI, "2")
    li.expect_caption("好的,再见")
    stand.phone(host).expect_caption("暂时没有接通")
    stand.phone(host).hang_up()
    eventually(lambda: stand.all_ended(host))

    assert stand.legs(host)[LI]["reason"] == "not_now"
    assert [c["number"] for c in stand.cdrs(host)] == [host]


def test_when_the_host_drops_everyone_is_released(stand: Stand) -> None:
    host = "+8618600000204"
    li, zhang = stand.phone(LI), stand.phone(ZHANG)
    start(stand, host, LI, ZHANG)
    li.answer()
    li.wait_for(state="in_conference")
    zhang.wait_for(state="ringing")

    stand.phone(host).hang_up()

    zhang.wait_for(state="idle")
    li.wait_for(state="idle")
    eventually(lambda: stand.all_ended(host))
    assert stand.conferences(host)[0]["reason"] == "host_left"
    assert {c["number"] for c in stand.cdrs(host)} == {host, LI}


def test_who_dropped_out_dials_116323_and_is_put_through(stand: Stand) -> None:
    host = "+8618600000205"
    li, zhang = stand.phone(LI), stand.phone(ZHANG)
    start(stand, host, LI, ZHANG)
    for guest in (li, zhang):
        guest.answer()
        guest.wait_for(state="in_conference")
    li.hang_up()
    stand.phone(host).expect_caption("当前有用户离开会场")

    li.dial("116323")
    li.expect_caption("您有正在进行的多方通话,加入请按1,其他请按2")
    stand.press(LI, "1")

    li.wait_for(state="in_conference")
    stand.phone(host).expect_caption("1，3，9，1，1，1，1，2，2，2，2加入会议")
    stand.phone(host).hang_up()
    eventually(lambda: stand.all_ended(host))
    numbers = sorted(c["number"] for c in stand.cdrs(host))
    assert numbers == sorted([host, LI, LI, ZHANG])


def test_two_hosts_talk_at_once_without_hearing_of_each_other(stand: Stand) -> None:
    first, second = "+8618600000206", "+8618600000207"
    li, zhang = stand.phone(LI), stand.phone(ZHANG)

    start(stand, first, LI)
    start(stand, second, ZHANG)
    for guest in (li, zhang):
        guest.answer()
        guest.wait_for(state="in_conference")
    stand.phone(first).hang_up()

    li.wait_for(state="idle")
    assert zhang.snapshot()["state"] == "in_conference"
    stand.phone(second).hang_up()
    eventually(lambda: stand.all_ended(first) and stand.all_ended(second))
    assert {c["number"] for c in stand.cdrs(first)} == {first, LI}
    assert {c["number"] for c in stand.cdrs(second)} == {second, ZHANG}


def test_a_number_that_may_not_host_is_told_so_and_leaves_only_a_count(stand: Stand) -> None:
    caller = stand.phone("+8613800000301")

    caller.dial("116323")

    caller.expect_caption("对不起,您的号码暂不能使用本业务")
    caller.wait_for(state="idle")
    assert not [i for i in stand.items("accounts") if i["billing_number"] == "+8613800000301"]
    assert any(i["name"].startswith("ineligible#") for i in stand.items("counters"))


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        ([], "立即发起通话请按1"),
        (["1"], "请输入对方号码"),
        (["1", "13911112222#"], "已添加1方,开始通话请按井号键,继续添加请按1"),
    ],
)
def test_silence_is_asked_once_more_and_then_said_goodbye_to(
    stand: Stand, keys: list[str], asked: str
) -> None:
    host = "+8618600000208"
    caller = stand.phone(host)
    before = len(caller.captions)
    caller.dial("116323")
    for key in keys:
        stand.press(host, key)

    caller.expect_caption(asked)
    caller.expect_caption(asked)
    caller.expect_caption("谢谢您的使用再见")
    caller.wait_for(state="idle")

    assert sum(asked in c for c in caller.captions[before:]) == 2
    assert stand.conferences(host) == []


def test_a_provider_that_does_not_tell_a_lone_hash_from_silence_is_asked_with_one_key(
    stand: Stand,
) -> None:
    host = "+8618600000212"
    li = stand.phone(LI)
    stand.settings(gather_reports_finish_key=False)
    try:
        stand.phone(host).dial("116323")
        stand.press(host, "1")
        stand.phone(host).expect_caption("请输入对方号码")
        stand.press(host, "13911112222#")
        stand.phone(host).expect_caption("请输入下一个号码")
        stand.press(host, "#")
        stand.phone(host).expect_caption("已添加1方,开始通话请按井号键")
        stand.press(host, "#")

        li.answer()
        li.wait_for(state="in_conference")
    finally:
        stand.settings(gather_reports_finish_key=True)
    stand.phone(host).hang_up()
    eventually(lambda: stand.all_ended(host))


def test_wrong_keys_and_wrong_numbers_are_explained_and_ring_nobody(stand: Stand) -> None:
    host = "+8618600000209"
    caller = stand.phone(host)
    rung = len(stand.ledger())
    caller.dial("116323")

    for keys, heard in [
        ("9", "按键无效"),
        ("2", "请输入预约时间"),
        ("0230#", "时间有误"),
        ("*#", "立即发起通话请按1"),
        ("3", "您没有预约"),
        ("5", "您还没有会议组"),
        ("6", "没有可以再次呼叫的成员"),
        ("0", "人工服务暂未开通"),
        ("4", "本月通话0分钟,费用0元"),
        ("1", "请输入对方号码"),
        ("110#", "对不起,该号码不能呼叫"),
        ("5551#", "号码有误"),
        ("18600000209#", "该号码已在通话中或已添加"),
        ("13911112222#", "已添加1方"),
        ("13911112222#", "该号码已在通话中或已添加"),
        ("*#", "立即发起通话请按1"),
    ]:
        stand.press(host, keys)
        caller.expect_caption(heard)
    caller.hang_up()

    assert len(stand.ledger()) == rung + 1
    assert stand.conferences(host) == []


def test_the_last_people_are_called_again_with_6(stand: Stand) -> None:
    host = "+8618600000210"
    li = stand.phone(LI)
    start(stand, host, LI)
    li.answer()
    li.wait_for(state="in_conference")
    stand.phone(host).hang_up()
    eventually(lambda: stand.all_ended(host))
    li.wait_for(state="idle")

    stand.phone(host).dial("116323")
    stand.press(host, "6")
    stand.phone(host).expect_caption("将再次呼叫上次的1方,确认请按1")
    stand.press(host, "1")

    li.answer()
    li.wait_for(state="in_conference")
    stand.phone(host).hang_up()
    eventually(lambda: stand.all_ended(host))
    assert len(stand.conferences(host)) == 2


def test_while_the_provider_is_down_the_legs_fail_and_the_host_hears_it(stand: Stand) -> None:
    host = "+8618600000211"
    stand.faults(down="503")
    try:
        start(stand, host, LI)

        stand.phone(host).expect_caption("暂时没有人接听", within=30)
        stand.phone(host).hang_up()
        eventually(lambda: stand.legs(host)[LI]["state"] in {"failed", "cancelled", "given_up"})
    finally:
        stand.faults(down="")
    eventually(lambda: stand.all_ended(host), within=30)
    assert stand.phone(LI).snapshot()["state"] == "idle"
