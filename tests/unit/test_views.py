"""From a Step to exactly the TwiML that does it."""

from xml.etree import ElementTree as ET
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.steps import Announce, Ask, Forward, HangUp, Join, Prompt, Say, Wait, line
from chalicelib.twiml import prompts, views
from tests.people import LI, OFFICE

BASE = "https://116323.example/api"
AGAIN = "#rc=1&rp=ct,rt,5xx&rt=6000"
TOLD = "#rc=3&rp=ct,rt,5xx&rt=4000"
ZHIYU = {"language": "cmn-CN", "voice": "Polly.Zhiyu-Neural"}
JOANNA = {"language": "en-US", "voice": "Polly.Joanna-Neural"}
HELLO = line(Prompt.WELCOME)

HOSTILE = [
    "</Say></Response><Response><Dial>+861234</Dial>",
    "<![CDATA[",
    "]]>",
    "&amp;&lt;&bogus;",
    '" onload="',
    "<!--",
    "{who}{0}{__class__}",
    "%s%n",
    "\x00\x01\x08\x0b\x0c\x0e\x1f\x7f",
    "\ud800\udfff",
    "\ufffe\uffff",
    "\u202e\u2066\u200d",
    "🤖👨‍👩‍👧",
    "王" * 10_000,
    "+",
    "+861",
]


def parsed(step):
    return read(views.render(step))


def read(document):
    return ET.fromstring(document)  # noqa: S314 - our own words


def outline(element):
    """Return the tags, attributes and texts of a document as nested tuples."""
    return (element.tag, element.attrib, element.text, [outline(inner) for inner in element])


def say(text, voice=ZHIYU):
    return ("Say", voice, text, [])


def test_goodbye_is_said_and_the_call_ends():
    assert outline(parsed(HangUp((line(Prompt.GOODBYE),)))) == (
        "Response",
        {},
        None,
        [say("谢谢您的使用再见"), ("Hangup", {}, None, [])],
    )


def test_a_call_ends_in_silence_where_there_is_nothing_to_say():
    assert outline(parsed(HangUp())) == ("Response", {}, None, [("Hangup", {}, None, [])])


def test_what_is_said_leads_on():
    assert outline(parsed(Say((HELLO, HELLO), "/voice/next", "en"))) == (
        "Response",
        {},
        None,
        [
            say("Welcome to 116323 multi-party calls.", JOANNA),
            say("Welcome to 116323 multi-party calls.", JOANNA),
            ("Redirect", {}, f"{BASE}/voice/next{AGAIN}", []),
        ],
    )


def test_an_announcement_is_words_and_nothing_else():
    assert outline(parsed(Announce((line(Prompt.JOINED),)))) == (
        "Response",
        {},
        None,
        [say("欢迎新成员加入会议")],
    )


def test_a_question_hears_one_key_of_all_twelve_is_repeated_once_and_says_goodbye():
    gather = ("Gather", {**ear(6), "numDigits": "1"}, None, [say("欢迎使用116323多方通话")])

    assert outline(parsed(Ask((HELLO,), "/voice/choose"))) == (
        "Response",
        {},
        None,
        [gather, gather, say("谢谢您的使用再见"), ("Hangup", {}, None, [])],
    )


def ear(timeout):
    return {"action": f"{BASE}/voice/choose{AGAIN}", "finishOnKey": "", "timeout": str(timeout)}


def test_a_patient_question_is_silent_for_two_seconds_and_silence_leads_back():
    ask = Ask((HELLO,), "/voice/choose", patient=True, silence="/voice/back")

    assert outline(parsed(ask)) == (
        "Response",
        {},
        None,
        [
            ("Gather", {**ear(2), "numDigits": "1"}, None, []),
            ("Gather", {**ear(6), "numDigits": "1"}, None, [say("欢迎使用116323多方通话")]),
            ("Redirect", {}, f"{BASE}/voice/back{AGAIN}", []),
        ],
    )


NUMBER = {
    "action": f"{BASE}/voice/choose{AGAIN}",
    "finishOnKey": "#",
    "timeout": "10",
    "actionOnEmptyResult": "true",
}


def test_a_number_is_ended_by_the_hash_key_and_an_empty_one_is_reported():
    assert outline(parsed(Ask((HELLO,), "/voice/choose", keys=None))) == (
        "Response",
        {},
        None,
        [
            ("Gather", NUMBER, None, [say("欢迎使用116323多方通话")]),
            ("Hangup", {}, None, []),
        ],
    )


