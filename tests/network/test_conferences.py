"""Rooms: joining, starting, leaving and ending, and what the application is told of them."""

from local.network.timeline import whole

WANG, LI, ZHAO = "+8613800000010", "+8613800000020", "+8613800000030"


def test_the_second_participant_starts_the_conference(app, enter, room, client):
    enter(WANG, room("wang"))
    waiting = client.conferences.list()[0]
    enter(LI, room("li"))

    app.wait_for("/conf/status", count=3)

    assert waiting.status == "init"
    assert client.conferences(waiting.sid).fetch().status == "in-progress"
    assert app.heard() == [("participant-join",), ("participant-join",), ("conference-start",)]
    form = app.wait_for("/conf/status", StatusCallbackEvent="participant-join")
    assert form["FriendlyName"] == "r1"
    assert (form["Muted"], form["Hold"], form["Coaching"]) == ("false", "false", "false")


def test_a_conference_waits_for_one_who_may_start_it(enter, room, client):
    enter(WANG, room(startConferenceOnEnter="false"))
    enter(LI, room(startConferenceOnEnter="false"))
    before = client.conferences.list()[0].status

    enter(ZHAO, room())

    assert (before, client.conferences.list()[0].status) == ("init", "in-progress")


def test_the_last_to_leave_ends_the_conference(app, enter, room, client):
    wang, wang_sid = enter(WANG, room("wang"))
    li, li_sid = enter(LI, room("li"))

    li.hang_up()
    wang.hang_up()

    ended = app.wait_for("/conf/status", StatusCallbackEvent="conference-end")
    app.wait_for("/conf/status", StatusCallbackEvent="participant-leave", count=2)
    left = [row for row in app.heard() if row[0] != "conference-end"][3:]
    assert left == [("participant-leave",)] * 2
    assert ended["ReasonConferenceEnded"] == "last-participant-left"
    assert ended["CallSidEndingConference"] == wang_sid
    assert ended["ParticipantLabelEndingConference"] == "wang"
    leave = app.wait_for("/conf/status", StatusCallbackEvent="participant-leave", CallSid=li_sid)
    assert leave["ParticipantCallStatus"] == "completed"
    assert leave["ReasonParticipantLeft"] == "participant_hung_up"
    assert client.conferences.list()[0].reason_conference_ended == "last-participant-left"


def test_star_leads_to_the_menu_and_back_with_a_fresh_join(app, enter, room):
    enter(LI, room("li"))
    wang, sid = enter(WANG, room("host-1", dial='hangupOnStar="true" action="/voice/menu"'))
    app.answers(
        "/voice/menu",
        '<Gather timeout="60" numDigits="1" action="/voice/choice"><Say>菜单</Say></Gather>',
    )
    app.answers("/voice/choice", room("host-2"))

    wang.press("*")
    wang.expect_caption("菜单")
    wang.press("1")
    wang.wait_for(state="in_conference")

    menu = app.forms("/voice/menu")[0]
    assert (menu["DialCallStatus"], menu["CallStatus"]) == ("answered", "in-progress")
    assert "DialCallSid" not in menu
    app.wait_for("/conf/status", count=5)
    mine = [row for row in app.heard("CallSid", "ParticipantLabel") if row[1] == sid]
    assert mine == [
        ("participant-join", sid, "host-1"),
        ("participant-leave", sid, "host-1"),
        ("participant-join", sid, "host-2"),
    ]


def test_a_lone_host_who_comes_back_from_the_menu_finds_a_new_room(app, enter, room, client):
    document = room("h", dial='hangupOnStar="true" action="/voice/again"')
    wang, _ = enter(WANG, document)
    app.answers("/voice/again", room("h2"))

    wang.press("*")
    app.wait_for("/conf/status", StatusCallbackEvent="participant-join", count=2)

    rooms = client.conferences.list(friendly_name="r1")
    assert [(room.status, room.friendly_name) for room in rooms] == [
        ("init", "r1"),
        ("completed", "r1"),
    ]
    assert rooms[0].sid != rooms[1].sid


def test_without_an_action_star_leads_to_the_next_verb(enter, room):
    wang, _ = enter(WANG, room(dial='hangupOnStar="true"') + "<Say>之后</Say>")

    wang.press("5*")

    wang.expect_caption("之后")


