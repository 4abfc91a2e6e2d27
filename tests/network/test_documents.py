"""The verbs of a document, what Gather makes of keys, and what happens to bad documents."""

import pytest
from aiohttp import web

WANG = "+8613800000010"
STAY = '<Pause length="600"/>'
APOLOGY = "系统出错"


@pytest.fixture
def caller(app, network):
    """Dial 116323, which answers with *document*."""

    def caller(document):
        app.answers("/voice/incoming", document)
        wang = network.phone(WANG)
        wang.dial("116323")
        wang.wait_for(state={"talking", "in_conference", "ended", "idle"})
        return wang

    return caller


@pytest.fixture
def errors(network):
    """Return the codes of the errors so far."""
    events = network.network.events
    return lambda: [event["code"] for event in events.after() if event["kind"] == "error"]


def after(network, seconds):
    network.run(network.network.plant.timeline.sleep(seconds))


def test_a_document_that_ends_ends_the_call(caller):
    wang = caller("<Say>再见</Say>")

    wang.wait_for(state="ended", reason="far_end")
    assert wang.captions == ["再见"]


def test_ssml_is_shown_as_its_words(caller):
    wang = caller(
        '<Say language="zh-CN">校验码<break time="300ms"/>'
        '<say-as interpret-as="digits">1234</say-as></Say>'
    )

    wang.expect_caption("校验码1234")
    caption = next(event for event in wang.events if event["type"] == "caption")
    assert (caption["verb"], caption["language"]) == ("Say", "zh-CN")


def test_a_prompt_can_be_repeated(caller):
    wang = caller('<Say loop="3">请稍候</Say>')

    wang.wait_for(state="idle")
    assert wang.captions == ["请稍候"] * 3


def test_a_recording_is_fetched_and_played(app, caller):
    app.answers("/audio/welcome.wav", lambda: web.Response(body=b"RIFF" + bytes(16_000)))

    wang = caller('<Play loop="2">/audio/welcome.wav</Play>')

    wang.wait_for(state="idle")
    assert wang.captions == ["/audio/welcome.wav"] * 2


def test_a_recording_that_is_missing_does_not_end_the_call(errors, caller):
    wang = caller("<Play>/audio/none.wav</Play><Say>继续</Say>")

    wang.expect_caption("继续")
    assert errors() == [11200]


def test_a_redirection_leads_to_another_document(app, caller):
    app.answers("/voice/next", "<Say>第二段</Say>")

    caller("<Redirect>/voice/next</Redirect>").expect_caption("第二段")

    assert app.forms("/voice/next")[0]["CallStatus"] == "in-progress"


def test_hanging_up_ends_the_call_at_once(caller):
    wang = caller("<Say>一</Say><Hangup/><Say>二</Say>")

    wang.wait_for(state="ended")
    assert wang.captions == ["一"]


def test_keys_end_with_the_finish_key(app, caller):
    app.answers("/voice/keys", STAY)
    wang = caller(f'<Gather timeout="60" action="/voice/keys"><Say>请输入号码</Say></Gather>{STAY}')
    wang.expect_caption("请输入号码")

    wang.press("13800000020#")

    form = app.wait_for("/voice/keys")
    assert form["Digits"] == "13800000020"
    assert (form["FinishedOnKey"], form["msg"]) == ("#", "Gather End")


def test_keys_end_with_their_number_and_later_ones_are_lost(app, caller):
    app.answers("/voice/keys", STAY)
    wang = caller(f'<Gather timeout="60" numDigits="1" action="/voice/keys"/>{STAY}')

    wang.press("123")

    assert app.wait_for("/voice/keys")["Digits"] == "1"


def test_keys_end_when_none_follows(app, caller):
    app.answers("/voice/keys", STAY)
    wang = caller(f'<Gather timeout="20" action="/voice/keys"/>{STAY}')

    wang.press("42")

    form = app.wait_for("/voice/keys")
    assert (form["Digits"], form["FinishedOnKey"]) == ("42", "")


