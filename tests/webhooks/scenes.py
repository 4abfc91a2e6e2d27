"""One living request for every route of the provider: where it goes, and what it brings."""

from datetime import timedelta

from chalicelib import clock, contacts, groups, ids, legs
from chalicelib.contacts import Entry
from tests import factories
from tests.code_phone import CodePhone, asked
from tests.factories import HOST_SID, leg, live
from tests.fakes import START
from tests.people import CHEN, LI, SUN, WANG, ZHAO

HOST = {"CallSid": HOST_SID, "From": WANG, "CallStatus": "in-progress"}
MENU = {"CallSid": "CAmenu", "From": WANG, "CallStatus": "in-progress"}
AT_THREE = clock.minute(START + timedelta(hours=5))  # in the afternoon of the first day


class Scene:
    """王小明 has called 李雷, who is in, 孙悦, whose phone rings, and 赵敏, who left.

    陈静 registers on the web: her phone is rung for a code, which she has not heard yet.
    """

    def __init__(self, network, queue):
        self.conference_id = live(LI, ZHAO, SUN, network=network, queue=queue, accept_by_1=True)
        factories.hang_up(self.conference_id, ZHAO, network)
        there = leg(self.conference_id, SUN)
        there.update(actions=[type(there).rank.set(20), type(there).state.set("ringing")])
        factories.account(CHEN)
        asked(queue, CHEN)
        self.code_phone = CodePhone(network, CHEN)

    def __getitem__(self, route):
        """Return the path and the form of the request to *route*."""
        path, form = REQUESTS[route](self)
        return path, form

    def of(self, number, *rest):
        return "/".join(("/voice", self.conference_id, self.leg(number).leg_id, *rest))

    def leg(self, number):
        return leg(self.conference_id, number)

    def call(self, number, **more):
        sid = self.leg(number).call_sid
        return {"CallSid": sid, "From": WANG, "To": number, "CallStatus": "in-progress", **more}

    def code(self, *rest, **form):
        """Return the path and the form of a request about the code call."""
        path = "/".join(("/voice/code", *map(str, self.code_phone.there), *rest))
        return path, {"CallSid": self.code_phone.sid, "To": CHEN, **form}


def _heard(scene):
    scene.code_phone.answers()
    return scene


def _in_the_menu(scene):
    factories.host(scene.conference_id).change(factories.Leg.trips.set(1))
    return scene


def _drafted(path):
    """Have 王小明 keyed in 李雷 for a reservation."""
    kept_under = ids.derived("reserve", MENU["CallSid"], "0")
    legs.add(kept_under, LI, attempt=1, asked_by="entry-0")
    return path


def _reserved():
    return factories.reserved(factories.account(WANG), LI).reservation_id


def _grouped():
    """Let 王小明 have a group with 李雷 in it; return its id."""
    owner = factories.account(WANG)
    member = contacts.add(owner, Entry("李雷", LI), key="li").row_id
    return groups.add(owner, "家人", [member], key="family").row_id


