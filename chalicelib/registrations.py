"""Registering on the web, and forgotten passwords: both end with a spoken code (注册、找回密码)."""

import re
from dataclasses import dataclass

from chalicelib import (
    accounts,
    address_book,
    clock,
    config,
    names,
    passwords,
    phone_numbers,
    sessions,
    tables,
    verifications,
)
from chalicelib.errors import Refused
from chalicelib.sessions import Browser
from chalicelib.tables import Account, Verification
from chalicelib.verifications import RECOVER, REGISTER, Draft, Wish

AGREEMENT = "2026-11"
"""The version of 116323多方通话用户协议 in force (S31)."""
LONGEST_EMAIL = 254
EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f.]+(?:\.[^@\s\x00-\x1f.]+)+")


@dataclass(frozen=True, slots=True)
class Facts:
    """The agreement's version, how long things take, how long a password is."""

    agreement: str
    wait_seconds: int
    code_seconds: int
    password_min: int
    password_max: int


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody types who wants to register (S32)."""

    number: str
    name: str
    password: str
    email: str | None
    agreement: str
    language: str = "zh"


def begin(form: Form, *, key: str, address: str) -> Verification:
    """Have the number called, or wait for its call to 116323 (S33–S36).

    Raise Refused: old_agreement, bad_number, number_not_allowed, bad_name, bad_email,
    short_password, long_password, common_password, too_many_codes, key_used_otherwise.
    """
    if form.agreement != AGREEMENT:
        raise Refused("old_agreement")
    number, name = phone_numbers.parse(form.number), names.own(form.name)
    passwords.check(form.password, number, name)
    draft = Draft(
        name=name,
        email=email(form.email),
        agreement=form.agreement,
    )
    wish = Wish(REGISTER, number, key, address, form.language, draft, form.password)
    return verifications.ask(wish)


def finish(verification_id: str, digits: str, browser: Browser) -> tuple[Account, str]:
    """Make the account a registered one if the code is right, and log the browser in (S40, S41).

    A closed account begins anew by this. Raise Refused: what `verifications.confirm` raises,
    already_registered, not_eligible.
    """
    found = verifications.find(verification_id, REGISTER)
    draft = verifications.confirm(found, digits)
    known = accounts.look_up(found.number)
    account = known.account
    if account is None or not accounts.eligible(found.number, known.verdict):
        raise Refused("not_eligible")
    if account.state == accounts.CLOSED:
        address_book.purge(account.billing_number)  # in case the closing was cut short
    registered = tables.change(
        account,
        Account.state.set(accounts.REGISTERED),
        Account.registered_at.set(clock.now()),
        Account.name.set(draft.name or ""),
        Account.email.set(draft.email) if draft.email else Account.email.remove(),
        Account.password.set(draft.password_hash or ""),
        Account.agreement.set(draft.agreement or ""),
        Account.language.set(found.language),
        condition=Account.state.is_in(accounts.ACTIVATED, accounts.CLOSED),
    )
    if not registered:
        raise Refused("already_registered")
    return account, sessions.begin(account, browser)


def forgot(number: str, *, key: str, address: str) -> Verification:
    """Have a registered number called; of any other nothing is done, and nothing is told (F41)."""
    wish = Wish(RECOVER, phone_numbers.parse(number), key, address)
    return verifications.ask(wish)


def renew(
    verification_id: str, digits: str, password: str, *, browser: Browser
) -> tuple[Account, str]:
    """Set a new *password* if the code is right; every other browser is logged out."""
    found = verifications.find(verification_id, RECOVER)
    passwords.check(password, found.number)
    with passwords.hashing() as hashed:
        verifications.confirm(found, digits)  # first: a guess shall not cost us a hash
        account = accounts.find(found.number)
        if account is None or not set_password(account, hashed(password)):
            raise Refused("code_expired")
    return account, sessions.begin(account, browser)


def set_password(account: Account, hashed: str, *, keep: str = "", proved: bool = False) -> bool:
    """Store a password and log out every browser but the one with the session id *keep*.

    *proved*: by the password so far, which must be the one in force still; a code asks for none.
    """
    held = Account.state == accounts.REGISTERED
    if proved:
        held &= Account.password == account.password
    if not tables.change(account, Account.password.set(hashed), condition=held):
        return False
    sessions.end_others(account, keep)
    return True


def email(text: str | None) -> str | None:
    """Return an address as it will be kept, None for none; Refused("bad_email") if it is none."""
    if text is None or not text.strip():
        return None
    stripped = text.strip()
    odd = names.clean(stripped, LONGEST_EMAIL) != stripped or set(stripped) & set("<>\"'`()")
    if odd or not EMAIL.fullmatch(stripped):
        raise Refused("bad_email", field="email")
    return stripped


def again(verification_id: str, purpose: str, *, key: str, address: str) -> Verification:
    """Have the number of a registration or a forgotten password called once more."""
    found = verifications.find(verification_id, purpose)
    return verifications.again(found, key=key, address=address)


def facts() -> Facts:
    """Return what a registration form has to say."""
    return Facts(
        AGREEMENT,
        config.settings.wait_seconds,
        config.settings.code_seconds,
        passwords.SHORTEST,
        passwords.LONGEST,
    )