def test_every_key_starts_the_time_out_anew(app, network, caller):
    app.answers("/voice/keys", STAY)
    wang = caller(f'<Gather timeout="20" action="/voice/keys"/>{STAY}')

    for key in "123":
        after(network, 12)
        wang.press(key)

    assert app.wait_for("/voice/keys")["Digits"] == "123"


def test_without_a_finish_key_star_and_hash_are_digits(app, caller):
    app.answers("/voice/keys", STAY)
    wang = caller(f'<Gather timeout="60" finishOnKey="" numDigits="3" action="/voice/keys"/>{STAY}')

    wang.press("*6#")

    assert app.wait_for("/voice/keys")["Digits"] == "*6#"


@pytest.mark.parametrize("keys", ["", "#"])
def test_no_input_leads_to_the_next_verb(app, caller, keys):
    wang = caller('<Gather timeout="20" action="/voice/keys"/><Say>没有输入</Say>')

    wang.press(keys)

    wang.expect_caption("没有输入")
    assert app.forms("/voice/keys") == []


@pytest.mark.parametrize(("keys", "finished"), [("", ""), ("#", "#")])
def test_no_input_is_told_if_the_document_asks_for_it(app, caller, keys, finished):
    app.answers("/voice/keys", STAY)
    wang = caller('<Gather timeout="20" action="/voice/keys" actionOnEmptyResult="true"/>')

    wang.press(keys)

    form = app.wait_for("/voice/keys")
    assert (form["Digits"], form["FinishedOnKey"]) == ("", finished)


def test_the_finish_key_can_be_left_unreported(app, network, caller):
    network.call(network.network.change, {"gather_reports_finish_key": False})
    app.answers("/voice/keys", STAY)
    wang = caller('<Gather timeout="60" action="/voice/keys"/>')

    wang.press("1#")

    form = app.wait_for("/voice/keys")
    assert "FinishedOnKey" not in form
    assert "msg" not in form


def test_the_first_key_cuts_the_prompts(app, caller):
    app.answers("/voice/keys", "<Say>收到</Say>")
    long = "很长的提示音" * 100
    wang = caller(
        f'<Gather timeout="60" numDigits="1" action="/voice/keys"><Say>{long}</Say></Gather>'
    )
    wang.expect_caption(long)

    wang.press("1")

    wang.expect_caption("收到", within=2)


def test_the_time_out_starts_after_the_prompts(app, network, caller):
    app.answers("/voice/keys", STAY)
    prompt = '<Pause length="20"/>'
    wang = caller(f'<Gather timeout="20" action="/voice/keys">{prompt}</Gather>{STAY}')

    after(network, 30)
    wang.press("7")

    assert app.wait_for("/voice/keys")["Digits"] == "7"


def test_without_an_action_the_document_itself_gets_the_digits(app, caller):
    wang = caller(f'<Gather timeout="60" numDigits="1"/>{STAY}')

    wang.press("3")

    app.wait_for("/voice/incoming", Digits="3")


def test_keys_that_nobody_waits_for_are_lost(app, caller):
    app.answers("/voice/keys", STAY)
    document = '<Pause length="20"/><Gather timeout="20" action="/voice/keys"/><Say>没有输入</Say>'
    wang = caller(document)

    wang.press("9")

    wang.expect_caption("没有输入")


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (("<Response><Sing/></Response>", "text/xml"), 12200),
        (('<Response><Say volume="9">a</Say></Response>', "text/xml"), 12200),
        (('<Response><Gather timeout="soon"/></Response>', "text/xml"), 12200),
        (("<Response><Say>a</Response>", "text/xml"), 12100),
        (("<Answer/>", "text/xml"), 12100),
        (("<Response>" + "<Pause/>" * 9000 + "</Response>", "text/xml"), 12100),
        (("{}", "application/json"), 12300),
    ],
)
def test_a_bad_document_ends_the_call_with_an_apology(app, caller, errors, bad, code):
    body, kind = bad
    app.answers("/voice/bad", lambda: web.Response(text=body, content_type=kind))

    wang = caller("<Redirect>/voice/bad</Redirect>")

    wang.expect_caption(APOLOGY)
    wang.wait_for(state="idle")
    assert errors() == [code]


