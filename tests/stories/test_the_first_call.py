"""The main job: dial 116323, key in numbers, talk, and read the bill."""

from tests.stories.page import carried
from tests.stories.stand import Stand, eventually

HOST, LI, ZHANG, CHEN = "+8618600000101", "+8613911112222", "+861082345678", "+8618612345678"


def test_three_people_talk_a_fourth_is_added_and_the_bill_is_right(stand: Stand) -> None:
    wang, li, zhang, chen = (stand.phone(n) for n in (HOST, LI, ZHANG, CHEN))

    wang.dial("116323")
    wang.expect_caption("您的号码已开通116323多方通话")
    wang.expect_caption("立即发起通话请按1")
    stand.press(HOST, "1")
    wang.expect_caption("请输入对方号码")
    stand.press(HOST, "13911112222#")
    wang.expect_caption("已添加1方")
    stand.press(HOST, "82345678#")
    wang.expect_caption("已添加2方")
    stand.press(HOST, "#")
    for guest in (li, zhang):
        guest.answer()
        guest.expect_caption("邀请您参加多方通话")
        guest.wait_for(state="in_conference")
    wang.expect_caption("欢迎新成员加入会议")

    stand.star(HOST, "6")
    wang.expect_caption("您已禁言")
    wang.wait_for(state="in_conference", muted=True)
    stand.star(HOST, "6")
    wang.expect_caption("您已解除禁言")
    wang.wait_for(state="in_conference", muted=False)
    stand.star(HOST, "4")
    wang.expect_caption("已全部禁言")
    li.wait_for(state="in_conference", muted=True)
    stand.star(HOST, "#")
    wang.expect_caption("现在有3方在线")
    stand.star(HOST, "1")
    wang.expect_caption("请输入对方号码")
    stand.press(HOST, "18612345678#")
    wang.expect_caption("正在呼叫1，8，6，1，2，3，4，5，6，7，8")
    chen.answer()
    chen.wait_for(state="in_conference", muted=True)
    wang.expect_caption("欢迎新成员加入会议")
    li.hang_up()
    wang.expect_caption("当前有用户离开会场")
    stand.star(HOST, "8")
    wang.expect_caption("结束会议请按1")
    stand.press(HOST, "1")
    wang.expect_caption("谢谢您的使用再见")
    for phone in (wang, zhang, chen):
        phone.wait_for(state="idle")
    eventually(lambda: stand.all_ended(HOST))

    bill = {c["number"]: c for c in stand.cdrs(HOST)}
    (conference,) = stand.conferences(HOST)
    assert set(bill) == {HOST, LI, ZHANG, CHEN}
    assert {c["call_sid"]: c["seconds"] for c in bill.values()} == carried(
        stand, conference["conference_id"]
    )
    assert all(c["charge"] == -(-c["seconds"] // 60) * 20 for c in bill.values())
    assert not {"欢迎新成员加入会议", "当前有用户离开会场"} & {*li.captions, *zhang.captions}
