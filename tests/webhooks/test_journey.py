"""A call from dialling 116323 to the bill, through signed webhooks alone."""

from chalicelib import conference
from chalicelib import tables as t
from chalicelib.calls import Progress
from tests import factories
from tests.people import LI, OFFICE, WANG
from tests.phone import path_of

HOST = {"CallSid": "CA1", "From": WANG, "CallStatus": "in-progress"}
ROOM = conference.id_of("CA1")


def starts(phone):
    """Key in 李雷 and the office; return the room document."""
    answer = phone.post("/voice/incoming", **{**HOST, "CallStatus": "ringing"})
    assert answer.says[0] == "您的号码已开通116323多方通话"
    answer = phone.post(answer.then, **HOST, Digits="1")
    assert answer.says == ["请输入对方号码,按井号键结束"]
    for count, digits in enumerate(["13800000201", "65550101"], 1):
        answer = phone.post(answer.then, **HOST, Digits=digits, FinishedOnKey="#")
        assert answer.says[0] == f"已添加{count}方"
    return phone.post(answer.then, **HOST, Digits="", FinishedOnKey="#")


def answers(phone, number, then, status):
    """Let one phone ring, be answered, and go into the room; return what the room is told by."""
    sid = phone.network.sid_of(number)
    called = {"CallSid": sid, "From": "+861065116323", "To": number, "CallStatus": "in-progress"}
    phone.reports(status, Progress(sid, "ringing"))
    phone.network.answers(sid)
    answer = phone.post(then, **called)
    assert answer.says == ["1，8，6，0，0，0，0，0，1，0，1邀请您参加多方通话"]
    room = phone.post(answer.redirect, **called).conference
    tells(phone, room, "participant-join")
    return room


def tells(phone, room, event):
    """Send what happened to the one who is called so in the *room*."""
    form = {"ParticipantLabel": room["participantLabel"], "StatusCallbackEvent": event}
    phone.post(path_of(room["statusCallback"]), **form)


def hears(phone):
    """Return what the host was told last."""
    return phone.post(phone.network.done("announce")[-1][2], **HOST).says


def test_a_call_from_dialling_to_the_bill(phone, network, clock):
    network.dials_in("CA1", WANG)
    room = starts(phone)
    assert room.conference["startConferenceOnEnter"] == "true"
    waiting = phone.post(path_of(room.conference["waitUrl"]), **HOST)
    assert (waiting.verbs, waiting.says[0][:4]) == (["Say", "Play", "Redirect"], "正在呼叫")

    phone.queue.run()
    rooms = {}
    for number, then, status in network.done("ring"):
        rooms[number] = answers(phone, number, then, status)
        clock.advance(seconds=3)
    phone.queue.run()
    assert network.told == [("CA1", "joined"), ("CA1", "joined")]
    assert hears(phone) == ["欢迎新成员加入会议"]

    clock.advance(seconds=60)
    network.ends(network.sid_of(OFFICE))
    tells(phone, rooms[OFFICE], "participant-leave")
    phone.queue.run()
    assert hears(phone) == ["当前有用户离开会场"]

    menu = phone.post(path_of(room.dial["action"]), **HOST, DialCallStatus="answered")
    confirm = phone.post(menu.then, **HOST, Digits="8")
    assert confirm.says == ["结束会议请按1,返回请按其他键"]
    assert phone.post(confirm.then, **HOST, Digits="1").says == ["谢谢您的使用再见"]
    phone.queue.run()
    clock.advance(seconds=10)
    phone.queue.run()

    for number, _, status in network.done("ring"):
        phone.reports(status, network.word(network.sid_of(number)))
    phone.reports("/voice/status", network.word("CA1"))
    bill = list(t.billed(WANG, "2011-02"))
    assert factories.stored(ROOM).state == "ended"
    assert {one.number: one.seconds for one in bill} == {
        call.number: call.seconds for call in network.calls.values()
    }
    assert {one.number: one.charge for one in bill} == {WANG: 40, LI: 40, OFFICE: 40}
