"""Groups of contacts, over JSON (会议组, S81)."""

from typing import Annotated

from chalice import Blueprint
from msgspec import Meta, field

from chalicelib import groups
from chalicelib.api import views
from chalicelib.api.endpoint import Visit, endpoint
from chalicelib.api.shapes import Counted, Id, Input, Name, Output, PageQuery, Removal
from chalicelib.api.views import GroupView

teams = Blueprint(__name__)

Members = Annotated[list[Id], Meta(max_length=250)]


class NewGroup(Input):
    """A group to be made, and who is in it."""

    name: Name
    members: Members = field(default_factory=list)


class GroupChanges(Input):
    """Another name, or others in it; null leaves either as it is."""

    name: Name | None = None
    members: Members | None = None


class GroupPage(Output):
    """Some groups; *cursor* brings the next ones, null where there are none."""

    items: list[GroupView]
    cursor: str | None


@endpoint(teams, "GET /api/groups")
def list_groups(visit: Visit, query: PageQuery) -> GroupPage:
    """List groups, page by page."""
    account = visit.owner.account
    found, numbers = groups.page(account, query.cursor, query.limit), groups.numbers(account)
    return GroupPage(items=[views.group(row, numbers) for row in found.rows], cursor=found.cursor)


@endpoint(teams, "POST /api/groups", status=201)
def add_group(visit: Visit, body: NewGroup) -> GroupView:
    """Make a group; with an Idempotency-Key, once however often it is sent."""
    account, key = visit.owner.account, visit.key or None
    made = groups.add(account, body.name, body.members, key=key)
    return views.group(made, groups.numbers(account))


@endpoint(teams, "PATCH /api/groups/{group_id}")
def change_group(visit: Visit, group_id: str, body: GroupChanges) -> GroupView:
    """Rename a group, or put others into it."""
    account = visit.owner.account
    changed = groups.change(account, group_id, name=body.name, members=body.members)
    return views.group(changed, groups.numbers(account))


@endpoint(teams, "POST /api/groups/removal")
def remove_groups(visit: Visit, body: Removal) -> Counted:
    """Remove groups; it can be undone for a day, and their contacts stay."""
    return Counted(count=groups.remove(visit.owner.account, body.ids))


@endpoint(teams, "POST /api/groups/restoration")
def restore_groups(visit: Visit, body: Removal) -> Counted:
    """Put removed groups back."""
    return Counted(count=groups.restore(visit.owner.account, body.ids))
