"""Logging in and out, over JSON (登录, S42)."""

from chalice import Blueprint

from chalicelib import phone_numbers, sessions
from chalicelib.api import views
from chalicelib.api.endpoint import Reply, Visit, endpoint
from chalicelib.api.shapes import Input, Output, Password, Typed
from chalicelib.api.views import AccountView, SessionView

logins = Blueprint(__name__)


class Login(Input):
    """A registered number and its password."""

    number: Typed
    password: Password


class CurrentSession(Output):
    """Who is logged in here, None if nobody is."""

    account: AccountView | None


class SessionList(Output):
    """Every browser of the account, the one seen last first."""

    items: list[SessionView]


@endpoint(logins, "GET /api/session", public=True)
def current_session(visit: Visit) -> CurrentSession:
    """Tell who is logged in; nobody is no error."""
    here = visit.logged_in
    return CurrentSession(account=views.account(here.account) if here else None)


@endpoint(logins, "POST /api/sessions", status=201, public=True)
def log_in(visit: Visit, body: Login) -> Reply[AccountView]:
    """Log in with number and password."""
    number = phone_numbers.parse(body.number)
    account, token = sessions.log_in(number, body.password, visit.browser)
    if visit.logged_in is not None:
        sessions.end(visit.logged_in.account, visit.logged_in.session_id)  # whose cookie is gone
    return Reply(views.account(account), token)


@endpoint(logins, "DELETE /api/session")
def log_out(visit: Visit) -> Reply[None]:
    """Log out here; what the browser kept of us goes too."""
    sessions.end(visit.owner.account, visit.owner.session_id)
    return Reply(None, "", {"Clear-Site-Data": '"cache"'})


@endpoint(logins, "GET /api/sessions")
def list_sessions(visit: Visit) -> SessionList:
    """List the browsers that are logged in."""
    found = sessions.of(visit.owner.account)
    return SessionList(items=[views.session(one, visit.owner) for one in found])


@endpoint(logins, "DELETE /api/sessions/{session_id}")
def end_session(visit: Visit, session_id: str) -> None:
    """Log one browser out."""
    sessions.end(visit.owner.account, session_id)


@endpoint(logins, "DELETE /api/sessions")
def end_other_sessions(visit: Visit) -> None:
    """Log every other browser out."""
    sessions.end_others(visit.owner.account, visit.owner.session_id)
