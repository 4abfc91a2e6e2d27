"""What the portal sees of the product's things (展示)."""

from datetime import datetime
from typing import Any, Literal

from chalicelib import clock, sessions, verifications
from chalicelib.api.shapes import Output, SpokenIn, VerificationView
from chalicelib.hosts import HostPhone
from chalicelib.sessions import LoggedIn


class AccountView(Output):
    """The account that is logged in (我的资料)."""

    number: str
    name: str
    email: str | None
    language: SpokenIn
    large_type: bool
    accept_by_1: bool
    call_back_host: bool
    call_cap: int | None
    month_cap: int | None
    welcomed: bool
    activated_at: str
    registered_at: str | None


class HostNumberView(Output):
    """A phone the account may host from."""

    id: str
    number: str
    note: str
    registered: bool
    added_at: str


class SessionView(Output):
    """One browser that is logged in."""

    id: str
    current: bool
    created_at: str
    last_seen_at: str
    browser: str
    address: str


class ContactView(Output):
    """Somebody in the address book."""

    id: str
    name: str
    number: str
    second_number: str | None
    note: str


class GroupView(Output):
    """A group and the ids of its contacts; one that was removed meanwhile may be among them.

    *number* is what is keyed in to call it (116323, key 5); null if the group is gone meanwhile.
    """

    id: str
    number: int | None
    name: str
    members: list[str]


def account(found: Any) -> AccountView:  # noqa: ANN401 - the domain's Account, an adapter's class
    """Return what is shown of an account."""
    return AccountView(
        number=found.billing_number,
        name=found.name or "",
        email=found.email,
        language="en" if found.language == "en" else "zh",
        large_type=found.large_type,
        accept_by_1=found.accept_by_1,
        call_back_host=found.call_back_host,
        call_cap=found.call_cap,
        month_cap=found.month_cap,
        welcomed=found.welcomed,
        activated_at=clock.text(found.activated_at),
        registered_at=_text(found.registered_at),
    )


def host_number(phone: HostPhone) -> HostNumberView:
    """Return what is shown of a host's phone."""
    return HostNumberView(
        id=phone.host_id,
        number=phone.number,
        note=phone.note,
        registered=phone.registered,
        added_at=clock.text(phone.added_at),
    )


def session(found: Any, current: LoggedIn) -> SessionView:  # noqa: ANN401 - likewise
    """Return what is shown of a logged-in browser."""
    session_id = sessions.id_of(found)
    return SessionView(
        id=session_id,
        current=session_id == current.session_id,
        created_at=clock.text(found.made_at),
        last_seen_at=clock.text(found.seen_at),
        browser=found.browser,
        address=found.address,
    )


def contact(row: Any) -> ContactView:  # noqa: ANN401 - likewise
    """Return what is shown of a contact."""
    return ContactView(
        id=row.row_id,
        name=row.name,
        number=row.number,
        second_number=row.second_number,
        note=row.note,
    )


def group(row: Any, numbers: dict[str, int]) -> GroupView:  # noqa: ANN401 - likewise
    """Return what is shown of a group; *numbers* are those of all groups by their ids."""
    number, members = numbers.get(row.row_id), list(row.members)
    return GroupView(id=row.row_id, number=number, name=row.name, members=members)


def verification(found: Any) -> VerificationView:  # noqa: ANN401 - likewise
    """Return how the proving of a phone stands.

    Of a forgotten password only what the browser knows anyway: whether the number is registered
    must not be seen from it (F41).
    """
    purpose: Literal["register", "recover", "host_number"] = found.purpose
    hushed = purpose == verifications.RECOVER
    return VerificationView(
        id=found.verification_id,
        purpose=purpose,
        state=verifications.ASKED if hushed else verifications.state_of(found),
        number=found.number,
        calls=0 if hushed else int(found.calls),
        tries_left=verifications.tries_left(found),
        wait_until=_text(found.wait_until),
        valid_until=None if hushed else _text(found.valid_until),
        retry_at=_text(found.retry_at),
        now=clock.text(clock.now()),
    )


def _text(moment: datetime | None) -> str | None:
    return clock.text(moment) if moment else None
