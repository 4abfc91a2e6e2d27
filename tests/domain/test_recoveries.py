"""A forgotten password: set anew by a code, and nothing is told about anybody's number (F41)."""

from datetime import timedelta
from threading import BoundedSemaphore

import pytest

from chalicelib import accounts, limits, passwords, profile, registrations, sessions, verifications
from chalicelib.api import views
from chalicelib.tables import Block, Counter, Verification
from tests import factories
from tests.code_phone import HOME, CodePhone
from tests.factories import FIREFOX, PASSWORD, refusal
from tests.people import CHEN, LI, OFFICE, SUN, WANG

pytestmark = pytest.mark.usefixtures("product")

NEW = "rain on the eastern lake"


def forgot(number=WANG, key="a key"):
    return registrations.forgot(number, key=key, address=HOME)


def renew(found, code, password=NEW):
    there = found.verification_id, code, password
    return registrations.renew(*there, browser=FIREFOX)


@pytest.fixture
def heard(a_minute_later, network, queue):
    """Have 王小明, who forgot his password, hear the code."""
    del a_minute_later
    forgot()
    queue.run()
    phone = CodePhone(network, WANG)
    phone.answers()
    return phone


def test_the_right_code_sets_a_new_password_and_logs_in_here_and_out_everywhere_else(heard):
    before = sessions.begin(accounts.find(WANG), FIREFOX)

    account, token = renew(heard, heard.code)

    assert sessions.find(before) is None
    assert sessions.find(token).account.billing_number == account.billing_number == WANG
    assert refusal(sessions.log_in, WANG, PASSWORD, FIREFOX)[0] == "bad_login"
    assert sessions.log_in(WANG, NEW, FIREFOX)


def test_a_wrong_code_changes_nothing(heard):
    assert refusal(renew, heard, "x") == ("wrong_code", {"tries_left": 4})
    assert sessions.log_in(WANG, PASSWORD, FIREFOX)


@pytest.mark.parametrize(
    ("password", "reason"),
    [("short", "short_password"), ("18600000101", "common_password")],
)
def test_a_bad_new_password_is_refused_before_the_code_is_looked_at(password, reason, heard):
    assert refusal(renew, heard, heard.code, password)[0] == reason
    assert renew(heard, heard.code)


def test_the_code_is_taken_once(heard):
    renew(heard, heard.code)

    assert refusal(renew, heard, heard.code)[0] == "code_used"


def test_an_account_closed_meanwhile_stays_closed(heard):
    code = heard.code
    profile.close(accounts.find(WANG), PASSWORD, address=HOME)

    assert refusal(renew, heard, code)[0] == "code_expired"
    assert accounts.find(WANG).state == "closed"


# ——— nothing is told ———


def nobody():
    """Return a number that never dialled 116323."""
    return CHEN


def activated():
    """Return a number that may host, and is not registered."""
    factories.account(OFFICE)
    return OFFICE


def may_not_host():
    return LI


def elsewhere():
    return SUN


def closed():
    profile.close(accounts.find(WANG), PASSWORD, address="another address")
    return WANG


def blocked():
    """Return a number of somebody who is registered and does not want to be called."""
    until = verifications.clock.now() + timedelta(hours=24)
    Block(WANG, Block.ITEM, expires_at=until).save()
    return WANG


class Attempt:
    """Somebody asks for the password of *number*, and notes all that can be seen from outside."""

    def __init__(self, number, network, queue, clock):
        self.number, self.network, self.queue, self.clock = number, network, queue, clock
        self.key = f"key for {number}"
        self.seen = []
        self.found = self.see(forgot, number, self.key)

    def see(self, deed, *asked, **values):
        """Do a *deed* and note its outcome, less what the number makes different."""
        try:
            outcome = deed(*asked, **values)
        except verifications.Refused as e:
            self.seen.append((e.reason, e.details))
            return None
        if isinstance(outcome, Verification):
            view = views.verification(outcome)
            names = [name for name in view.__struct_fields__ if name not in {"id", "number"}]
            self.seen.append([(name, getattr(view, name)) for name in names])
        return outcome

    def look(self):
        self.see(verifications.find, self.found.verification_id, "recover")
        self.see(forgot, self.number, self.key)

    def work(self, *, seconds=0):
        self.queue.run()
        self.clock.advance(seconds=seconds)
        self.look()

    def again(self, key):
        there = self.found.verification_id, "recover"
        self.see(registrations.again, *there, key=key, address=HOME)

    def guess(self, times=1):
        for _ in range(times):
            self.see(renew, self.found, "not it")

    def phone(self):
        """Return the phone, if it was rung for this."""
        there = self.found.verification_id
        rung = [then for _, then, _ in self.network.done("ring") if there in then]
        return CodePhone(self.network, self.number) if rung else None

    def live(self, lived):
        """Go through every step there is, with a phone that is *lived* with, if it is rung."""
        self.guess()
        self.work()
        self.again("too soon")
        for deed in lived:
            if phone := self.phone():
                deed(phone)
            self.look()
        self.guess()
        self.work(seconds=60)
        self.again("once more")
        self.again("once more")
        self.again("and again")
        self.work(seconds=60)
        self.again("a third time")
        self.work(seconds=240)
        self.guess(times=4)
        self.again("too late")
        self.work(seconds=1_500)
        self.again("much too late")
        return self.seen