def test_a_number_asked_in_the_room_never_ends_the_call_by_silence():
    ask = Ask((HELLO,), "/voice/choose", keys=None, silence="/voice/back")

    assert outline(parsed(ask)) == (
        "Response",
        {},
        None,
        [
            ("Gather", NUMBER, None, [say("欢迎使用116323多方通话")]),
            ("Redirect", {}, f"{BASE}/voice/back{AGAIN}", []),
        ],
    )


@pytest.mark.parametrize(("host", "muted"), [(True, False), (False, False), (False, True)])
def test_a_leg_enters_the_room_of_its_conference(host, muted):
    step = Join("conf1", "leg1", 7, host=host, muted=muted, lines=(HELLO,), language="en")

    assert outline(parsed(step)) == (
        "Response",
        {},
        None,
        [
            say("Welcome to 116323 multi-party calls.", JOANNA),
            (
                "Dial",
                {
                    "action": f"{BASE}/voice/conf1/leg1/menu/8{AGAIN}",
                    "hangupOnStar": "true",
                    "timeLimit": "14400",
                },
                None,
                [
                    (
                        "Conference",
                        {
                            "participantLabel": "leg1-7",
                            "muted": str(muted).lower(),
                            "beep": "false",
                            "startConferenceOnEnter": str(host).lower(),
                            "endConferenceOnExit": "false",
                            "waitUrl": f"{BASE}/voice/conf1/leg1/wait{AGAIN}",
                            "maxParticipants": "250",
                            "jitterBufferSize": "small",
                            "statusCallback": f"{BASE}/voice/conf1/room{TOLD}",
                            "statusCallbackEvent": "join leave",
                        },
                        "conf1",
                        [],
                    )
                ],
            ),
        ],
    )


def test_waiting_sounds_like_a_phone_that_rings():
    assert outline(parsed(Wait((line(Prompt.CALLING),), "/voice/wait", ringback=True))) == (
        "Response",
        {},
        None,
        [
            say("正在呼叫其他与会者,请稍候"),
            ("Play", {"loop": "2"}, f"{BASE}/audio/ringback.wav", []),
            ("Redirect", {}, f"{BASE}/voice/wait{AGAIN}", []),
        ],
    )


def test_waiting_for_nobody_is_silent():
    assert outline(parsed(Wait((), "/voice/wait"))) == (
        "Response",
        {},
        None,
        [("Pause", {"length": "10"}, None, []), ("Redirect", {}, f"{BASE}/voice/wait{AGAIN}", [])],
    )


FORWARDED = {"callerId": "+861065116323", "timeLimit": "14400", "timeout": "40"}


def test_a_caller_is_put_through_under_our_number():
    assert outline(parsed(Forward(OFFICE, (line(Prompt.OPERATOR),)))) == (
        "Response",
        {},
        None,
        [
            say("正在为您转接人工服务,请稍候"),
            (
                "Dial",
                {"callerId": "+861065116323", "timeLimit": "14400", "timeout": "40"},
                OFFICE,
                [],
            ),
        ],
    )


def test_a_recording_is_played_where_there_is_one(monkeypatch):
    monkeypatch.setattr(prompts, "RECORDED", frozenset({"zh/welcome.wav"}))

    play = parsed(Announce((HELLO,)))[0]

    assert outline(play) == ("Play", {}, f"{BASE}/audio/zh/welcome.wav", [])


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_breaks_or_changes_the_document(name, language):
    step = Announce((line(Prompt.MISSED, who=name),), language)

    document = views.render(step)

    expat.ParserCreate().Parse(document.encode(), True)  # noqa: FBT003 - its own signature
    assert [verb.tag for verb in read(document).iter()] == ["Response", "Say"]


@given(st.text(), st.text())
def test_a_document_is_well_formed_whatever_the_host_is_called(name, other):
    lines = (line(Prompt.INVITATION, who=name), line(Prompt.HUNG_UP, who=other))

    document = views.render(Ask(lines, "/voice/x"))

    expat.ParserCreate().Parse(document.encode(), True)  # noqa: FBT003 - likewise


def test_a_long_roll_call_fits_into_the_64_kb_a_document_may_have():
    lines = tuple(line(Prompt.ROLL_PARTY, who=LI) for _ in range(250))

    assert len(views.render(Join("c" * 20, "l" * 20, lines=lines)).encode()) < 64 * 1024
