"""The address book, over JSON and CSV (我的通讯录, S79, S80)."""

from typing import Annotated, Literal

from chalice import Blueprint
from msgspec import UNSET, Meta, UnsetType

from chalicelib import contacts, exchange
from chalicelib.api import views
from chalicelib.api.endpoint import Reply, Visit, endpoint
from chalicelib.api.shapes import Counted, Input, Name, Note, Output, PageQuery, Removal, Typed
from chalicelib.api.views import ContactView

people = Blueprint(__name__)


class NewContact(Input):
    """Somebody to be added."""

    name: Name
    number: Typed
    second_number: Typed | None = None
    note: Note = ""


class ContactChanges(Input):
    """What is to be changed; what is left out stays, null takes the second number away."""

    name: Name | UnsetType = UNSET
    number: Typed | UnsetType = UNSET
    second_number: Typed | UnsetType | None = UNSET
    note: Note | UnsetType = UNSET


class ContactPage(Output):
    """Some contacts; *cursor* brings the next ones, null where there are none."""

    items: list[ContactView]
    cursor: str | None


class Row(Input):
    """One row of a file: as it stands there, so that what is wrong with it can be told."""

    name: Annotated[str, Meta(max_length=256)]
    number: Annotated[str, Meta(max_length=256)]
    second_number: Annotated[str, Meta(max_length=256)] = ""
    note: Annotated[str, Meta(max_length=512)] = ""
    group: Annotated[str, Meta(max_length=512)] = ""
    """Names of groups, with “;” between them."""


class Import(Input):
    """Rows of a file; a dry run says what would become of them."""

    rows: Annotated[list[Row], Meta(min_length=1, max_length=200)]
    dry_run: bool


class RowResult(Output):
    """What became, or would become, of one row."""

    outcome: Literal["new", "duplicate", "error"]
    code: str | None
    field: str | None


class ImportResult(Output):
    """One result for each row, in their order."""

    results: list[RowResult]


@endpoint(people, "GET /api/contacts")
def list_contacts(visit: Visit, query: PageQuery) -> ContactPage:
    """List contacts, page by page."""
    found = contacts.page(visit.owner.account, query.cursor, query.limit)
    return ContactPage(items=[views.contact(row) for row in found.rows], cursor=found.cursor)


@endpoint(people, "POST /api/contacts", status=201)
def add_contact(visit: Visit, body: NewContact) -> ContactView:
    """Add somebody; with an Idempotency-Key, once however often it is sent."""
    entry = contacts.Entry(body.name, body.number, body.second_number, body.note)
    return views.contact(contacts.add(visit.owner.account, entry, key=visit.key or None))


@endpoint(people, "PATCH /api/contacts/{contact_id}")
def change_contact(visit: Visit, contact_id: str, body: ContactChanges) -> ContactView:
    """Change somebody."""
    changes = contacts.Changes(
        name=_given(body.name),
        number=_given(body.number),
        second_number=None if body.second_number is UNSET else body.second_number or "",
        note=_given(body.note),
    )
    return views.contact(contacts.change(visit.owner.account, contact_id, changes))


@endpoint(people, "POST /api/contacts/removal")
def remove_contacts(visit: Visit, body: Removal) -> Counted:
    """Remove contacts; it can be undone for a day."""
    return Counted(count=contacts.remove(visit.owner.account, body.ids))


@endpoint(people, "POST /api/contacts/restoration")
def restore_contacts(visit: Visit, body: Removal) -> Counted:
    """Put removed contacts back."""
    return Counted(count=contacts.restore(visit.owner.account, body.ids))


@endpoint(people, "POST /api/contacts/import")
def import_contacts(visit: Visit, body: Import) -> ImportResult:
    """Put rows of a file into the address book, or say what would become of them."""
    rows = [
        (contacts.Entry(row.name, row.number, row.second_number, row.note), row.group)
        for row in body.rows
    ]
    outcomes = exchange.bring_in(visit.owner.account, rows, dry_run=body.dry_run)
    return ImportResult(
        results=[RowResult(outcome=o.outcome, code=o.code, field=o.field) for o in outcomes]
    )


@endpoint(people, "GET /api/contacts/export")
def export_contacts(visit: Visit) -> Reply[str]:
    """Hand the address book over as a CSV file."""
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="116323-contacts.csv"',
    }
    return Reply(exchange.csv_of(visit.owner.account), headers=headers)


def _given(value: str | UnsetType) -> str | None:
    return None if value is UNSET else value
