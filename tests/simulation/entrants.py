"""Somebody who registers by a code call, and somebody else who would like to in their place."""

from chalicelib import verifications
from chalicelib.registrations import AGREEMENT
from chalicelib.tables import Verification
from tests.simulation.pages import Page

NEWCOMER = "+8618600000701"
NAME, EMAIL, PASSWORD = "新来的人", "new@example.org", "a long way to the sea"
OTHERS_NAME = "冒名的人"
GUESSES = 9
"""More than a code may be tried."""
CALLS_WANTED = 3


class Entrants:
    """The newcomer and the guesser: each at a page of their own; the phone is the newcomer's."""

    def __init__(self, world, people):
        self.world, self.people = world, people
        self.timeline, self.random = world.timeline, world.random
        self.newcomer = Page(world, "newcomer", "198.51.100.70")
        self.guesser = Page(world, "guesser", "198.51.100.80")
        self.asked_for = ""
        """The verification that the newcomer waits for."""

    def come(self):
        """Let the newcomer fill in the form; the guesser does so for the same number."""
        self.people.private |= {"newcomer": {NAME, EMAIL}, "guesser": {OTHERS_NAME}}
        self.world.phones.hears = self._hears
        self._soon(0, 60, self._registers)
        for _ in range(2):
            wait = self.random.uniform(10, 100)
            self.timeline.after(wait, lambda: self.world.phones.dials_in(NEWCOMER, ()))

    def _soon(self, least, most, deed):
        self.timeline.after(self.random.uniform(least, most), deed)

    # ——— who registers ———

    def _registers(self):
        self._fills_in(self.newcomer, NAME, EMAIL, key="the-newcomers-key", heard=self._waits)

    def _fills_in(self, page, name, email, *, key, heard):
        form = {
            "number": NEWCOMER,
            "name": name,
            "email": email,
            "password": PASSWORD,
            "agreement": AGREEMENT,
        }
        page.ask("POST /api/registrations", form, key=key, heard=heard)

    def _waits(self, status, begun):
        """Wait for the phone to ring, and have it rung again; the other begins to guess."""
        if status != 202 or self.asked_for:
            return
        self.asked_for = begun["id"]
        self._has_it_rung_again(self.newcomer, begun["id"])
        if self.random.random() < 0.6:
            for _ in range(GUESSES):
                self._soon(10, 240, self._guesses)
            for n in range(CALLS_WANTED):
                self._soon(5, 200, lambda n=n: self._begins_too(n))

    def _has_it_rung_again(self, page, verification_id):
        for n in range(self.random.randint(0, CALLS_WANTED)):
            request = f"POST /api/registrations/{verification_id}/calls"
            key = f"{verification_id[:12]}-again-{n}"
            self._soon(61, 400, lambda r=request, k=key: page.ask(r, {}, key=k))

    def _hears(self, call):
        """Hear a code, and type it in: wrongly at first perhaps, or twice."""
        verification_id, call_number = call.then.split("/")[3:5]
        if verification_id != self.asked_for:
            return
        right = verifications.code(Verification.get(verification_id), int(call_number))
        wrong = f"{(int(right) + 1) % 1_000_000:06}"
        for digits in self.random.choice([[right], [wrong, right], [right, right], []]):
            self._soon(3, 40, lambda d=digits: self._types(self.newcomer, d))

    def _types(self, page, digits):
        request = f"POST /api/registrations/{self.asked_for}/confirmation"
        page.ask(request, {"code": digits})

    # ——— who has no phone, and guesses ———

    def _guesses(self):
        self._types(self.guesser, f"{self.random.randrange(1_000_000):06}")

    def _begins_too(self, n):
        """Have the same phone rung by a form of their own."""

        def begun(status, found):
            if status == 202:
                self._has_it_rung_again(self.guesser, found["id"])

        self._fills_in(self.guesser, OTHERS_NAME, None, key=f"the-guessers-key-{n}", heard=begun)
