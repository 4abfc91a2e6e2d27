"""Somebody in the menu of 116323, through signed webhooks alone: what they key, what they hear."""

from tests.people import WANG


class Caller:
    """Keys in digits and follows where that leads; `heard` is all that was said since the last.

    Every request is sent twice, as a provider that got no answer does, and must answer the same.
    """

    def __init__(self, phone, *, number=WANG, sid="CA1"):
        self.phone, self.number, self.sid = phone, number, sid
        phone.network.dials_in(sid, number)
        self.answer, self.heard = None, []
        self._ask("/voice/incoming", CallStatus="ringing")

    def keys(self, digits):
        """Press one key after another, each when it is asked for; return what is heard last."""
        for digit in digits:
            self._ask(self.answer.then, Digits=digit)
        return self.heard

    def enters(self, digits):
        """Key in digits and “#”; return what is heard then."""
        self._ask(self.answer.then, Digits=digits, FinishedOnKey="#")
        return self.heard

    def is_silent(self):
        """Let the time for a number pass; return what is heard then."""
        self._ask(self.answer.then, Digits="", FinishedOnKey="")
        return self.heard

    @property
    def verbs(self):
        """What the call does now."""
        return self.answer.verbs

    def _ask(self, path, **form):
        self.heard = []
        while path:
            self.answer = self._twice(path, form)
            self.heard += self._said()
            path, form = self.answer.redirect if "Redirect" in self.verbs else None, {}

    def _said(self):
        """Return what is said once: a question for one key has it twice, and then says goodbye."""
        says = self.answer.says
        if self.verbs[:2] != ["Gather", "Gather"]:
            return says
        once = says[: len(says) // 2]
        assert says == [*once, *once, "谢谢您的使用再见"]
        return once

    def _twice(self, path, form):
        form = {"CallSid": self.sid, "From": self.number, "CallStatus": "in-progress", **form}
        first, second = (self.phone.post(path, **form) for _ in range(2))
        assert (first.status, second.body) == (200, first.body)
        return first
