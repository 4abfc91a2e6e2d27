"""The operator desk, over JSON: who is at it, and what they do for a customer (人工坐席).

An operator hears no call and sees no password, no call record and no conference: there is no route.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from chalice import Blueprint
from msgspec import Meta

from chalicelib import audit, clock, contacts, desk, hosts, operators, reservations
from chalicelib.api import reservations as arranged
from chalicelib.api import views
from chalicelib.api.contacts import ContactPage, NewContact
from chalicelib.api.endpoint import Reply, Visit, endpoint
from chalicelib.api.host_numbers import HostNumberList
from chalicelib.api.reservation_views import (
    Reservations,
    ReservationTimes,
    ReservationView,
    Reserved,
)
from chalicelib.api.reservations import (
    Cancellation,
    NewReservation,
    ReservationChanges,
    TimesQuery,
)
from chalicelib.api.shapes import Input, Output, PageQuery, Password, Typed
from chalicelib.operators import Operator

counter = Blueprint(__name__)

ONE = "/api/desk/customers/{customer_id}"
RESERVATION = ONE + "/reservations/{reservation_id}"
HERE = "/api/desk/sessions/current"
CHANGED = ("host_id", "parties", "minutes", "title", "notify")
"""What of a reservation a record names if it was changed; a new time is told as such."""


CustomerState = Literal[
    "asked",
    "dialling",
    "ringing",
    "speaking",
    "agreed",
    "refused",
    "no_answer",
    "busy",
    "failed",
    "limited",
    "expired",
    "not_eligible",
]


class DeskLogin(Input):
    """An operator's login and password."""

    login: Annotated[str, Meta(max_length=64)]
    password: Password


class OperatorView(Output):
    """Who is at the desk."""

    login: str
    name: str


class DeskSession(Output):
    """Who is at the desk here, None if nobody is."""

    operator: OperatorView | None


class NewCustomer(Input):
    """Whose phone is to be called."""

    number: Typed


class Customer(Output):
    """How the customer's word stands; *name* and *until* once it was given."""

    id: str
    number: str
    state: CustomerState
    name: str | None
    until: str | None
    now: str


# ——— who is at the desk ———


@endpoint(counter, "POST /api/desk/sessions", status=201, public=True, desk=True)
def desk_log_in(visit: Visit, body: DeskLogin) -> Reply[OperatorView]:
    """Log in at the desk."""
    operator, token = operators.log_in(body.login, body.password, visit.browser)
    if visit.at_desk is not None:
        operators.log_out(visit.at_desk)  # whose cookie is gone
    return Reply(_operator(operator), desk_token=token)


@endpoint(counter, f"GET {HERE}", public=True, desk=True)
def desk_session(visit: Visit) -> DeskSession:
    """Tell who is at the desk here; nobody is no error."""
    here = visit.at_desk
    return DeskSession(operator=_operator(here.operator) if here else None)


@endpoint(counter, f"DELETE {HERE}", desk=True)
def desk_log_out(visit: Visit) -> Reply[None]:
    """Log out of the desk."""
    operators.log_out(visit.operator)
    return Reply(None, desk_token="", headers={"Clear-Site-Data": '"cache"'})


# ——— a customer's word ———


@endpoint(counter, "POST /api/desk/customers", status=202, desk=True, rings=True)
def call_customer(visit: Visit, body: NewCustomer) -> Customer:
    """Have the customer's phone called: 1 agrees, 9 is 非本人操作."""
    return _customer(desk.ask(visit.operator.login, body.number, key=visit.key))


@endpoint(counter, f"GET {ONE}", desk=True)
def show_customer(visit: Visit, customer_id: str) -> Customer:
    """Tell how the customer's word stands."""
    return _customer(desk.find(visit.operator.login, customer_id))


@endpoint(counter, f"DELETE {ONE}", desk=True)
def finish_customer(visit: Visit, customer_id: str) -> None:
    """Give the customer's word back: nothing more is done for them."""
    desk.finish(visit.operator.login, customer_id)


# ——— for a customer ———


@endpoint(counter, f"GET {ONE}/reservations", desk=True)
def list_customer_reservations(visit: Visit, customer_id: str) -> Reservations:
    """List the customer's reservations, by their time."""
    return arranged.listed(_served(visit, customer_id).account)


@endpoint(counter, f"GET {ONE}/reservation-times", desk=True)
def customer_reservation_times(
    visit: Visit, customer_id: str, query: TimesQuery
) -> ReservationTimes:
    """Tell whether a time can be had, which are nearest, and what else is reserved then."""
    return arranged.times(_served(visit, customer_id).account, query)


