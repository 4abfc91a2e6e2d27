"""Through the provider's door: what its fields mean to us, and what they never mean."""

import logging

import pytest

from chalicelib import config, logs, paths
from chalicelib.clock import for_provider
from chalicelib.tables import Leg
from chalicelib.twiml import webhook
from tests import factories
from tests.factories import HOST_SID, host, leg, live, stored
from tests.fakes import START
from tests.people import LI, WANG

WELCOME = "您的号码已开通116323多方通话"


def two_in_a_room(network, queue):
    return live(LI, network=network, queue=queue)


@pytest.fixture
def two(phone, memory):
    """Have 王小明 call 李雷: both are in the room."""
    return memory.of(two_in_a_room, phone.store, phone.network, phone.queue)


def incoming(phone, **form):
    form = {"CallSid": "CA1", "From": WANG, "CallStatus": "ringing", **form}
    return phone.post("/voice/incoming", **form)


# ——— the door ———


def test_a_request_signed_with_any_of_our_tokens_is_heard(phone, monkeypatch):
    tokens = config.Secrets("ACtest", ("new", "old"), "", "", "")
    monkeypatch.setattr(config, "secrets", lambda: tokens)
    form = {"AccountSid": "ACtest", "CallSid": "CA1", "From": WANG}
    path = "/voice/incoming"

    for token, status in (("old", 200), ("new", 200), ("test-token", 403)):
        signature = phone.sign(path, form, token=token)
        assert phone.send(path, form, signature=signature).status == status


def test_blank_fields_are_part_of_what_is_signed(phone):
    answer = incoming(phone, CalledZip="", ToZip="", FromCity="")

    assert answer.status == 200


def test_the_address_signed_is_the_one_we_gave_out(phone):
    form = {"AccountSid": "ACtest", "CallSid": "CA1", "From": WANG}
    path = "/voice/incoming"
    headers = {"Content-Type": webhook.FORM, "X-Twilio-Signature": phone.sign(path, form)}
    body = "AccountSid=ACtest&CallSid=CA1&From=%2B8618600000101"

    for host_name in ("evil.example", "127.0.0.1"):
        answer = phone.client.http.post(
            path,
            headers={**headers, "Host": host_name, "X-Forwarded-Host": host_name},
            body=body.encode(),
        )
        assert answer.status_code == 200


def test_words_in_other_letters_do_not_spoil_the_signature(phone):
    assert incoming(phone, CallerName="王小明 & <b>", FromCity="北京").status == 200


def test_a_field_sent_twice_is_refused(phone, tables):
    form = {"AccountSid": "ACtest", "CallSid": "CA1", "Digits": "1"}
    path = "/voice/dial-in/zh/choose"
    answer = phone.client.http.post(
        path,
        headers={"Content-Type": webhook.FORM, "X-Twilio-Signature": phone.sign(path, form)},
        body=b"AccountSid=ACtest&CallSid=CA1&Digits=1&Digits=2",
    )

    assert (answer.status_code, tables.requests) == (403, [])


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"=&=&", b"&" * 1000, b"%", b"AccountSid"])
def test_a_body_that_is_no_form_is_refused(phone, body, tables):
    answer = phone.client.http.post(
        "/voice/incoming",
        headers={"Content-Type": webhook.FORM, "X-Twilio-Signature": "x"},
        body=body,
    )

    assert (answer.status_code, tables.requests) == (403, [])


@pytest.mark.parametrize(
    "odd", ["a.b", "a b", "a%20b", "a%2Fb", "王", "..", "{leg_id}", "a" * 65, "a;b", "a'b", "%00"]
)
def test_ids_with_odd_characters_lead_nowhere(phone, odd, tables, queue):
    for rest in ("answered", "menu/1", "status"):
        path = f"/voice/{odd}/leg/{rest}"
        form = {"AccountSid": "ACtest", "CallSid": "CA1", "CallStatus": "completed"}
        answer = phone.send(path, form, signature=phone.sign(path, form))
        assert answer.status in {200, 204, 403, 404}
        assert answer.xml is None or answer.verbs == ["Hangup"]

    assert tables.requests == []
    assert queue.messages == []


