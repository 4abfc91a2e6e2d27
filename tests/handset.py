"""One leg's phone in the room: “*” and a key, as its provider reports them."""

from chalicelib import keypad
from chalicelib.calls import Call
from chalicelib.steps import Ask, HangUp, Join, Prompt, line

GOODBYE = HangUp((line(Prompt.GOODBYE),))


class Handset:
    """The phone of one *leg* of a conference."""

    def __init__(self, conference_id, leg):
        self.there = conference_id, leg.leg_id
        self.sid = leg.call_sid
        self.host = leg.host
        self.trip = 0

    def star(self):
        step = keypad.menu(*self.there, self.trip + 1, Call(self.sid))
        if isinstance(step, Ask):
            self.trip += 1
        return step

    def key(self, digits):
        return keypad.key(*self.there, self.trip, Call(self.sid, digits=digits))

    def press(self, digits):
        self.star()
        return self.key(digits)

    def add(self, digits):
        return keypad.add(*self.there, self.trip, Call(self.sid, digits=digits))

    def back(self):
        return keypad.back(*self.there, Call(self.sid))

    def end(self, digits):
        return keypad.end(*self.there, Call(self.sid, digits=digits))

    def room(self, *lines, muted=False):
        """Return the step that puts this phone back into the room."""
        return Join(*self.there, self.trip, host=self.host, muted=muted, lines=lines)

    def path(self, *rest):
        return "/".join(("/voice", *self.there, *map(str, rest)))
