"""An account, whatever is done with it in whatever order: who is in, by which password (F34, F48).

A machine of Hypothesis lives many lives of one number, and after every step the product says what
a model of a few lines says.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    precondition,
    rule,
)

from chalicelib import accounts, address_book, passwords, profile, registrations, sessions
from chalicelib import contacts as people
from chalicelib import verifications as proofs
from chalicelib.config import settings
from chalicelib.contacts import Entry
from chalicelib.sessions import Browser
from chalicelib.tables import Contact
from tests import factories
from tests.code_phone import CodePhone
from tests.lives.world import lives, outcome
from tests.people import LI, WANG

PASSWORDS = ("snow on the western hills", "rain on the eastern lakes", "fog in the valley of pines")
SPANS = st.sampled_from([61, 20 * 60, 31 * 60, 6 * 3_600])
SECRETS = st.sampled_from(PASSWORDS)


@dataclass
class Wish:
    """A code that was asked for, as the model knows it."""

    verification_id: str
    purpose: str
    password: str
    code: str | None
    made_at: datetime
    guesses: int = 0
    used: bool = False


@dataclass
class Model:
    """What the account should be."""

    state: str | None = None
    password: str | None = None
    contacts: int = 0
    browsers: dict[str, list[datetime]] = field(default_factory=dict)
    """When each token was given out, and when it was seen last; only those that are let in."""

    def alive(self, token, now):
        """Say whether a token lets somebody in, who is seen by that."""
        if token not in self.browsers:
            return False
        made_at, seen_at = self.browsers[token]
        idle = seen_at + timedelta(seconds=settings.session_idle_seconds)
        if now >= min(idle, made_at + timedelta(seconds=settings.session_seconds)):
            return False
        if now - seen_at >= timedelta(minutes=1):
            self.browsers[token][1] = now
        return True


class OneAccount(RuleBasedStateMachine):
    """One number, from its first call to the end of its account, and on from there."""

    wishes, tokens = Bundle("wishes"), Bundle("tokens")

    def __init__(self, world):
        super().__init__()
        self.world, self.model, self.numbers = world, Model(), count(1)
        self.failed = []
        world.begin()

    def teardown(self):
        self.world.end()

    # ——— what happens ———

    @rule()
    def somebody_dials_116323(self):
        known = accounts.arrive(WANG, f"CA{next(self.numbers)}")
        self.model.state = self.model.state or "activated"
        assert (known.account is None) == (self.model.state == "closed")

    @rule(span=SPANS)
    def time_passes(self, span):
        self.world.clock.advance(seconds=span)
        self.world.queue.run()

    @rule(target=wishes, password=SECRETS, purpose=st.sampled_from(["register", "recover"]))
    def a_code_is_asked_for(self, password, purpose):
        n, rung = next(self.numbers), len(self.world.network.rung)
        there = {"key": f"key {n}", "address": f"address {n}"}
        if purpose == "register":
            begun = registrations.begin(factories.form(password=password), **there)
        else:
            begun = registrations.forgot(WANG, **there)
        self.world.queue.run()
        code = self._heard() if len(self.world.network.rung) > rung else None
        assert code is None or self.model.state is not None
        return Wish(begun.verification_id, purpose, password, code, self.world.now)

    @rule(target=tokens, wish=wishes, right=st.sampled_from([True, True, True, False]))
    def a_code_is_typed_in(self, wish, right):
        now, code = self.world.now, wish.code or "000000"
        digits = code if right else f"{(int(code) + 1) % 10**6:06}"
        there = now < wish.made_at + proofs.LIFE and not wish.used
        counted = there and wish.guesses < proofs.GUESSES
        wish.guesses += counted
        spoken = wish.code and now < wish.made_at + timedelta(seconds=settings.code_seconds)
        taken = bool(counted and right and spoken)
        wish.used |= taken
        deed = {"register": self._registers, "recover": self._recovers}[wish.purpose]
        return deed(wish, digits, taken=taken)

    @precondition(lambda self: len(self.model.browsers) < sessions.MOST)
    @rule(target=tokens, password=SECRETS)
    def somebody_logs_in(self, password):
        here = Browser(f"address {next(self.numbers)}", "Firefox")
        found, no = outcome(sessions.log_in, WANG, password, here)
        lately = [at for at in self.failed if self.world.now - at < timedelta(hours=1)]
        if no == "too_many_logins":
            assert len(lately) >= 20
            return ""
        right = self.model.state == "registered" and password == self.model.password
        assert no == (None if right else "bad_login")
        if not right:
            self.failed.append(self.world.now)
            return ""
        return self._lets_in(found[1])

    @rule(token=tokens, old=SECRETS, new=SECRETS)
    def the_password_is_changed(self, token, old, new):
        here = self._who(token)
        if here is None:
            return
        where = {"keep": here.session_id, "address": f"address {next(self.numbers)}"}
        _, no = outcome(profile.change_password, here.account, old, new, **where)
        assert no == (None if old == self.model.password else "wrong_password")
        if no is None:
            self.model.password = new
            self.model.browsers = {token: self.model.browsers[token]}

    @rule(token=consumes(tokens))
    def a_browser_logs_out(self, token):
        if here := self._who(token):
            sessions.end(here.account, here.session_id)
            del self.model.browsers[token]

    @rule(token=tokens)
    def all_others_are_logged_out(self, token):
        if here := self._who(token):
            sessions.end_others(here.account, here.session_id)
            self.model.browsers = {token: self.model.browsers[token]}

    @rule(token=tokens)
    def somebody_is_written_into_the_address_book(self, token):
        if here := self._who(token):
            people.add(here.account, Entry("李雷", LI), key=f"key {next(self.numbers)}")
            self.model.contacts += 1

    @precondition(lambda self: self.model.state == "registered")
    @rule(token=tokens, password=SECRETS)
    def the_account_is_closed(self, token, password):
        here = self._who(token)
        if here is None:
            return
        where = {"address": f"address {next(self.numbers)}"}
        _, no = outcome(profile.close, here.account, password, **where)
        assert no == (None if password == self.model.password else "wrong_password")
        if no is None:
            self.model = Model(state="closed")

    # ——— what holds ———

    @invariant()
    def the_account_is_as_it_should_be(self):
        found = accounts.find(WANG)
        assert (found and found.state) == self.model.state
        if found is None:
            return
        assert (found.password is not None) == (self.model.password is not None)
        assert {p for p in PASSWORDS if passwords.right(p, found.password)} == (
            {self.model.password} - {None}
        )
        assert len([*address_book.rows(Contact, found)]) == self.model.contacts
        assert not [one for one in PASSWORDS if one in str(self.world.store.snapshot())]

    @invariant()
    def who_is_let_in_is_who_should_be(self):
        for token in [*self.model.browsers]:
            alive = self.model.alive(token, self.world.now)
            found = sessions.find(token)
            assert (found is not None) == alive
            assert found is None or found.account.state == "registered"

    @invariant()
    def nobody_else_is_in_the_list(self):
        found = accounts.find(WANG)
        hashes = {sessions.hash_of(token) for token in self.model.browsers}
        assert set((found and found.sessions) or ()) <= hashes

    # ——— with others ———

    def _heard(self):
        """Answer the phone that was rung, hear the code, and hang up."""
        phone = CodePhone(self.world.network, WANG)
        phone.answers()
        phone.presses("1")
        phone.hangs_up()
        return phone.code

    def _registers(self, wish, digits, *, taken):
        here = Browser(f"address {next(self.numbers)}", "Firefox")
        found, no = outcome(registrations.finish, wish.verification_id, digits, here)
        fresh = self.model.state in {"activated", "closed"}
        assert (found is not None) == (taken and fresh), no
        if found is None:
            return ""
        self.model = Model("registered", wish.password)
        return self._lets_in(found[1])

    def _recovers(self, wish, digits, *, taken):
        here = Browser(f"address {next(self.numbers)}", "Firefox")
        renew = partial(registrations.renew, browser=here)
        found, no = outcome(renew, wish.verification_id, digits, wish.password)
        assert (found is not None) == (taken and self.model.state == "registered"), no
        if found is None:
            return ""
        self.model.password, self.model.browsers = wish.password, {}
        return self._lets_in(found[1])

    def _lets_in(self, token):
        assert token not in self.model.browsers
        self.model.browsers[token] = [self.world.now, self.world.now]
        return token

    def _who(self, token):
        """Return who a token lets in; the model must know it."""
        found = sessions.find(token) if token else None
        assert (found is not None) == (self.model.alive(token, self.world.now))
        return found


def test_an_account_is_what_was_done_with_it_in_whatever_order(world):
    lives(partial(OneAccount, world), examples=60)