@pytest.mark.parametrize("trip", ["x", "-1", "1.5", "1_0", "9" * 64])
def test_a_trip_that_we_never_gave_out_changes_nothing(phone, two, trip, tables):
    before = tables.snapshot()
    form = {"CallSid": HOST_SID, "Digits": "*", "CallStatus": "in-progress"}

    answer = phone.post(f"/voice/{two}/host-1/key/{trip}", **form)

    assert (answer.status, answer.verbs) == (200, ["Hangup"])
    assert tables.snapshot() == before


def test_a_get_is_no_webhook(phone):
    assert phone.client.http.get("/voice/incoming").status_code == 405


def test_what_is_not_served_is_not_found(phone):
    assert phone.client.http.post("/voice/nothing").status_code in {403, 404}


# ——— what fields mean ———


@pytest.mark.parametrize("caller", ["anonymous", "+266696687", "Restricted", "", None, "sip:x@y"])
def test_a_withheld_number_may_not_host(phone, caller, tables):
    answer = incoming(phone, From=caller)

    assert answer.says == ["对不起,您的号码暂不能使用本业务"]
    assert tables.snapshot() == {}


@pytest.mark.parametrize("status", ["completed", "busy", "no-answer", "failed", "canceled"])
def test_who_has_hung_up_already_starts_and_joins_nothing(phone, two, status, tables, queue):
    before = tables.snapshot()
    form = {"CallSid": HOST_SID, "From": WANG, "CallStatus": status}

    for path, more in (
        ("/voice/incoming", {}),
        ("/voice/dial-in/zh/collect/1/0", {"Digits": "", "FinishedOnKey": "#"}),
        (f"/voice/{two}/host-1/menu/1", {"DialCallStatus": "answered"}),
        (f"/voice/{two}/host-1/key/1", {"Digits": "8"}),
    ):
        assert phone.post(path, **form, **more).verbs == ["Hangup"]

    assert tables.snapshot() == before
    assert queue.messages == []


@pytest.mark.parametrize("digits", ["1" * 65, "1" * 1000, "13800000201ABCD", "一"])
def test_a_senseless_entry_is_a_wrong_number_and_never_the_lone_hash_that_starts(
    phone, digits, queue
):
    wang = {"CallSid": "CA1", "From": WANG, "CallStatus": "in-progress"}
    incoming(phone)
    phone.post("/voice/dial-in/zh/collect/0/0", **wang, Digits="13800000201", FinishedOnKey="#")

    answer = phone.post("/voice/dial-in/zh/collect/1/0", **wang, Digits=digits, FinishedOnKey="#")

    assert answer.says[0] == "号码有误"
    assert queue.messages == []


@pytest.mark.parametrize(
    ("form", "verbs", "then"),
    [
        ({"Digits": "", "FinishedOnKey": "#"}, ["Dial"], None),
        ({"FinishedOnKey": "#"}, ["Dial"], None),
        (
            {"Digits": "", "FinishedOnKey": ""},
            ["Gather"] * 2 + ["Say", "Hangup"],
            "start-or-more/1",
        ),
        ({"Digits": ""}, ["Gather", "Gather", "Say", "Hangup"], "start-or-more/1"),
        ({}, ["Gather", "Gather", "Say", "Hangup"], "start-or-more/1"),
    ],
)
def test_hash_alone_starts_and_silence_does_not(phone, form, verbs, then):
    wang = {"CallSid": "CA1", "From": WANG, "CallStatus": "in-progress"}
    incoming(phone)
    phone.post("/voice/dial-in/zh/collect/0/0", **wang, Digits="13800000201", FinishedOnKey="#")

    answer = phone.post("/voice/dial-in/zh/collect/1/0", **wang, **form)

    assert answer.verbs == verbs
    assert then is None or answer.then == f"/voice/dial-in/zh/{then}"


@pytest.mark.parametrize(
    ("status", "duration", "charge"),
    [
        ("completed", "61", 40),
        ("completed", "0", 0),
        ("completed", None, None),
        ("completed", "", None),
        ("completed", "-5", None),
        ("completed", "6.1", None),
        ("completed", "٦١", None),
        ("completed", "9999999", None),
        ("completed", "9" * 5000, None),
        ("busy", "0", None),
        ("busy", None, None),
    ],
)
def test_only_whole_answered_seconds_make_money(phone, two, status, duration, charge):
    there = leg(two, LI)

    answer = phone.post(
        paths.leg(two, there.leg_id, "status"),
        CallSid=there.call_sid,
        CallStatus=status,
        CallDuration=duration,
        Duration="17",
        Timestamp=for_provider(START),
    )

    assert answer.status == 204
    assert leg(two, LI).charge == charge