@endpoint(counter, f"POST {ONE}/reservations", status=201, desk=True, rings=True)
def reserve_for_customer(visit: Visit, customer_id: str, body: NewReservation) -> Reserved:
    """Reserve a conference for the customer, or a series of them."""
    served = _served(visit, customer_id)
    fact = _fact(body.starts_at, len(body.parties))
    if body.repeat != "once":
        fact = f"{fact} {body.repeat} {body.until or ''}".strip()
    key = f"{visit.operator.login}#{visit.key}"
    with served.noted(audit.RESERVED, fact):
        return arranged.reserve_for(served.account, body, made_by="operator", key=key)


@endpoint(counter, f"PATCH {RESERVATION}", desk=True)
def change_for_customer(
    visit: Visit, customer_id: str, reservation_id: str, body: ReservationChanges
) -> ReservationView:
    """Change a reservation of the customer that nobody has changed meanwhile."""
    served = _served(visit, customer_id)
    before = reservations.find(served.account, reservation_id)
    parties = before.parties if body.parties is None else body.parties
    fact = _fact(body.starts_at or before.starts_at, len(parties))
    if body.starts_at is not None and body.starts_at != before.starts_at:
        fact = f"{clock.text(before.starts_at)} {fact}"
    fact = " ".join((fact, *(name for name in CHANGED if getattr(body, name) is not None)))
    with served.noted(audit.CHANGED, fact):
        return arranged.change_for(served.account, reservation_id, body)


@endpoint(counter, f"POST {RESERVATION}/cancel", desk=True)
def cancel_for_customer(
    visit: Visit, customer_id: str, reservation_id: str, body: Cancellation
) -> Reserved:
    """Call a reservation of the customer off, or what is ahead of its series."""
    served = _served(visit, customer_id)
    before = reservations.find(served.account, reservation_id)
    whole = body.series and before.series_id is not None
    fact = _fact(before.starts_at, len(before.parties)) + (" series" if whole else "")
    with served.noted(audit.CANCELLED, fact):
        return arranged.cancel_for(served.account, reservation_id, body)


@endpoint(counter, f"GET {ONE}/contacts", desk=True)
def list_customer_contacts(visit: Visit, customer_id: str, query: PageQuery) -> ContactPage:
    """List the customer's contacts, page by page; that they were looked at is written down."""
    served = _served(visit, customer_id)
    found = desk.look_at_contacts(served, query.cursor, query.limit)
    return ContactPage(items=[views.contact(row) for row in found.rows], cursor=found.cursor)


@endpoint(counter, f"POST {ONE}/contacts", status=201, desk=True)
def add_customer_contact(visit: Visit, customer_id: str, body: NewContact) -> views.ContactView:
    """Add somebody to the customer's contacts; with an Idempotency-Key, once."""
    served = _served(visit, customer_id)
    entry = contacts.Entry(body.name, body.number, body.second_number, body.note)
    key = f"{visit.operator.login}#{visit.key}" if visit.key else None
    return views.contact(desk.add_contact(served, entry, key=key))


@endpoint(counter, f"GET {ONE}/host-numbers", desk=True)
def list_customer_host_numbers(visit: Visit, customer_id: str) -> HostNumberList:
    """List the phones that the customer may host from."""
    found = hosts.of(_served(visit, customer_id).account)
    return HostNumberList(items=[views.host_number(phone) for phone in found])


def _served(visit: Visit, customer_id: str) -> desk.Customer:
    return desk.customer(visit.operator.login, customer_id)


def _fact(starts_at: datetime, parties: int) -> str:
    """Return what is known of a reservation in short: its time, how many phones it rings."""
    known = starts_at.year in arranged.YEARS  # every other time is refused
    return f"{clock.text(starts_at) if known else '?'} {parties + 1}"


def _operator(found: Operator) -> OperatorView:
    return OperatorView(login=found.login, name=found.name)


def _customer(found: Any) -> Customer:  # noqa: ANN401 - a Verification, an adapter's class
    agreed, until = desk.may_act(found), desk.until(found)
    state: Any = desk.state_of(found)
    return Customer(
        id=found.verification_id,
        number=found.number,
        state=state,
        name=desk.name_of(found) if agreed else None,
        until=clock.text(until) if until else None,
        now=clock.text(clock.now()),
    )
