"""The phone that a code is spoken to: it is rung, answers, presses keys, and hangs up."""

from chalicelib import code_calls, verifications
from chalicelib.calls import Call, Progress
from chalicelib.tables import Verification
from chalicelib.verifications import HOST_NUMBER, Draft, Wish
from tests.people import CHEN, WANG

HOME = "198.51.100.7"


def wish(number=WANG, purpose="register", key="a key", address=HOME, language="zh", **draft):
    """Return the wish for a code call; one for a host number is 陈静's."""
    password = draft.pop("password", None)
    if purpose == HOST_NUMBER:
        draft.setdefault("billing_number", CHEN)
    return Wish(purpose, number, key, address, language, Draft(**draft), password)


def asked(queue, *about, **values):
    """Ask for a code call and do the work of it; return the verification as it is then."""
    begun = verifications.ask(wish(*about, **values))
    queue.run()
    begun.refresh()
    return begun


def state(found):
    """Return the state that a page is shown now."""
    found.refresh()
    return verifications.state_of(found)


class CodePhone:
    """Lives through the latest call to *number*, as the network tells our side of it."""

    def __init__(self, network, number):
        self.network = network
        rings = [then for to, then, _ in network.done("ring") if to == number]
        _, _, _, self.verification_id, call_number, _ = rings[-1].split("/")
        self.call_number = int(call_number)
        self.sid = network.sid_of(number)

    @property
    def there(self):
        return self.verification_id, self.call_number

    @property
    def stored(self):
        return Verification.get(self.verification_id)

    @property
    def code(self):
        """The six digits that this call speaks."""
        return verifications.code(self.stored, self.call_number)

    def rings(self):
        self.hears_of("ringing")

    def answers(self):
        self.network.answers(self.sid)
        return code_calls.answered(*self.there, Call(self.sid))

    def presses(self, key, *, plays=0):
        return code_calls.key(*self.there, Call(self.sid, digits=key), plays=plays)

    def hangs_up(self, status=None):
        """End the call: answered, or with the *status* of one that was not."""
        self.network.ends(self.sid, status)
        code_calls.progress(*self.there, self.network.word(self.sid))

    def hears_of(self, status):
        """Let the network report *status* of this call."""
        code_calls.progress(*self.there, Progress(self.sid, status))
