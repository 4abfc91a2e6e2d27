"""What can be done to one participant: announcements, muting, holding, removing, diverting."""

WANG, LI, ZHAO = "+8613800000010", "+8613800000020", "+8613800000030"


def test_an_announcement_is_heard_by_one_and_its_end_is_told(app, enter, room, client):
    wang, sid = enter(WANG, room("wang"))
    li, _ = enter(LI, room("li"))
    app.answers("/voice/hello", '<Say language="zh-CN">欢迎新成员加入会议</Say>')
    conference = client.conferences.list()[0].sid

    client.conferences(conference).participants("wang").update(
        announce_url=f"{app.url}/voice/hello"
    )

    wang.expect_caption("欢迎新成员加入会议")
    told = app.wait_for("/conf/status", StatusCallbackEvent="announcement-end")
    assert (told["AnnounceUrl"], told["CallSid"]) == (f"{app.url}/voice/hello", sid)
    assert li.captions == []


def test_an_announcement_to_the_conference_is_heard_by_all(app, enter, room, client):
    wang, _ = enter(WANG, room("wang"))
    li, _ = enter(LI, room("li"))
    app.answers("/voice/hello", "<Say>会议还有一分钟</Say>")

    client.conferences(client.conferences.list()[0].sid).update(
        announce_url=f"{app.url}/voice/hello"
    )

    for phone in (wang, li):
        phone.expect_caption("会议还有一分钟")


def test_an_announcement_that_cannot_be_played_is_told(app, enter, room, client):
    enter(WANG, room("wang"))

    person = client.conferences(client.conferences.list()[0].sid).participants("wang")
    person.update(announce_url=f"{app.url}/voice/nowhere")

    app.wait_for("/conf/status", StatusCallbackEvent="announcement-fail")


def test_muting_is_told_once(app, enter, room, client):
    wang, _ = enter(WANG, room("wang"))
    enter(LI, room("li"))
    person = client.conferences(client.conferences.list()[0].sid).participants("wang")

    muted = person.update(muted=True)
    person.update(muted=True)
    wang.wait_for(muted=True)
    person.update(muted=False)

    app.wait_for("/conf/status", StatusCallbackEvent="participant-unmute")
    changes = [row[0] for row in app.heard() if "mute" in row[0]]
    assert muted.muted
    assert changes == ["participant-mute", "participant-unmute"]
    assert not wang.snapshot()["muted"]


def test_one_who_joins_muted_is_muted(app, enter, room):
    wang, _ = enter(WANG, room(muted="true"))

    assert wang.snapshot()["muted"]
    assert app.wait_for("/conf/status")["Muted"] == "true"


def test_one_on_hold_hears_its_document_instead_of_the_room(app, enter, room, client):
    wang, _ = enter(WANG, room("wang"))
    enter(LI, room("li"))
    app.answers("/voice/hold", "<Say>请稍等</Say><Redirect/>")
    person = client.conferences(client.conferences.list()[0].sid).participants("wang")

    person.update(hold=True, hold_url=f"{app.url}/voice/hold", hold_method="POST")
    wang.expect_caption("请稍等")
    back = person.update(hold=False)

    app.wait_for("/conf/status", StatusCallbackEvent="participant-unhold")
    assert not back.hold


def test_a_kicked_participant_goes_on_with_its_document(app, enter, room, client):
    wang, sid = enter(WANG, room("wang") + "<Say>您已离开会场</Say>")
    enter(LI, room("li"))

    assert client.conferences(client.conferences.list()[0].sid).participants(sid).delete()

    wang.expect_caption("您已离开会场")
    leave = app.wait_for("/conf/status", StatusCallbackEvent="participant-leave")
    assert leave["ReasonParticipantLeft"] == "participant_updated_via_api"
    assert leave["ParticipantCallStatus"] == "in-progress"


def test_a_diverted_call_leaves_its_room(app, enter, room, client):
    _, sid = enter(WANG, room("wang"))
    app.answers("/voice/menu", '<Pause length="600"/>')

    client.calls(sid).update(url=f"{app.url}/voice/menu")

    leave = app.wait_for("/conf/status", StatusCallbackEvent="participant-leave")
    assert leave["ReasonParticipantLeft"] == "participant_updated_via_api"
    assert leave["ParticipantCallStatus"] == "in-progress"