def test_star_means_nothing_unless_the_dial_listens_for_it(network, enter, room):
    wang, _ = enter(WANG, room())

    wang.press("*")
    network.run(network.network.plant.timeline.sleep(2))

    assert wang.snapshot()["state"] == "in_conference"


def test_a_label_that_is_taken_sends_the_call_to_the_next_verb(app, network, enter, room, ring):
    enter(WANG, room("same"))
    app.answers("/voice/start", room("same") + "<Say>重名</Say>")
    li = network.phone(LI)

    ring(LI)
    li.answer()

    li.expect_caption("重名")
    assert 16025 in [e["code"] for e in network.network.events.after() if e["kind"] == "error"]


def test_a_dial_ends_at_its_time_limit(app, enter, room):
    enter(LI, room())
    wang, _ = enter(WANG, room(dial='timeLimit="20" action="/voice/over"'))
    app.answers("/voice/over", "<Say>时间到</Say>")

    wang.expect_caption("时间到")

    assert app.forms("/voice/over")[0]["DialCallStatus"] == "answered"


def test_those_who_wait_hear_the_waiting_document_again_and_again(app, enter, room):
    app.answers("/voice/wait", "<Say>请稍候</Say><Redirect/>")
    wang, _ = enter(WANG, room(waitUrl="/voice/wait"))

    for _ in range(3):
        wang.expect_caption("请稍候")
    enter(LI, room())
    rounds = len(app.forms("/voice/wait"))

    assert app.forms("/voice/wait")[0]["FriendlyName"] == "r1"
    assert len(app.forms("/voice/wait")) <= rounds + 1


def test_waiting_documents_may_only_hold_prompts(app, network, enter, room):
    app.answers("/voice/wait", "<Gather/>")

    enter(WANG, room(waitUrl="/voice/wait"))
    app.wait_for("/voice/wait")
    network.run(network.network.plant.timeline.sleep(2))

    assert 13238 in [e["code"] for e in network.network.events.after() if e["kind"] == "error"]


def test_a_conference_ended_by_the_application_lets_everyone_go_on(app, enter, room, client):
    wang, _ = enter(WANG, room("wang") + "<Say>谢谢您的使用，再见</Say>")
    li, _ = enter(LI, room("li", dial='action="/voice/after"'))
    app.answers("/voice/after", "<Say>再见</Say>")
    sid = client.conferences.list()[0].sid

    ended = client.conferences(sid).update(status="completed")

    wang.expect_caption("谢谢您的使用，再见")
    li.expect_caption("再见")
    app.wait_for("/conf/status", StatusCallbackEvent="conference-end")
    app.wait_for("/conf/status", StatusCallbackEvent="participant-leave", count=2)
    assert ended.status == "completed"
    assert ended.reason_conference_ended == "conference-ended-via-api"
    assert ended.call_sid_ending_conference is None
    reasons = [f.get("ReasonParticipantLeft") for f in app.forms("/conf/status")]
    assert reasons.count("conference_ended_via_api") == 2