@pytest.mark.parametrize("stamp", ["", "yesterday", "Fri, 31 Dec 9999 23:59:59 -0800", None])
def test_without_a_time_that_can_be_read_a_call_ended_now(phone, two, stamp, clock):
    there = leg(two, LI)
    path = paths.leg(two, there.leg_id, "status")

    phone.post(
        path, CallSid=there.call_sid, CallStatus="completed", CallDuration="60", Timestamp=stamp
    )

    assert leg(two, LI).ended_at == clock.now()


@pytest.mark.parametrize(
    ("event", "form", "jobs"),
    [
        ("participant-join", {}, ["welcome"]),
        ("participant-leave", {"ParticipantCallStatus": "completed"}, ["farewell"]),
        ("participant-leave", {}, ["farewell"]),
        # a trip into the menu is neither a leaving nor a coming
        ("participant-leave", {"ParticipantCallStatus": "in-progress"}, []),
        ("participant-join", {"trip": 1}, []),
        # what the host does is no news to the host
        ("participant-join", {"leg": "host-1"}, []),
        ("participant-leave", {"leg": "host-1"}, []),
        ("conference-start", {}, []),
        ("conference-end", {}, []),
        ("", {}, []),
    ],
)
def test_the_room_tells_who_came_and_who_left(phone, two, event, form, jobs):
    there = {"leg": leg(two, LI).leg_id, "trip": 0, **form}
    label = f"{there.pop('leg')}-{there.pop('trip')}"

    answer = phone.post(paths.room(two), StatusCallbackEvent=event, ParticipantLabel=label, **there)

    assert answer.status == 204
    assert [job for job, _ in phone.queue.asked] == jobs
    assert stored(two).state == "live"


@pytest.mark.parametrize("label", [None, "", "x", "-", "-1", "x-", "x-y", "x-1.5", "x-١"])
def test_a_label_that_is_not_ours_is_nobodys(phone, two, label, queue):
    answer = phone.post(
        paths.room(two), StatusCallbackEvent="participant-join", ParticipantLabel=label
    )
    queue.run()

    assert answer.status == 204
    assert phone.network.told == []


def test_the_end_of_the_room_is_not_the_end_of_the_conference(phone, two):
    phone.post(paths.room(two), StatusCallbackEvent="conference-end", CallSid="")

    assert stored(two).state == "live"
    assert host(two).state == "joined"


@pytest.mark.parametrize("language", ["zh", "en", "fr", "__proto__"])
def test_an_unknown_language_is_chinese(phone, language):
    answer = phone.post(f"/voice/dial-in/{language}/menu", CallSid="CA1", From=WANG)

    english = language == "en"
    assert answer.says[0].startswith("To start a call" if english else "立即发起通话请按1")


def test_a_hostile_name_reaches_the_phone_as_words(phone, network, queue):
    conference_id = live(LI, name="</Say><Dial>&\x01{0}", network=network, queue=queue)
    Leg.at(conference_id, leg(conference_id, LI).leg_id).update(
        actions=[Leg.rank.set(20), Leg.state.set("ringing"), Leg.joined_at.remove()]
    )
    there = leg(conference_id, LI)

    answer = phone.post(paths.leg(conference_id, there.leg_id, "answered"), CallSid=there.call_sid)

    assert answer.verbs == ["Say", "Redirect"]
    assert answer.says == ["</Say><Dial>&{0}邀请您参加多方通话"]


# ——— what is written about it ———


def test_nothing_that_is_logged_holds_a_number(phone, network, queue, caplog):
    caplog.set_level(logging.DEBUG)
    conference_id = live(LI, network=network, queue=queue)
    for number in (LI, WANG):
        factories.hang_up(conference_id, number, network)
    incoming(phone, From=LI)
    phone.send("/voice/incoming", {"From": LI}, signature="x")

    lines = [logs.Lines().format(record) for record in caplog.records]
    assert len([line for line in lines if '"logger": "chalicelib.' in line]) >= 3
    readable = [number.removeprefix("+86") for number in (LI, WANG)]
    assert not [line for line in lines for number in readable if number in line]
