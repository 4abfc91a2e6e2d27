"""The phone network's own book of its calls, and its REST client as `provider` asks it.

The book is the truth that every bill is compared with. What a call does is in `phones`.
"""

from types import SimpleNamespace

from twilio.base.exceptions import TwilioRestException

from chalicelib.calls import FINAL
from tests.fakes import SERVICE, unheard


class Call:
    """One call: who, when, how it went, and where it is now."""

    def __init__(self, sid, number, moment, **facts):
        self.sid, self.number = sid, number
        self.inbound, self.then = facts.get("inbound", False), facts.get("then", "")
        self.status_path = facts["status_path"]
        self.asked_at = self.created_at = moment
        self.status = "queued"
        self.answered_at, self.ended_at = None, None
        self.room, self.action, self.label = None, None, ""
        self.muted = False
        self.entered = False
        """Whether it was ever in a room."""
        self.was_in, self.accepted = None, False
        """The room that it was in last, and whether 1 was pressed to come in."""
        self.keyed, self.stars = 0, 0

    @property
    def alive(self):
        return self.status not in FINAL

    @property
    def seconds(self):
        if self.status != "completed":
            return None
        return int((self.ended_at - self.answered_at).total_seconds())

    @property
    def for_a_code(self):
        """Whether it was placed to speak a code."""
        return self.then.startswith("/voice/code/")

    @property
    def leg(self):
        """The conference and the leg that it was rung for."""
        return tuple(self.then.split("/")[2:4])


class Carrier:
    """The calls there are, in the order they began; `phones` is told what is to happen to them."""

    def __init__(self, timeline, line):
        self.timeline, self.line = timeline, line
        self.calls = {}
        self.phones = None
        self.texts = []
        self.rung = unheard
        """Told of each call that we placed, for whoever checks it."""

    def new(self, number, **facts):
        """Put a call into the book."""
        sid = f"CA{len(self.calls):032}"
        self.calls[sid] = Call(sid, number, self.timeline.now, **facts)
        return self.calls[sid]

    def in_room(self, name):
        return [call for call in self.calls.values() if call.room == name]

    @property
    def client(self):
        """Return the provider's client, as much as the product asks of it."""
        return SimpleNamespace(calls=Calls(self), conferences=Rooms(self), messages=None)


class Calls:
    """`client.calls`: create and list them, and by its sid update or fetch one."""

    def __init__(self, carrier):
        self.carrier = carrier

    def __call__(self, sid):
        return OneCall(self.carrier, sid)

    def create(self, *, to, url, status_callback, **others):
        del others

        def done():
            then, status = path_of(url), path_of(status_callback)
            call = self.carrier.new(to, then=then, status_path=status)
            call.asked_at = asked_at
            self.carrier.rung(call)
            self.carrier.phones.rings(call)
            return SimpleNamespace(sid=call.sid)

        asked_at = self.carrier.timeline.now
        return self.carrier.line.request(("create", to), done, may_be_late=True)

    def list(self, *, to, **others):
        del others

        def done():
            found = [call for call in self.carrier.calls.values() if call.number == to]
            return [record(call) for call in reversed(found) if not call.inbound]

        return self.carrier.line.request(("list", to), done)

    def page(self, *, end_time_after, end_time_before, **others):
        del others

        def done():
            found = [record(call) for call in self.carrier.calls.values() if call.ended_at]
            return Page(r for r in found if end_time_after <= r.end_time <= end_time_before)

        return self.carrier.line.request(("page",), done)


class Page(list):
    """One page of calls: the only one."""

    def next_page(self):
        return None


class OneCall:
    """`client.calls(sid)`."""

    def __init__(self, carrier, sid):
        self.carrier, self.sid = carrier, sid

    def update(self, *, status):
        assert status == "completed"

        def done():
            call = self.carrier.calls[self.sid]
            if not call.alive:
                raise TwilioRestException(400, "", "not in progress", 21220)
            self.carrier.phones.is_hung_up(call)
            return record(call)

        return self.carrier.line.request(("hang up", self.sid), done, may_be_late=True)

    def fetch(self):
        def done():
            if self.sid not in self.carrier.calls:
                raise TwilioRestException(404, "", "no such call", 20404)
            return record(self.carrier.calls[self.sid])

        return self.carrier.line.request(("fetch", self.sid), done)


class Rooms:
    """`client.conferences`: list them by name, and by its sid update one or ask for who is in it.

    A room's sid is its name.
    """

    def __init__(self, carrier):
        self.carrier = carrier

    def __call__(self, sid):
        return OneRoom(self.carrier, sid)

    def list(self, *, friendly_name, limit):
        del limit

        def done():
            there = self.carrier.in_room(friendly_name)
            return [SimpleNamespace(sid=friendly_name, status="in-progress")] if there else []

        return self.carrier.line.request(("rooms", friendly_name), done)


class OneRoom:
    """`client.conferences(sid)`, and `.participants` of it."""

    def __init__(self, carrier, sid):
        self.carrier, self.sid = carrier, sid
        self.participants = Participants(carrier, sid)

    def update(self, *, status):
        assert status == "completed"

        def done():
            for call in self.carrier.in_room(self.sid):
                self.carrier.phones.is_released(call)

        return self.carrier.line.request(("end room", self.sid), done, may_be_late=True)


class Participants:
    """Those who are in a room."""

    def __init__(self, carrier, room, sid=None):
        self.carrier, self.room, self.sid = carrier, room, sid

    def __call__(self, sid):
        return Participants(self.carrier, self.room, sid)

    def list(self):
        def done():
            there = self.carrier.in_room(self.room)
            return [SimpleNamespace(call_sid=call.sid, muted=call.muted) for call in there]

        return self.carrier.line.request(("participants", self.room), done)

    def update(self, *, muted=None, announce_url=None):
        del announce_url

        def done():
            call = self.carrier.calls.get(self.sid)
            if call is None or call.room != self.room:
                raise TwilioRestException(404, "", "not in the room", 20404)
            if muted is not None:
                call.muted = muted
            return call

        asked = ("participant", self.sid, muted)
        return self.carrier.line.request(asked, done, may_be_late=True)


def record(call):
    """Return a call as the provider's client shows it."""
    return SimpleNamespace(
        sid=call.sid,
        status=call.status,
        direction="inbound" if call.inbound else "outbound-api",
        _from=call.number if call.inbound else SERVICE,
        to=SERVICE if call.inbound else call.number,
        duration=None if call.seconds is None else str(call.seconds),
        date_created=call.created_at.replace(microsecond=0),
        end_time=call.ended_at,
        price=None,
        price_unit=None,
    )


def path_of(url):
    """Return the path of one of our own URLs."""
    from chalicelib import config  # noqa: PLC0415 - settings are read after the environment is set

    return url.removeprefix(config.settings.public_base_url).partition("#")[0]
