"""The phones an account may host from, over JSON (主持人电话设置, S77, S78)."""

from chalice import Blueprint

from chalicelib import hosts
from chalicelib.api import views
from chalicelib.api.endpoint import Visit, endpoint
from chalicelib.api.registrations import Confirmation
from chalicelib.api.shapes import Input, Note, Nothing, Output, Typed, VerificationView
from chalicelib.api.views import HostNumberView

host_phones = Blueprint(__name__)

VERIFICATIONS = "/api/host-numbers/verifications"


class HostNumberList(Output):
    """The registered number, then the linked ones."""

    items: list[HostNumberView]


class NewHostNumber(Input):
    """A phone to be linked."""

    number: Typed
    note: Note = ""


class HostNumberChanges(Input):
    """Another note."""

    note: Note


@endpoint(host_phones, "GET /api/host-numbers")
def list_host_numbers(visit: Visit) -> HostNumberList:
    """List the phones the account may host from."""
    found = hosts.of(visit.owner.account)
    return HostNumberList(items=[views.host_number(phone) for phone in found])


@endpoint(host_phones, f"POST {VERIFICATIONS}", status=202, rings=True)
def prove_host_number(visit: Visit, body: NewHostNumber) -> VerificationView:
    """Have the phone called, to prove that who answers it agrees."""
    begun = hosts.begin(
        visit.owner.account,
        body.number,
        body.note,
        key=visit.key,
        address=visit.browser.address,
    )
    return views.verification(begun)


@endpoint(host_phones, f"GET {VERIFICATIONS}/{{verification_id}}")
def host_number_verification(visit: Visit, verification_id: str) -> VerificationView:
    """Tell how the call stands."""
    return views.verification(hosts.find_verification(visit.owner.account, verification_id))


@endpoint(host_phones, f"POST {VERIFICATIONS}/{{verification_id}}/calls", status=202, rings=True)
def prove_host_number_again(visit: Visit, verification_id: str, body: Nothing) -> VerificationView:
    """Have the phone called once more."""
    del body
    begun = hosts.again(
        visit.owner.account, verification_id, key=visit.key, address=visit.browser.address
    )
    return views.verification(begun)


@endpoint(host_phones, f"POST {VERIFICATIONS}/{{verification_id}}/confirmation", status=201)
def finish_host_number(visit: Visit, verification_id: str, body: Confirmation) -> HostNumberView:
    """Link the phone, if the digits are right."""
    return views.host_number(hosts.finish(visit.owner.account, verification_id, body.code))


@endpoint(host_phones, "PATCH /api/host-numbers/{host_id}")
def note_host_number(visit: Visit, host_id: str, body: HostNumberChanges) -> HostNumberView:
    """Change the note on a linked phone."""
    return views.host_number(hosts.rename(visit.owner.account, host_id, body.note))


@endpoint(host_phones, "DELETE /api/host-numbers/{host_id}")
def unlink_host_number(visit: Visit, host_id: str) -> None:
    """Unlink a phone."""
    hosts.remove(visit.owner.account, host_id)
