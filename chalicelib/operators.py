"""Who works at the operator desk, and who of them is logged in where (人工坐席)."""

import logging
import re
from dataclasses import dataclass
from datetime import datetime

from chalicelib import clock, ids, names, passwords, sessions, tables
from chalicelib.errors import Refused
from chalicelib.sessions import Browser
from chalicelib.tables import DeskSession
from chalicelib.tables import Operator as Operator  # noqa: PLC0414 - the door's name for it

log = logging.getLogger(__name__)

LOGIN = re.compile(r"[a-z][a-z0-9-]{2,31}", re.ASCII)


@dataclass(frozen=True, slots=True)
class AtDesk:
    """An operator and the session they are logged in with."""

    operator: Operator
    session: DeskSession

    @property
    def login(self) -> str:
        """The name they log in with, which stands in every record of what they do."""
        return str(self.operator.login)


def make(login: str, name: str, password: str) -> Operator:
    """Take on an operator; *login* is 3 to 32 small letters, digits and “-”, a letter first.

    Raise Refused: bad_login_name, operator_there, bad_name, short_password, long_password,
    common_password.
    """
    if not LOGIN.fullmatch(login):
        raise Refused("bad_login_name", field="login")
    called = names.name(name)
    passwords.check(password, login, called)
    made = Operator(
        login, name=called, password=passwords.hashed(password), active=True, made_at=clock.now()
    )
    if not tables.put_new(made, Operator.login):
        raise Refused("operator_there", field="login")
    return made


def set_password(login: str, password: str) -> None:
    """Give an operator another password; it ends every session of theirs.

    Raise Refused: not_found, short_password, long_password, common_password.
    """
    found = tables.find(Operator, login)
    if found is None:
        raise Refused("not_found")
    passwords.check(password, login, found.name)
    _write(login, Operator.password.set(passwords.hashed(password)))


def set_active(login: str, *, active: bool) -> None:
    """Let an operator in, or out at once and in no more; Refused("not_found")."""
    _write(login, Operator.active.set(active), Operator.kept_out.add(0 if active else 1))


def log_in(login: str, password: str, browser: Browser) -> tuple[Operator, str]:
    """Return the operator and a token for the cookie of the desk.

    Raise Refused("bad_login") for an unknown login and a wrong password alike, after the same
    work, and Refused("too_many_logins", retry_after=…), both as accounts are.
    """
    who = login.strip().lower()
    attempt = sessions.count_attempt(f"desk#{who}", browser)
    found = tables.find(Operator, who) if LOGIN.fullmatch(who) else None
    kept = found.password if found is not None and found.active else None
    if not passwords.right(password, kept) or found is None:
        raise Refused("bad_login")
    attempt.went_well()
    if passwords.stale(found.password):
        same = Operator.password == found.password
        tables.change(found, Operator.password.set(passwords.hashed(password)), condition=same)
    token = _begin(found)
    log.info("logged in", extra={"who": who})
    return found, token


def find(token: str) -> AtDesk | None:
    """Return which operator a *token* lets in, None if it lets nobody in (any more)."""
    session = tables.find(DeskSession, sessions.hash_of(token))
    if session is None or session.expires_at <= clock.now():
        return None
    operator = tables.find(Operator, session.login)
    if operator is None or not operator.active or session.proved_by != _mark(operator):
        return None
    _seen(session)
    return AtDesk(operator, session)


def log_out(here: AtDesk) -> None:
    """End the session of one browser; ending it again does nothing."""
    here.session.delete()


def _begin(operator: Operator) -> str:
    token, now = ids.token(), clock.now()
    DeskSession(
        sessions.hash_of(token),
        login=operator.login,
        proved_by=_mark(operator),
        made_at=now,
        seen_at=now,
        expires_at=sessions.end_of(now, now),
    ).save()
    return token


def _mark(operator: Operator) -> str:
    return ids.derived("password", operator.password, str(int(operator.kept_out)))


def _seen(session: DeskSession) -> None:
    now: datetime = clock.now()
    if now - session.seen_at < sessions.SEEN_EVERY:
        return
    until = sessions.end_of(session.made_at, now)
    seen = [DeskSession.seen_at.set(now), DeskSession.expires_at.set(until)]
    tables.change(session, *seen, condition=DeskSession.token_hash.exists())


def _write(login: str, *actions: tables.Action) -> None:
    if not tables.change(Operator(login), *actions, condition=Operator.login.exists()):
        raise Refused("not_found")
