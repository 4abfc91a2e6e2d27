"""My details, password, data and the end of it, over JSON (我的资料, S84, S85)."""

from chalice import Blueprint
from msgspec import json

from chalicelib import audit, clock, profile
from chalicelib.api import views
from chalicelib.api.endpoint import Reply, Visit, endpoint
from chalicelib.api.shapes import Email, Input, Name, Output, Password, SpokenIn
from chalicelib.api.views import AccountView

mine = Blueprint(__name__)


class AccountChanges(Input):
    """What is to be changed; null leaves it, an empty e-mail and a cap of 0 are taken away."""

    name: Name | None = None
    email: Email | None = None
    language: SpokenIn | None = None
    large_type: bool | None = None
    accept_by_1: bool | None = None
    call_back_host: bool | None = None
    call_cap: int | None = None
    month_cap: int | None = None
    welcomed: bool | None = None


class PasswordChange(Input):
    """The password so far, and the one from now on."""

    old_password: Password
    new_password: Password


class Closure(Input):
    """The password, to be sure."""

    password: Password


class AuditRow(Output):
    """One thing that an operator did for the account; *about* is a short fact, no words."""

    at: str
    who: str
    what: str
    about: str


class AuditList(Output):
    """What operators did, newest first, a hundred at most."""

    items: list[AuditRow]


@endpoint(mine, "GET /api/account")
def my_account(visit: Visit) -> AccountView:
    """Tell what is kept of the account."""
    return views.account(visit.owner.account)


@endpoint(mine, "PATCH /api/account")
def change_account(visit: Visit, body: AccountChanges) -> AccountView:
    """Change details."""
    changes = profile.Changes(
        name=body.name,
        email=body.email,
        language=body.language,
        large_type=body.large_type,
        accept_by_1=body.accept_by_1,
        call_back_host=body.call_back_host,
        call_cap=body.call_cap,
        month_cap=body.month_cap,
        welcomed=body.welcomed,
    )
    return views.account(profile.change(visit.owner.account, changes))


@endpoint(mine, "PUT /api/account/password")
def change_password(visit: Visit, body: PasswordChange) -> None:
    """Change the password; every other browser is logged out."""
    profile.change_password(
        visit.owner.account,
        body.old_password,
        body.new_password,
        keep=visit.owner.session_id,
        address=visit.browser.address,
    )


@endpoint(mine, "GET /api/account/audit")
def list_audit(visit: Visit) -> AuditList:
    """List what operators did for the account."""
    found = audit.of(visit.owner.account, audit.MOST)
    return AuditList(
        items=[
            AuditRow(at=clock.text(row.at), who=row.who, what=row.what, about=row.about)
            for row in found
        ]
    )


@endpoint(mine, "GET /api/account/export")
def export_account(visit: Visit) -> Reply[str]:
    """Hand over everything that is kept about the account, as a JSON file."""
    everything = json.format(json.encode(profile.everything(visit.owner.account)), indent=2)
    file = 'attachment; filename="116323-my-data.json"'
    return Reply(everything.decode(), headers={"Content-Disposition": file})


@endpoint(mine, "POST /api/account/closure")
def close_account(visit: Visit, body: Closure) -> Reply[None]:
    """Close the account and log every browser out."""
    profile.close(visit.owner.account, body.password, address=visit.browser.address)
    return Reply(None, "", {"Clear-Site-Data": '"cache"'})
