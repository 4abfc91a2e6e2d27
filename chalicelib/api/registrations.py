"""Registering (S30–S41) and a forgotten password, over JSON (注册、找回密码)."""

from typing import Annotated

from chalice import Blueprint
from msgspec import Meta

from chalicelib import registrations, verifications
from chalicelib.api import views
from chalicelib.api.endpoint import Reply, Visit, endpoint
from chalicelib.api.shapes import (
    Digits,
    Email,
    Input,
    Name,
    Nothing,
    Password,
    SpokenIn,
    Typed,
    VerificationView,
)
from chalicelib.api.views import AccountView
from chalicelib.registrations import Form
from chalicelib.verifications import RECOVER, REGISTER

entry = Blueprint(__name__)


class Registration(Input):
    """The form (S32), and the version of the agreement that was agreed to (S31)."""

    number: Typed
    name: Name
    password: Password
    agreement: Annotated[str, Meta(max_length=16)]
    email: Email | None = None
    language: SpokenIn = "zh"


class Confirmation(Input):
    """The six digits heard on the phone."""

    code: Digits


class Recovery(Input):
    """Whose password is forgotten."""

    number: Typed


class NewPassword(Input):
    """The six digits heard on the phone, and the password from now on."""

    code: Digits
    password: Password


@endpoint(entry, "POST /api/registrations", status=202, public=True, rings=True)
def register(visit: Visit, body: Registration) -> VerificationView:
    """Have the number called; one that never dialled 116323 has two minutes to do so (S35)."""
    form = Form(
        number=body.number,
        name=body.name,
        password=body.password,
        email=body.email,
        agreement=body.agreement,
        language=body.language,
    )
    begun = registrations.begin(form, key=visit.key, address=visit.browser.address)
    return views.verification(begun)


@endpoint(entry, "GET /api/registrations/{verification_id}", public=True)
def registration(visit: Visit, verification_id: str) -> VerificationView:
    """Tell how the call stands."""
    del visit
    return views.verification(verifications.find(verification_id, REGISTER))


@endpoint(
    entry,
    "POST /api/registrations/{verification_id}/calls",
    status=202,
    public=True,
    rings=True,
)
def register_again(visit: Visit, verification_id: str, body: Nothing) -> VerificationView:
    """Have the number called once more, or begin the two minutes once more."""
    del body
    return _again(visit, verification_id, REGISTER)


@endpoint(entry, "POST /api/registrations/{verification_id}/confirmation", status=201, public=True)
def finish_registration(
    visit: Visit, verification_id: str, body: Confirmation
) -> Reply[AccountView]:
    """Register, if the digits are right, and log in (S40, S41)."""
    account, token = registrations.finish(verification_id, body.code, visit.browser)
    return Reply(views.account(account), token)


@endpoint(entry, "POST /api/recoveries", status=202, public=True, rings=True)
def recover(visit: Visit, body: Recovery) -> VerificationView:
    """Have a registered number called; the answer is the same for any other."""
    begun = registrations.forgot(body.number, key=visit.key, address=visit.browser.address)
    return views.verification(begun)


@endpoint(
    entry, "POST /api/recoveries/{verification_id}/calls", status=202, public=True, rings=True
)
def recover_again(visit: Visit, verification_id: str, body: Nothing) -> VerificationView:
    """Have the number called once more."""
    del body
    return _again(visit, verification_id, RECOVER)


@endpoint(entry, "POST /api/recoveries/{verification_id}/confirmation", public=True)
def finish_recovery(visit: Visit, verification_id: str, body: NewPassword) -> Reply[AccountView]:
    """Set the new password, if the digits are right; every other browser is logged out."""
    account, token = registrations.renew(
        verification_id, body.code, body.password, browser=visit.browser
    )
    return Reply(views.account(account), token)


def _again(visit: Visit, verification_id: str, purpose: str) -> VerificationView:
    begun = registrations.again(
        verification_id, purpose, key=visit.key, address=visit.browser.address
    )
    return views.verification(begun)
