"""What the network asks of sound: who hears what, and when."""

import pytest

from local.network.media import Silence
from local.network.settings import Settings
from local.network.thread import NetworkThread

WANG, LI = "+8613800000010", "+8613800000020"


class Recorder(Silence):
    """Silence that remembers what was asked of it, by the number whose line it is."""

    def __init__(self, speed):
        super().__init__(speed)
        self.asked = []
        self._numbers = {}

    def open(self, line, number):
        self._numbers[line] = number
        self.asked.append(("open", number))

    def close(self, line):
        self.asked.append(("close", self._numbers[line]))

    async def say(self, line, text, language):
        self.asked.append(("say", self._numbers[line], text, language))
        await super().say(line, text, language)

    def tone(self, line, tone):
        self.asked.append(("tone", self._numbers[line], tone))

    def join(self, line, room, *, muted):
        self.asked.append(("join", self._numbers[line], room[:2], muted))

    def leave(self, line):
        self.asked.append(("leave", self._numbers[line]))

    def mute(self, line, *, muted):
        self.asked.append(("mute", self._numbers[line], muted))


@pytest.fixture
def media():
    return Recorder(40)


@pytest.fixture
def network(media):
    with NetworkThread(Settings(speed=40, seed=1), media) as network:
        yield network


@pytest.fixture
def enter(app, network, ring):
    """Ring a number, answer it, and wait until it is in the room r1."""

    def enter(number, **attributes):
        text = " ".join(f'{key}="{value}"' for key, value in attributes.items())
        app.answers("/voice/start", f"<Dial><Conference {text}>r1</Conference></Dial>")
        phone = network.phone(number)
        ring(number)
        phone.answer()
        phone.wait_for(state="in_conference")
        return phone

    return enter


def about(media, number):
    return [act for act in media.asked if act[1] == number]


def test_a_caller_is_connected_from_dialling_to_the_last_tone(app, network, media):
    app.answers("/voice/incoming", '<Say language="zh-CN">再见</Say>')
    wang = network.phone(WANG)

    wang.dial("116323")
    wang.wait_for(state="talking")
    wang.wait_for(state="idle")

    assert media.asked == [
        ("open", WANG),
        ("tone", WANG, "ringback"),
        ("tone", WANG, None),
        ("say", WANG, "再见", "zh-CN"),
        ("tone", WANG, "busy"),
        ("tone", WANG, None),
        ("close", WANG),
    ]


def test_digits_are_spoken_one_by_one(app, network, media):
    app.answers(
        "/voice/incoming",
        '<Say language="zh-CN">校验码<say-as interpret-as="digits">307</say-as></Say>',
    )
    wang = network.phone(WANG)

    wang.dial("116323")
    wang.expect_caption("校验码307")

    assert ("say", WANG, "校验码 3 0 7", "zh-CN") in media.asked


def test_a_room_is_mixed_from_its_start(enter, media):
    enter(WANG)
    alone = about(media, WANG)
    enter(LI, muted="true")

    assert alone == [("open", WANG)]
    assert about(media, WANG)[-1] == ("join", WANG, "CF", False)
    assert about(media, LI)[-1] == ("join", LI, "CF", True)


def test_muting_and_leaving_reach_the_mix(enter, media, client):
    wang = enter(WANG)
    enter(LI)
    conference = client.conferences.list()[0].sid
    person = client.conferences(conference).participants.list()[0]

    person.update(muted=True)
    wang.hang_up()

    assert about(media, WANG)[-3:] == [("mute", WANG, True), ("leave", WANG), ("close", WANG)]


def test_one_on_hold_is_out_of_the_mix(app, enter, media, client):
    enter(WANG)
    enter(LI)
    conference = client.conferences.list()[0].sid
    person = client.conferences(conference).participants.list()[0]

    person.update(hold=True, hold_url=f"{app.url}/voice/hold")
    held = about(media, WANG)[-2:]
    person.update(hold=False)

    assert held[0] == ("leave", WANG)
    assert ("join", WANG, "CF", False) in about(media, WANG)[-2:]


def test_two_who_are_put_through_hear_each_other(app, network, media):
    app.answers("/voice/incoming", f"<Dial>{LI}</Dial>")
    wang, li = network.phone(WANG), network.phone(LI)

    wang.dial("116323")
    li.answer()
    wang.wait_for(tone=None)
    wang.hang_up()
    li.wait_for(state="ended")

    assert ("join", WANG, "br", False) in media.asked
    assert ("join", LI, "br", False) in media.asked
    assert ("leave", LI) in media.asked
