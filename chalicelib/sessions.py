"""Who is logged in: one opaque token a browser, kept as a hash, ended at will (登录会话, F34)."""

import hashlib
import hmac
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib import accounts, clock, config, ids, limits, names, passwords, tables
from chalicelib.errors import Refused
from chalicelib.limits import Window
from chalicelib.tables import Account, Counter, Session

log = logging.getLogger(__name__)

MOST = 20  # browsers of one account; the one unseen for longest makes room
WATCHED_FOR = 60  # seconds
LONGEST_MOMENT = 12
SEEN_EVERY = timedelta(minutes=1)
LONGEST_BROWSER = 200
TRIES = (Window(3, 5), Window(4, 20), Window(5, 900))
"""5 in a quarter of an hour for one number from one address, the last ones ever more slowly."""
TRIES_OF_A_NAME = (Window(20, 3_600),)
SLOWLY = (Window(1, 60),)
"""From everywhere together; past that one a minute. An address from which its owner has logged in
before is not counted in: others can lock nobody out of their own account."""
KNOWN_FOR = timedelta(days=90)
TRIES_OF_AN_ADDRESS = (Window(60, 3_600),)


@dataclass(frozen=True, slots=True)
class Browser:
    """What a request says of where it comes from: the network address, and the User-Agent."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """An account and one of its sessions."""

    account: Account
    session: Session

    @property
    def session_id(self) -> str:
        """The name of the session in lists: not what lets anyone in."""
        return id_of(self.session)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to log in, which was counted under these names."""

    pair: str
    taken: tuple[str, ...]

    def went_well(self) -> None:
        """Take it back: who knows the password is not trying it out."""
        for name in self.taken:
            limits.give_back(name)
        limits.clear(self.pair)
        tables.count(f"{self.pair}#known", expires_at=clock.now() + KNOWN_FOR)


def count_attempt(who: str, browser: Browser) -> Attempt:
    """Count a try to log in as *who*, by this name and from this address.

    Raise Refused("too_many_logins", retry_after=…).
    """
    pair, address = f"login#{who}#{hidden(browser.address)}", f"login#{hidden(browser.address)}"
    limits.take(address, *TRIES_OF_AN_ADDRESS, reason="too_many_logins")
    limits.take(pair, *TRIES, reason="too_many_logins")
    if _known(pair):
        return Attempt(pair, (address,))
    return Attempt(pair, (address, _of_the_name(who, pair)))


def log_in(number: str, password: str, browser: Browser) -> tuple[Account, str]:
    """Return the account and a token for the cookie.

    Raise Refused("bad_login") for an unknown number and a wrong password alike, after the same
    work, and Refused("too_many_logins", retry_after=…).
    """
    attempt = count_attempt(number, browser)
    account = accounts.find(number)
    registered = account is not None and account.state == accounts.REGISTERED
    right = passwords.right(password, account.password if account and registered else None)
    if account is None or not right:
        raise Refused("bad_login")
    attempt.went_well()
    if passwords.stale(account.password or ""):
        _rehash(account, password)
    token = begin(account, browser)
    log.info("logged in", extra={"who": number})
    return account, token


def begin(account: Account, browser: Browser) -> str:
    """Log a *browser* in to *account* and return its token, 256 random bits.

    Raise Refused("bad_login") if the password was changed meanwhile.
    """
    token, now = ids.token(), clock.now()
    session = Session(
        hash_of(token),
        billing_number=account.billing_number,
        made_at=now,
        seen_at=now,
        browser=names.clean(browser.name, LONGEST_BROWSER),
        address=browser.address,
        expires_at=end_of(now, now),
    )
    session.save()
    same = (Account.password == account.password) & (Account.state == accounts.REGISTERED)
    if not tables.change(account, Account.sessions.add({session.token_hash}), condition=same):
        session.delete()
        raise Refused("bad_login")
    if len(account.sessions or ()) > MOST:
        _make_room(account)
    return token


def find(token: str) -> LoggedIn | None:
    """Return who a *token* lets in, None if it lets nobody in (any more)."""
    session = tables.find(Session, hash_of(token))
    if session is None or session.expires_at <= clock.now():
        return None
    account = accounts.find(session.billing_number)
    if account is None or session.token_hash not in (account.sessions or set()):
        return None
    _seen(session)
    return LoggedIn(account, session)


