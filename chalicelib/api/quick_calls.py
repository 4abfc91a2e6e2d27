"""立即使用 over JSON: a conference without an account, which the host's phone decides (S27–S29)."""

from chalice import Blueprint

from chalicelib import board, web_start
from chalicelib.api.conferences import Parties, parties
from chalicelib.api.endpoint import Reply, Visit, endpoint
from chalicelib.api.shapes import Input, Nothing, Output, Typed

quick = Blueprint(__name__)

ONE = "/api/quick-calls/{conference_id}"


class NewQuickCall(Input):
    """The phone that is called first, and who then."""

    host_number: Typed
    parties: Parties


class QuickCall(Output):
    """How the start stands: *host_state* as on the board."""

    id: str
    state: str
    host_state: str
    reason: str | None
    parties: int


@endpoint(quick, "POST /api/quick-calls", status=202, public=True, rings=True)
def start_quick_call(visit: Visit, body: NewQuickCall) -> Reply[QuickCall]:
    """Call the host of an activated number and, once 1 is pressed there, the others."""
    conference_id, guest = web_start.start_quick(
        body.host_number,
        parties(body.parties),
        key=visit.key,
        address=visit.browser.address,
    )
    return Reply(_shown(conference_id), call_key=guest.ticket)


@endpoint(quick, f"GET {ONE}", public=True)
def quick_call(visit: Visit, conference_id: str) -> Reply[QuickCall]:
    """Tell how the start stands; once the host pressed 1, hand out what controls the conference."""
    guest = web_start.quick(conference_id, visit.call_key)
    return Reply(_shown(conference_id), call_key=guest.key if guest else None)


@endpoint(quick, f"POST {ONE}/cancel", public=True)
def cancel_quick_call(visit: Visit, conference_id: str, body: Nothing) -> QuickCall:
    """Call the start off."""
    del body
    web_start.cancel_quick(conference_id, visit.call_key)
    return _shown(conference_id)


def _shown(conference_id: str) -> QuickCall:
    """Return what a guest may know before the host pressed 1: how it stands, and no more."""
    start = board.unchecked(conference_id)
    return QuickCall(
        id=start.id,
        state=start.state,
        host_state=next((party.state for party in start.parties if party.host), ""),
        reason=start.reason,
        parties=start.size - 1,
    )