def test_a_moderator_takes_everyone_along(app, enter, room):
    li, _ = enter(LI, room("li") + "<Say>主持人已离开</Say>")
    wang, _ = enter(WANG, room("wang", endConferenceOnExit="true"))

    wang.hang_up()

    li.expect_caption("主持人已离开")
    ended = app.wait_for("/conf/status", StatusCallbackEvent="conference-end")
    assert ended["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-left"
    app.wait_for("/conf/status", ReasonParticipantLeft="moderator_ended_conference")


def test_only_the_first_participant_says_where_callbacks_go(app, network, enter, room, client):
    silent = "<Dial><Conference>r1</Conference></Dial>"
    enter(WANG, silent)
    enter(LI, room("li"))

    client.conferences(client.conferences.list()[0].sid).participants("li").update(muted=True)
    network.run(network.network.plant.timeline.sleep(4))

    assert app.forms("/conf/status") == []


def test_ending_a_conference_leaves_an_invited_phone_ringing(network, enter, room, client):
    wang, _ = enter(WANG, room("wang"))
    zhao = network.phone(ZHAO)
    sid = client.conferences.list()[0].sid
    person = client.conferences(sid).participants.create(from_="+861065116323", to=ZHAO)
    zhao.wait_for(state="ringing")

    client.conferences(sid).update(status="completed")
    wang.wait_for(state="idle")
    still = zhao.snapshot()["state"]
    client.calls(person.call_sid).update(status="completed")

    assert person.status == "queued"
    assert still == "ringing"
    assert zhao.snapshot()["state"] == "idle"


def test_an_invited_phone_joins_by_answering(app, network, enter, room, client):
    enter(WANG, room("wang"))
    zhao = network.phone(ZHAO)
    sid = client.conferences.list()[0].sid

    person = client.conferences(sid).participants.create(
        from_="+861065116323", to=ZHAO, label="zhao", muted=True
    )
    zhao.answer()
    zhao.wait_for(state="in_conference")

    app.wait_for("/conf/status", StatusCallbackEvent="participant-join", count=2)
    assert person.conference_sid == sid
    assert zhao.snapshot()["muted"]
    assert client.conferences(sid).participants("zhao").fetch().status == "connected"


def test_an_invited_phone_that_is_busy_is_told_as_a_leave(app, client):
    person = client.conferences("r9").participants.create(
        from_="+861065116323",
        to="+8613800000002",
        conference_status_callback=f"{app.url}/conf/status",
        conference_status_callback_event=["join", "leave"],
    )

    leave = app.wait_for("/conf/status", StatusCallbackEvent="participant-leave")

    assert leave["CallSid"] == person.call_sid
    assert leave["ParticipantCallStatus"] == "busy"
    assert leave["ReasonParticipantLeft"] == "participant_add_failed"


def test_the_ledger_knows_who_was_where_and_when(network, enter, room):
    timeline = network.network.plant.timeline
    moments = [whole(timeline.now())]
    wang, sid = enter(WANG, room("wang"))
    enter(LI, room("li"))
    moments.append(timeline.now())

    network.run(timeline.sleep(10))
    moments.append(whole(timeline.now()))
    wang.hang_up()
    moments.append(timeline.now())

    stay = network.network.ledger.calls[sid].stays[0]
    assert stay.room == "r1"
    assert moments[0] <= stay.joined_at <= moments[1]
    assert moments[2] <= stay.left_at <= moments[3]
    assert (stay.left_at - stay.joined_at).total_seconds() >= 9


def test_the_urls_of_a_conference_are_meant_as_its_document_means_them(app, enter):
    document = (
        '<Dial><Conference statusCallback="/conf/status" statusCallbackEvent="join">r1'
        "</Conference></Dial>"
    )

    enter(WANG, document)

    app.wait_for("/conf/status", StatusCallbackEvent="participant-join")


def test_a_kick_can_be_set_to_end_the_call(network, enter, room, client):
    network.call(network.network.change, {"kick_hangs_up": True})
    wang, sid = enter(WANG, room("wang") + "<Say>您已离开会场</Say>")

    client.conferences(client.conferences.list()[0].sid).participants(sid).delete()

    wang.wait_for(state={"ended", "idle"})
    assert wang.captions == []


def test_ending_a_conference_can_be_set_to_stop_the_ringing(network, enter, room, client):
    network.call(network.network.change, {"ring_survives_end": False})
    enter(WANG, room("wang"))
    zhao = network.phone(ZHAO)
    conference = client.conferences(client.conferences.list()[0].sid)
    conference.participants.create(from_="+861065116323", to=ZHAO)
    zhao.wait_for(state="ringing")

    conference.update(status="completed")

    zhao.wait_for(state="idle")


def test_one_who_answers_after_the_end_opens_the_room_anew(network, enter, room, client):
    enter(WANG, room("wang"))
    zhao = network.phone(ZHAO)
    first = client.conferences(client.conferences.list()[0].sid)
    first.participants.create(from_="+861065116323", to=ZHAO)
    zhao.wait_for(state="ringing")
    first.update(status="completed")

    zhao.answer()
    zhao.wait_for(state="in_conference")

    assert [c.status for c in client.conferences.list(friendly_name="r1")] == [
        "init",
        "completed",
    ]
