"""People with phones, and what a call does with the documents that we answer (TwiML)."""

from xml.etree import ElementTree as ET

from chalicelib import legs
from chalicelib.clock import for_provider
from chalicelib.phone_numbers import national
from tests.fakes import SERVICE, unheard
from tests.people import CHEN, LI, SUN, ZHAO
from tests.simulation.carrier import path_of

RING_SECONDS = 45
OTHERS = (LI, ZHAO, SUN, CHEN)
EVERYBODY_LEAVES, THE_HOST_ENDS_IT = "everybody leaves", "the host ends it"
THE_HOST_LEAVES, THE_OTHERS_LEAVE = "the host leaves", "the others leave"
WAYS_TO_LEAVE = (
    *(EVERYBODY_LEAVES, THE_HOST_ENDS_IT, THE_HOST_ENDS_IT),
    *(THE_HOST_LEAVES, THE_OTHERS_LEAVE),
)
"""How a run comes to its end: who was in a room and does not leave stays on the line."""
LONGEST = (300, 3000)
FORBIDDEN = ("110", "0085223456789", "16812345678")  # emergency, another country, premium


class Phones:
    """What happens to calls; *channel* carries what the provider asks and tells us."""

    def __init__(self, timeline, carrier, channel):
        self.timeline, self.carrier, self.channel = timeline, carrier, channel
        self.random = timeline.random
        self.wanted = {}
        """The numbers that each caller of 116323 keys in."""
        self.hears = unheard
        """Told of each call for a code that is answered."""
        self.comes_in = self.wishes = unheard
        """Told of each call that comes into a room, and of each number that is keyed in there."""
        self.leaving, self.way_to_leave = False, ""
        """Whether who does not stay is about to hang up, and who stays."""
        self.patience = self.random.choice(LONGEST)
        """How many seconds people stay on the line at most, if nobody hangs them up."""
        self.eagerness = self.random.choice((0.3, 0.3, 0.8))
        """How likely somebody calls back who was called, or dropped out."""
        carrier.phones = self

    # ——— a call begins ———

    def dials_in(self, number, parties):
        """Let *number* call 116323, to talk to *parties*."""
        call = self.carrier.new(number, inbound=True, status_path="/voice/status")
        self.wanted[call.sid] = parties
        self._connects(call)
        self._ask(call, "/voice/incoming")
        return call

    def rings(self, call):
        """Let a phone ring that we have called: it is answered, or not."""
        drawn, wait = self.random.random(), self.random.uniform(0.3, 3)
        self.timeline.after(wait, lambda: self._ringing(call))
        pause = wait + self.random.uniform(1, 20)
        if self.leaving and legs.is_host(call.leg[1]):
            drawn = 1  # who is gone is not called back
        if drawn < 0.78:
            self.timeline.after(pause, lambda: self._answers(call))
        elif drawn < 0.86:
            self.timeline.after(pause / 4, lambda: self._ends(call, "busy"))
        elif drawn < 0.9:
            self.timeline.after(wait, lambda: self._ends(call, "failed"))
        self.timeline.after(RING_SECONDS, lambda: call.answered_at or self._ends(call, "no-answer"))

    def _ringing(self, call):
        if call.status == "queued":
            call.status = "ringing"
            self._tell(call, "ringing")

    def _answers(self, call):
        if call.alive and call.answered_at is None:
            self._connects(call)
            self._ask(call, call.then)
            if call.for_a_code:
                self.hears(call)
            if self.random.random() < 0.05:
                self._soon(self.random.uniform(0, 3), call, self.hangs_up)

    def _connects(self, call):
        call.status, call.answered_at = "in-progress", self.timeline.now.replace(microsecond=0)
        longest = self.random.uniform(20, self.patience)
        self._soon(5 if self.leaving else longest, call, self.hangs_up)

    # ——— a call ends ———

    def hangs_up(self, call):
        """Let a person hang up, unless they wait for what we do."""
        if not self._stays(call):
            self._ends(call, "completed" if call.answered_at else "no-answer")

    def is_hung_up(self, call):
        """End a call because we asked for it."""
        self._ends(call, "completed" if call.answered_at else "canceled")

    def everybody_leaves(self):
        """Let everybody who does not stay hang up within a minute, also who answers later."""
        self.leaving, self.way_to_leave = True, self.random.choice(WAYS_TO_LEAVE)
        for call in self.carrier.calls.values():
            if call.alive:
                self._soon(self.random.uniform(0, 60), call, self.hangs_up)

    def _stays(self, call):
        """Say whether somebody who was in a room stays until we hang up."""
        if not self.leaving or call.was_in is None:
            return False
        host = legs.is_host(call.label)
        ways = {THE_HOST_ENDS_IT: True, THE_HOST_LEAVES: not host, THE_OTHERS_LEAVE: host}
        return ways.get(self.way_to_leave, False)

    def _ends(self, call, status):
        if not call.alive:
            return
        call.status, call.ended_at = status, self.timeline.now.replace(microsecond=0)
        self._leaves(call)
        self.timeline.note("over", call.sid, status)
        self._tell(call, status)
        invited = not call.for_a_code and not (call.inbound and call.was_in is None)
        if not self.leaving and invited and self.random.random() < self.eagerness:
            self.timeline.after(self.random.uniform(2, 50), lambda: self._calls_back(call.number))

    def _calls_back(self, number):
        """Let somebody who missed a call, or dropped out of one, dial 116323."""
        if not self.leaving:
            self.dials_in(number, ())

    # ——— a call in a room ———

    def is_released(self, call):
        """Take a call out of its room: it goes on to its next document."""
        self._leaves(call)
        self._ask(call, call.action)

    def _enters(self, call, dial):
        conference = dial.find("Conference")
        call.room, call.label = conference.text, conference.get("participantLabel")
        call.action = path_of(dial.get("action"))
        call.muted, call.entered = conference.get("muted") == "true", True
        call.was_in = call.room
        self.comes_in(call)
        self.timeline.note("in", call.sid)
        self._tell_room(call, "participant-join")
        if self.random.random() < 0.4:
            self._soon(self.random.uniform(2, 60), call, self._presses_star)

    def _leaves(self, call):
        if call.room is not None:
            self._tell_room(call, "participant-leave")
            call.room = None

    def _presses_star(self, call):
        if call.room is not None and call.stars < 4:
            call.stars += 1
            self.is_released(call)

    # ——— documents ———

    def _ask(self, call, path, **form):
        form = {"CallSid": call.sid, "CallStatus": call.status, **self._ends_of(call), **form}
        self.channel.ask(path, form, lambda body: self._obeys(call, body))

    def _obeys(self, call, body):
        """Do what a document says; a call that gets none hears that we are busy, and ends."""
        if not call.alive or call.room is not None:
            return
        document = ET.fromstring(body) if body else ()  # noqa: S314 - our own words
        for verb in document:
            match verb.tag:
                case "Redirect":
                    path = path_of(verb.text)
                    self._soon(1, call, lambda _, path=path: self._ask(call, path))
                    return
                case "Dial" if verb.find("Conference") is not None:
                    self._enters(call, verb)
                    return
                case "Gather":
                    if self._keys(call, verb):
                        return
        self._soon(1, call, self.is_hung_up)

    def _keys(self, call, gather):
        """Press keys, if anything is wanted here; say whether that was done."""
        path = path_of(gather.get("action"))
        digits = self._digits(call, path)
        if digits is None:
            return False
        finished = {"FinishedOnKey": "#"} if gather.get("finishOnKey") == "#" else {}
        pause = self.random.uniform(0.5, 6)
        self._soon(pause, call, lambda _: self._presses(call, path, digits, finished))
        return True

    def _presses(self, call, path, digits, finished):
        there, deed = path.split("/")[2], path.split("/")[4]
        call.accepted |= deed in {"accept", "rejoin"} and digits == "1"
        if deed == "add":
            self.wishes(there, [one for one in OTHERS if national(one) == digits], path)
        self._ask(call, path, Digits=digits, **finished)

    def _digits(self, call, path):
        """Return what a person presses where we ask for *path*, None for silence."""
        if self.random.random() < 0.05:
            return None
        parts = path.split("/")
        if parts[2] == "dial-in":
            return self._menu_digits(call, parts[4])
        if call.for_a_code:
            return self.random.choices(["1", None, "9"], [55, 40, 5])[0]
        match parts[4]:
            case "accept":
                return self.random.choices(["1", "2", "9", "5"], [85, 6, 3, 6])[0]
            case "key":
                return self.random.choice("123456789*#")
            case "add":
                return self.random.choice([*map(national, OTHERS), *FORBIDDEN])
        return self.random.choices(["1", "2"], [90, 10])[0]  # rejoin, end

    def _menu_digits(self, call, step):
        wanted = self.wanted[call.sid]
        match step:
            case "choose":
                return self.random.choices("145", [94, 3, 3])[0]
            case "collect" if call.keyed < len(wanted):
                call.keyed += 1
                return national(wanted[call.keyed - 1])
            case "collect":
                return ""
        return "#"

    # ——— what is told ———

    def _soon(self, seconds, call, deed):
        self.timeline.after(seconds, lambda: call.alive and deed(call))

    def _tell(self, call, status):
        seconds = {} if call.seconds is None else {"CallDuration": str(call.seconds)}
        stamp = {"Timestamp": for_provider(self.timeline.now)}
        form = {"CallSid": call.sid, "CallStatus": status, **self._ends_of(call)}
        self.channel.tell(call.status_path, {**form, **seconds, **stamp})

    def _tell_room(self, call, event):
        status = "in-progress" if call.alive else call.status
        form = {"StatusCallbackEvent": event, "ParticipantCallStatus": status}
        form |= {"ParticipantLabel": call.label, "CallSid": call.sid}
        self.channel.tell(f"/voice/{call.room}/room", form)

    @staticmethod
    def _ends_of(call):
        if call.inbound:
            return {"From": call.number, "To": SERVICE}
        return {"From": SERVICE, "To": call.number}
