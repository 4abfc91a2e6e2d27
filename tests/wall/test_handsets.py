"""The WebSocket of a handset, against the real network and the real mixer."""

import asyncio
import json

import aiohttp
import pytest

GUEST_E164 = "+8613911112222"


def test_three_people_in_a_conference_hear_each_other_and_not_themselves(conference):
    host, guest, third = conference

    guest.speak(660)

    assert host.hears(660)
    assert third.hears(660)
    assert guest.hears_nothing()

    host.speak(440)

    assert guest.hears(440)
    assert third.hears(440)
    assert third.hears(660)
    assert not host.hears(440, within=0.3)


def test_who_joins_muted_hears_the_others_but_is_not_heard(bench, conference, pick_up):
    host, guest, third = conference
    bench.script["/voice/guest"] = '<Dial><Conference muted="true">c1</Conference></Dial>'
    muted = pick_up("13511118888")
    bench.ring("+8613511118888")
    muted.wait_for("ringing")
    muted.answer()
    muted.wait_for("in_conference")

    muted.speak(880)
    host.speak(440)

    assert muted.shown["muted"] is True
    assert muted.hears(440)
    assert host.hears_nothing()
    assert not guest.hears(880, within=0.3)
    assert third.hears(440)


def test_a_prompt_is_seen_and_heard_and_the_keys_reach_the_product(bench, pick_up):
    bench.script["/voice/menu"] = '<Say language="zh-CN">谢谢使用,再见</Say><Hangup/>'
    host = pick_up("18600000101")

    host.dial("116323")

    host.expect_caption("请按1")
    assert host.hears_anything()

    host.press("1")

    host.expect_caption("谢谢使用")
    host.wait_for("ended")
    assert host.shown["reason"] == "far_end"


def test_a_wrong_number_is_answered_with_its_tone_until_one_hangs_up(pick_up):
    host = pick_up("18600000101")

    host.dial("10086")

    host.wait_for("ended")
    assert host.shown["reason"] == "unallocated"
    assert host.hears(450)

    host.hang_up()

    host.wait_for("idle")


def test_a_rejected_call_is_over_for_both(bench, pick_up):
    guest = pick_up("13911112222")
    line = bench.ring(GUEST_E164)
    guest.wait_for("ringing")

    guest.reject()

    guest.wait_for("idle")
    assert str(line.call.status) == "busy"


def test_automatic_speech_is_heard_by_the_others(conference):
    host, guest, _ = conference

    host._send({"type": "source", "source": "auto", "name": "王建国"})  # noqa: SLF001

    assert guest.hears_anything()
    assert host.hears_nothing()


def test_a_talking_bot_is_heard_until_it_is_gone(bench, conference):
    host, _, _ = conference
    phone = bench.network.phone("+8613900000001")
    phone.answer_after = 0.0

    line = bench.ring("+8613900000001")

    assert host.hears_anything(within=4)

    bench.call(bench.network.hang_up(line))

    assert host.hears_nothing(during=2)


def test_a_reloaded_page_sees_the_call_as_it_is(pick_up):
    before = pick_up("18600000101")
    before.dial("116323")
    before.expect_caption("请按1")
    before.press("1")
    before.wait_for("in_conference")

    after = pick_up("+8618600000101")

    assert after.state == "in_conference"
    assert after.captions == ["请按1"]
    assert after.shown["keys"] == "1"
    assert 0 < after.shown["seconds"] < 10


def test_a_handset_does_not_take_words_of_an_earlier_call_for_those_of_the_next(pick_up):
    with_call = pick_up("18600000101")
    with_call.dial("116323")
    with_call.expect_caption("请按1")
    with_call.hang_up()
    with_call.wait_for("idle")
    with_call.close()

    later = pick_up("18600000101")

    assert later.captions == ["请按1"]
    with pytest.raises(TimeoutError, match=r"no caption with '请按1' within 0\.2 s; state idle"):
        later.expect_caption("请按1", within=0.2)


def test_the_later_page_takes_a_handset_over_and_the_earlier_is_told(pick_up):
    earlier = pick_up("13911112222")

    later = pick_up("13911112222")

    with earlier._changed:  # noqa: SLF001
        assert earlier._changed.wait_for(lambda: earlier.shown.get("taken_over"), 2)  # noqa: SLF001
    assert later.state == "idle"


def test_a_page_that_was_cut_off_still_has_its_phone_for_a_moment(bench):
    async def cut_off():
        async with aiohttp.ClientSession() as client:
            socket = await client.ws_connect(f"{bench.url}/phones/ws?number=13911112222")
            await socket.receive()
            await socket.close(code=aiohttp.WSCloseCode.GOING_AWAY)

    asyncio.run(cut_off())

    assert bench.network.phone(GUEST_E164).registered


def test_a_handset_that_was_put_away_is_nobodys(bench, pick_up):
    handset = pick_up("13911112222")
    phone = bench.network.phone(GUEST_E164)
    held = phone.registered

    handset.close()

    async def released():
        async with asyncio.timeout(2):
            while phone.registered:  # noqa: ASYNC110  # a phone does not tell who holds it
                await asyncio.sleep(0.01)
        return True

    assert held
    assert bench.call(released())


@pytest.mark.parametrize(
    "message",
    ["no json", "[]", '{"type": "explode"}', '{"type": "dial"}', '{"type": "dtmf", "d": "A"}'],
)
def test_a_message_no_phone_understands_is_refused_and_harms_nothing(bench, message):
    async def story():
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(f"{bench.url}/phones/ws?number=13911112222") as socket,
        ):
            await socket.receive_json()
            await socket.send_bytes(b"not 640 bytes")
            await socket.send_str(message)
            refused = await socket.receive_json()
            await socket.send_str(json.dumps({"type": "dial", "to": "116323"}))
            return refused["type"], (await socket.receive_json())["state"]

    assert asyncio.run(story()) == ("refused", "dialling")


@pytest.mark.parametrize("number", ["", "12", "李晓梅", "+", "1" * 40])
def test_what_can_not_be_a_number_gets_no_handset(bench, number):
    assert status(bench, number=number) == 400


def test_eight_digits_are_a_beijing_number(pick_up):
    assert pick_up("82345678").shown["number"] == "+861082345678"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("http://evil.example", 403),
        ("null", 403),
        ("http://127.0.0.1:1", 403),
        ("{url}", 101),
        (None, 101),
    ],
)
def test_only_the_page_itself_and_programs_may_hold_a_handset(bench, origin, expected):
    headers = {} if origin is None else {"Origin": origin.format(url=bench.url)}

    assert status(bench, headers=headers) == expected


def test_a_rebound_name_is_no_way_in(bench):
    headers = {"Origin": "http://evil.example", "Host": "evil.example"}

    assert status(bench, headers=headers) == 403


def status(bench, *, number="13911112222", headers=None):
    async def connect():
        async with aiohttp.ClientSession() as client:
            try:
                socket = await client.ws_connect(
                    f"{bench.url}/phones/ws", params={"number": number}, headers=headers
                )
            except aiohttp.WSServerHandshakeError as error:
                return error.status
            await socket.close()
            return 101

    return asyncio.run(connect())
