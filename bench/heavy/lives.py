"""What the provider tells of one conference, webhook by webhook, from 116323 to the last word."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

HOST = "host-1"
SECONDS = {"a": 61, "b": 119, "c": 60, HOST: 180}
"""How long each talks, by the provider's clock: more and less than a minute begun."""
JOIN, LEAVE = "participant-join", "participant-leave"
ANOTHER = "1"  # the key that asks for one more number
GATHER, ROOM = "<Gather", "<Conference"
VERBS = {
    **dict.fromkeys(("incoming", "choose", "collect", "menu"), GATHER),
    **dict.fromkeys(("start", "enter", "key", "add"), ROOM),
    "answered": "<Redirect",
    "wait": "<Play",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One webhook: what it tells, where it goes and its form; *over* if it is a call's last."""

    name: str
    path: str
    form: dict[str, str] = field(default_factory=dict)
    over: int | None = None
    """The seconds of the call whose last word this is."""
    enters: str = ""
    """Who is in the room, and is billed, once this was answered."""

    @property
    def verb(self) -> str:
        """What the document that answers it must hold; nothing if none is asked for."""
        if self.name == "key" and self.form["Digits"] == ANOTHER:
            return GATHER
        return VERBS.get(self.name, "")


class Life:
    """One conference of *host* and three more, of whom the third is called in by its keypad.

    Each party has to be rung by the product, between its `start` and its `ringing`.
    """

    def __init__(self, host: str, parties: dict[str, str], seed: str) -> None:
        from chalicelib import conference, legs  # noqa: PLC0415 - the environment is set

        self.host = host
        self.host_sid = sid(seed)
        self.conference_id = conference.id_of(self.host_sid)
        self._numbers = {**parties, HOST: host}
        self.legs = {
            who: f"{legs.party_of(self.conference_id, number)}-1" for who, number in parties.items()
        } | {HOST: HOST}

    def steps(self) -> Iterator[Step]:
        """Yield every webhook in the order of life."""
        yield from self._dial_in()
        yield from (self._event(HOST, JOIN), self._leg("wait", HOST))
        yield from (self._status(who, "ringing") for who in "ab")
        yield from (self._leg("answered", who) for who in "ab")
        for who in "ab":
            yield from (self._enter(who), self._event(who, JOIN))
        yield from self._keys(HOST, 1, ANOTHER)
        yield self._leg("add/1", HOST, Digits=_national(self._numbers["c"]))
        yield from (self._status("c", "ringing"), self._leg("answered", "c"))
        yield from (self._enter("c"), self._event("c", JOIN))
        yield from self._keys("a", 1, "6")
        yield from self._keys("b", 1, "9")
        yield from self._keys(HOST, 2, "5")
        for who in "abc":
            yield from (self._status(who, "completed"), self._event(who, LEAVE))
        yield self._status(HOST, "completed")

    def sid_of(self, who: str) -> str:
        """Return the sid of the call of *who*."""
        return self.host_sid if who == HOST else sid_of(self.conference_id, self.legs[who])

    def _dial_in(self) -> Iterator[Step]:
        menu = "/voice/dial-in/zh"
        yield self._asked("incoming", "/voice/incoming")
        yield self._asked("choose", f"{menu}/choose", Digits="1")
        for added, who in enumerate("ab"):
            digits = _national(self._numbers[who])
            yield self._asked("collect", f"{menu}/collect/{added}/0", Digits=digits)
        start = self._asked("start", f"{menu}/collect/2/0", Digits="", FinishedOnKey="#")
        yield replace(start, enters=HOST)

    def _keys(self, who: str, trip: int, key: str) -> Iterator[Step]:
        yield self._leg(f"menu/{trip}", who)
        yield self._leg(f"key/{trip}", who, Digits=key)

    def _enter(self, who: str) -> Step:
        return replace(self._leg("enter", who), enters=who)

    def _asked(self, name: str, path: str, **more: str) -> Step:
        return Step(name, path, {**self._call(HOST), "CallStatus": "in-progress", **more})

    def _leg(self, what: str, who: str, **more: str) -> Step:
        path = f"/voice/{self.conference_id}/{self.legs[who]}/{what}"
        return self._asked_of(who, what.partition("/")[0], path, **more)

    def _asked_of(self, who: str, name: str, path: str, **more: str) -> Step:
        return Step(name, path, {**self._call(who), "CallStatus": "in-progress", **more})

    def _status(self, who: str, status: str) -> Step:
        inbound = who == HOST
        path = (
            "/voice/status" if inbound else f"/voice/{self.conference_id}/{self.legs[who]}/status"
        )
        form = {**self._call(who), "CallStatus": status}
        if status != "completed":
            return Step(status, path, form)
        seconds = SECONDS[who]
        return Step(status, path, {**form, "CallDuration": str(seconds)}, over=seconds)

    def _event(self, who: str, event: str) -> Step:
        path, label = f"/voice/{self.conference_id}/room", f"{self.legs[who]}-0"
        form = {"CallSid": self.sid_of(who), "StatusCallbackEvent": event}
        if event == LEAVE:
            form["ParticipantCallStatus"] = "completed"
        return Step(event, path, {**form, "ParticipantLabel": label})

    def _call(self, who: str) -> dict[str, str]:
        service, number = "+861065116323", self._numbers[who]
        ends = (number, service) if who == HOST else (service, number)
        return {"CallSid": self.sid_of(who), "From": ends[0], "To": ends[1]}


def sid(text: str) -> str:
    """Return the sid of a call that *text* names."""
    return "CA" + hashlib.sha256(text.encode()).hexdigest()[:32]


def sid_of(conference_id: str, leg_id: str) -> str:
    """Return the sid that our provider gives to the call of a leg, so that we know it as well."""
    return sid(f"{conference_id}/{leg_id}")


def _national(number: str) -> str:
    return number.removeprefix("+86")