def test_an_application_that_fails_is_replaced_by_its_fallback(app, network, caller):
    network.network.number.voice_fallback_url = f"{app.url}/voice/fallback"
    app.answers("/voice/fallback", "<Say>系统繁忙，请稍后再拨</Say>")

    wang = caller(500)

    wang.expect_caption("系统繁忙，请稍后再拨")
    form = app.forms("/voice/fallback")[0]
    assert (form["ErrorCode"], form["ErrorUrl"]) == ("11200", f"{app.url}/voice/incoming")


def test_a_number_without_a_voice_url_fails_at_once(network):
    wang = network.phone(WANG)

    wang.dial("116323")

    wang.wait_for(state="ended", reason="failed", tone="congestion")


def test_the_fragment_of_a_url_asks_for_retries(app, caller):
    app.answers("/voice/next", 500, 503, "<Say>第三次</Say>")

    caller("<Redirect>/voice/next#rc=2&amp;rp=5xx</Redirect>").expect_caption("第三次")

    tokens = {
        headers["I-Twilio-Idempotency-Token"]
        for path, _, headers in app.requests
        if path == "/voice/next"
    }
    assert len(app.forms("/voice/next")) == 3
    assert len(tokens) == 1


def test_without_a_fragment_a_failure_is_not_repeated(app, caller):
    app.answers("/voice/next", 500, "<Say>第二次</Say>")

    caller("<Redirect>/voice/next</Redirect>").expect_caption(APOLOGY)

    assert len(app.forms("/voice/next")) == 1


def test_a_get_is_signed_with_its_query(app, caller):
    app.answers("/voice/next", "<Say>收到</Say>")

    caller('<Redirect method="GET">/voice/next</Redirect>').expect_caption("收到")

    assert app.forms("/voice/next")[0]["From"] == WANG


def test_a_caller_is_put_through_to_another_number(app, network, caller):
    app.answers("/voice/after", "<Say>人工服务结束</Say>")
    desk = network.phone("+861066000000")
    wang = caller('<Dial action="/voice/after"><Number>+861066000000</Number></Dial>')

    wang.wait_for(tone="ringback")
    desk.answer()
    wang.wait_for(tone=None)
    after(network, 5)
    desk.hang_up()

    wang.expect_caption("人工服务结束")
    form = app.forms("/voice/after")[0]
    assert (form["DialCallStatus"], form["DialBridged"]) == ("completed", "true")
    assert int(form["DialCallDuration"]) >= 5


def test_putting_through_to_a_busy_number_is_told(app, caller):
    app.answers("/voice/after", "<Say>座席忙</Say>")

    wang = caller('<Dial action="/voice/after">+861066000002</Dial>')

    wang.expect_caption("座席忙")
    assert app.forms("/voice/after")[0]["DialCallStatus"] == "busy"


def test_a_caller_who_gives_up_stops_the_ringing(network, caller):
    desk = network.phone("+861066000000")
    wang = caller("<Dial>+861066000000</Dial>")
    desk.wait_for(state="ringing")

    wang.hang_up()

    desk.wait_for(state="idle")


def test_a_dial_action_can_be_asked_for_a_caller_who_left(app, network, caller):
    network.call(network.network.change, {"dial_action_after_hangup": True})
    app.answers("/voice/menu", "")
    wang = caller('<Dial action="/voice/menu"><Conference>r</Conference></Dial>')
    wang.wait_for(state="in_conference")

    wang.hang_up()

    assert app.wait_for("/voice/menu")["CallStatus"] == "completed"