def watch_ticket(token: str, conference_id: str) -> str:
    """Return what lets the browser with this *token* look at one conference for a minute.

    The page asks each second: it need not be found out each time who asks. Only what is shown
    may be seen with it, and only together with the token.
    """
    until = int(clock.now().timestamp()) + WATCHED_FOR
    return f"{until}.{_watch_mark(token, conference_id, until)}"


def may_watch(ticket: str, token: str, conference_id: str) -> bool:
    """Say whether *ticket* was given to this *token* for this conference, and is still good."""
    until, _, mark = ticket.partition(".")
    if not (until.isdecimal() and len(until) <= LONGEST_MOMENT and token):
        return False
    good = hmac.compare_digest(mark, _watch_mark(token, conference_id, int(until)))
    return good and int(until) > clock.now().timestamp()


def _watch_mark(token: str, conference_id: str, until: int) -> str:
    return ids.secretly(f"watch#{conference_id}#{until}#{hash_of(token)}")


def of(account: Account) -> list[Session]:
    """Return the sessions of *account*, the one seen last first."""
    now, hashes = clock.now(), list(account.sessions or set())
    stored = Session.batch_get(hashes, consistent_read=True) if hashes else []
    found = [session for session in stored if session.expires_at > now]
    return sorted(found, key=lambda session: session.seen_at, reverse=True)


def end(account: Account, session_id: str) -> None:
    """Log one browser of *account* out; one that is not there is out already."""
    _end_those(account, {h for h in account.sessions or set() if _id(h) == session_id})


def end_others(account: Account, keep: str) -> None:
    """Log all browsers of *account* out but the one whose session id is *keep*."""
    _end_those(account, {h for h in account.sessions or set() if _id(h) != keep})


def forget(hashes: set[str]) -> None:
    """Delete sessions that let nobody in any more."""
    with Session.batch_write() as batch:
        for token_hash in hashes:
            batch.delete(Session(token_hash))


def id_of(session: Session) -> str:
    """Return the name of *session* in lists."""
    return _id(session.token_hash)


def hash_of(token: str) -> str:
    """Return what is stored of a *token*."""
    return hashlib.sha256(token.encode()).hexdigest()


def hidden(address: str) -> str:
    """Return a name for an *address* that does not tell it."""
    return ids.secretly(address)[:20]


def _id(token_hash: str) -> str:
    return ids.derived("session", token_hash)


def end_of(made_at: datetime, seen_at: datetime) -> datetime:
    """Return when a browser that was seen last at *seen_at* is logged out."""
    idle = seen_at + timedelta(seconds=config.settings.session_idle_seconds)
    return min(idle, made_at + timedelta(seconds=config.settings.session_seconds))


def _seen(session: Session) -> None:
    now = clock.now()
    if now - session.seen_at < SEEN_EVERY:
        return
    seen = [Session.seen_at.set(now), Session.expires_at.set(end_of(session.made_at, now))]
    tables.change(session, *seen, condition=Session.token_hash.exists())


def _end_those(account: Account, hashes: set[str]) -> None:
    """Out of the account first, which is what counts; what is left behind lets nobody in."""
    if not hashes:
        return
    tables.change(account, Account.sessions.delete(hashes), condition=Account.state.exists())
    forget(hashes)


def _make_room(account: Account) -> None:
    alive = [session.token_hash for session in of(account)][:MOST]
    _end_those(account, (account.sessions or set()) - set(alive))


def _known(pair: str) -> bool:
    """Say whether this address has logged in to this number in the last 90 days."""
    known = tables.find(Counter, f"{pair}#known")
    return known is not None and known.expires_at is not None and known.expires_at > clock.now()


def _of_the_name(who: str, pair: str) -> str:
    """Count a try of *who* from everywhere; one that is refused is none of the *pair*'s."""
    try:
        return _take_slowly(who)
    except Refused:
        limits.give_back(pair)
        raise


def _take_slowly(who: str) -> str:
    """Count a try of *who* from anywhere; return the name under which it was counted."""
    name = f"login#{who}"
    try:
        limits.take(name, *TRIES_OF_A_NAME, reason="too_many_logins")
    except Refused:
        name += "#slowly"
        limits.take(name, *SLOWLY, reason="too_many_logins")
    return name


def _rehash(account: Account, password: str) -> None:
    same = Account.password == account.password
    tables.change(account, Account.password.set(passwords.hashed(password)), condition=same)