REQUESTS = {
    "/voice/incoming": lambda _: ("/voice/incoming", {**MENU, "CallStatus": "ringing"}),
    "/voice/status": lambda _: (
        "/voice/status",
        {**HOST, "CallStatus": "completed", "CallDuration": "61"},
    ),
    "/voice/dial-in/{language}/menu": lambda _: ("/voice/dial-in/zh/menu", MENU),
    "/voice/dial-in/{language}/choose": lambda _: (
        "/voice/dial-in/zh/choose",
        {**MENU, "Digits": "1"},
    ),
    "/voice/dial-in/{language}/collect/{added}/{silences}": lambda _: (
        "/voice/dial-in/en/collect/0/0",
        {**MENU, "Digits": "13800000201", "FinishedOnKey": "#"},
    ),
    "/voice/dial-in/{language}/start-or-more/{added}": lambda _: (
        "/voice/dial-in/zh/start-or-more/1",
        {**MENU, "Digits": "#"},
    ),
    "/voice/dial-in/{language}/again": lambda _: (
        "/voice/dial-in/zh/again",
        {**MENU, "Digits": "1"},
    ),
    "/voice/dial-in/{language}/reserve/{turn}/when/{added}/{silences}": lambda _: (
        "/voice/dial-in/zh/reserve/0/when/0/0",
        {**MENU, "Digits": "02161500", "FinishedOnKey": "#"},
    ),
    "/voice/dial-in/{language}/reserve/{turn}/{moment}/instead/{added}": lambda _: (
        f"/voice/dial-in/en/reserve/0/{AT_THREE}/instead/0",
        {**MENU, "Digits": "1"},
    ),
    "/voice/dial-in/{language}/reserve/{turn}/{moment}/collect/{added}/{silences}": lambda _: (
        f"/voice/dial-in/zh/reserve/0/{AT_THREE}/collect/0/0",
        {**MENU, "Digits": "13800000201", "FinishedOnKey": "#"},
    ),
    "/voice/dial-in/{language}/reserve/{turn}/{moment}/start-or-more/{added}": lambda _: (
        f"/voice/dial-in/zh/reserve/0/{AT_THREE}/start-or-more/1",
        {**MENU, "Digits": "#"},
    ),
    "/voice/dial-in/{language}/reserve/{turn}/{moment}/confirm/{added}": lambda _: (
        _drafted(f"/voice/dial-in/zh/reserve/0/{AT_THREE}/confirm/1"),
        {**MENU, "Digits": "1"},
    ),
    "/voice/dial-in/{language}/reserved/{reservation_id}": lambda _: (
        f"/voice/dial-in/zh/reserved/{_reserved()}",
        {**MENU, "Digits": "2"},
    ),
    "/voice/dial-in/{language}/reserved/{reservation_id}/cancel": lambda _: (
        f"/voice/dial-in/zh/reserved/{_reserved()}/cancel",
        {**MENU, "Digits": "1"},
    ),
    "/voice/dial-in/{language}/group/number/{silences}": lambda _: (
        _grouped() and "/voice/dial-in/zh/group/number/0",
        {**MENU, "Digits": "1", "FinishedOnKey": "#"},
    ),
    "/voice/dial-in/{language}/group/{group_id}/call": lambda _: (
        f"/voice/dial-in/zh/group/{_grouped()}/call",
        {**MENU, "Digits": "1"},
    ),
    "/voice/code/{verification_id}/{call_number}/answered": lambda s: s.code(
        "answered", CallStatus="in-progress"
    ),
    "/voice/code/{verification_id}/{call_number}/key/{plays}": lambda s: _heard(s).code(
        "key", "0", CallStatus="in-progress", Digits="9"
    ),
    "/voice/code/{verification_id}/{call_number}/status": lambda s: s.code(
        "status", CallStatus="completed", CallDuration="12"
    ),
    "/voice/{conference_id}/{leg_id}/rejoin": lambda s: (
        s.of(ZHAO, "rejoin"),
        {"CallSid": "CAback", "From": ZHAO, "CallStatus": "in-progress", "Digits": "1"},
    ),
    "/voice/{conference_id}/{leg_id}/answered": lambda s: (s.of(SUN, "answered"), s.call(SUN)),
    "/voice/{conference_id}/{leg_id}/accept": lambda s: (
        s.of(SUN, "accept"),
        s.call(SUN, Digits="1"),
    ),
    "/voice/{conference_id}/{leg_id}/enter": lambda s: (s.of(SUN, "enter"), s.call(SUN)),
    "/voice/{conference_id}/{leg_id}/status": lambda s: (
        s.of(LI, "status"),
        s.call(LI, CallStatus="completed", CallDuration="61"),
    ),
    "/voice/{conference_id}/room": lambda s: (
        f"/voice/{s.conference_id}/room",
        s.call(
            LI,
            StatusCallbackEvent="participant-join",
            FriendlyName=s.conference_id,
            ParticipantLabel=f"{s.leg(LI).leg_id}-0",
        ),
    ),
    "/voice/{conference_id}/{leg_id}/wait": lambda s: (s.of(WANG, "wait"), HOST),
    "/voice/{conference_id}/{leg_id}/announce/{language}/{prompt}": lambda s: (
        s.of(LI, "announce", "zh", "joined"),
        HOST,
    ),
    "/voice/{conference_id}/{leg_id}/menu/{trip}": lambda s: (
        s.of(LI, "menu", "1"),
        s.call(LI, DialCallStatus="answered"),
    ),
    "/voice/{conference_id}/{leg_id}/key/{trip}": lambda s: (
        _in_the_menu(s).of(WANG, "key", "1"),
        {**HOST, "Digits": "4"},
    ),
    "/voice/{conference_id}/{leg_id}/add/{trip}": lambda s: (
        _in_the_menu(s).of(WANG, "add", "1"),
        {**HOST, "Digits": "18600000501", "FinishedOnKey": "#"},
    ),
    "/voice/{conference_id}/{leg_id}/back": lambda s: (s.of(LI, "back"), s.call(LI)),
    "/voice/{conference_id}/{leg_id}/end": lambda s: (s.of(WANG, "end"), {**HOST, "Digits": "1"}),
}
"""Every route, and a request to it that does something."""