LIVES = {
    "answered": [CodePhone.rings, CodePhone.answers, CodePhone.hangs_up],
    "ringing": [CodePhone.rings],
    "speaking": [CodePhone.answers],
    "stopped": [CodePhone.answers, lambda phone: phone.presses("9"), CodePhone.hangs_up],
    "busy": [lambda phone: phone.hangs_up("busy")],
    "failed": [lambda phone: phone.hangs_up("failed")],
}


@pytest.fixture
def world(a_minute_later, tables, network, queue, clock):
    """Live through an attempt in a world that begins as every other one did."""
    del a_minute_later
    limits.clear(f"code#{WANG}")  # by which he registered
    begin, start = tables.saved(), clock.now()

    def live(number, lived, *, then=None):
        tables.restore(begin)
        for left_over in (queue.messages, network.did, network.calls):
            left_over.clear()
        clock.at = start
        attempt = Attempt(number(), network, queue, clock)
        seen = attempt.live(lived)
        if then is not None:
            then(attempt)
        return seen

    return live


@pytest.fixture
def counted(world):
    """Live through an attempt; return how many calls of the number's limits it took."""

    def live(number, lived):
        found = []

        def look(attempt):
            found.extend(Counter.get(f"code#{attempt.number}").times)

        world(number, lived, then=look)
        return found

    return live


@pytest.mark.parametrize("lived", LIVES)
@pytest.mark.parametrize("other", [nobody, activated, may_not_host, elsewhere, closed, blocked])
def test_at_no_step_anything_is_told_of_the_number(lived, other, world):
    registered = world(lambda: WANG, LIVES[lived])
    unknown = world(other, LIVES[lived])

    assert registered == unknown
    assert len(unknown) > 20


def test_what_was_asked_is_all_that_is_shown(heard):
    view = views.verification(heard.stored)

    assert (view.state, view.calls, view.valid_until) == ("asked", 0, None)
    assert view.tries_left == 5


@pytest.mark.parametrize("other", [nobody, activated, may_not_host, elsewhere])
def test_a_number_that_is_not_registered_is_not_rung(other, network, queue):
    forgot(other())
    queue.run()

    assert network.rung == []


@pytest.mark.parametrize("other", [nobody, activated, may_not_host, elsewhere, closed, blocked])
@pytest.mark.parametrize("lived", LIVES)
def test_a_forgotten_password_takes_of_the_limit_of_any_number_alike(lived, other, counted):
    assert counted(other, LIVES[lived]) == counted(lambda: WANG, LIVES[lived])


@pytest.mark.parametrize("other", [activated, closed])
def test_a_registration_after_it_is_shown_the_same_for_any_number(other, world, queue):
    """Who asks for the password of a number and then to register it learns nothing by that."""
    shown = []
    for number in (lambda: WANG, other):
        there = []
        world(number, LIVES["answered"], then=there.append)
        form = factories.form(there[0].number)
        begun = registrations.begin(form, key="x", address="elsewhere")
        queue.run()
        begun.refresh()
        shown.append((verifications.state_of(begun), begun.retry_at))

    assert shown[0] == shown[1]
    assert shown[0][0] == "limited"


@pytest.mark.parametrize("other", [nobody, activated, blocked])
@pytest.mark.usefixtures("a_minute_later")
def test_where_no_phone_is_rung_there_is_no_code_that_could_be_guessed(other, network, queue):
    rung = list(network.rung)
    found = forgot(other(), key="unheard")
    queue.run()
    found.refresh()

    right = verifications.code(found, 1)

    assert (network.rung, found.calls) == (rung, 1)
    told = refusal(registrations.renew, found.verification_id, right, NEW, browser=FIREFOX)
    assert told == ("wrong_code", {"tries_left": 4})


def test_the_new_password_is_hashed_only_if_the_code_is_right(heard, monkeypatch):
    def never(*_):
        pytest.fail("a guess costs us a hash")

    monkeypatch.setattr(passwords, "_hasher", never)

    assert refusal(renew, heard, "x")[0] == "wrong_code"


def test_a_code_is_not_used_up_where_too_many_passwords_are_hashed(heard, monkeypatch):
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.0)
    monkeypatch.setattr(passwords, "_room", BoundedSemaphore(1))
    with passwords.hashing():
        assert refusal(renew, heard, heard.code) == ("busy", {"retry_after": 1})

    assert heard.stored.guesses == 0
    assert renew(heard, heard.code)


def test_a_closed_account_is_not_rung(a_minute_later, network, queue):
    rung = list(network.rung)
    del a_minute_later
    forgot(closed())
    queue.run()

    assert network.rung == rung


def test_a_phone_that_said_no_is_not_spoken_to_again_and_its_code_is_worth_nothing(
    heard, network, queue, clock
):
    code = heard.code
    heard.presses("9")
    rung = list(network.rung)
    clock.advance(seconds=60)

    there = heard.verification_id, "recover"
    registrations.again(*there, key="again", address=HOME)
    queue.run()

    assert network.rung == rung
    assert refusal(renew, heard, code)[0] == "wrong_code"
    assert sessions.log_in(WANG, PASSWORD, FIREFOX)
