"""How the product says no in JSON: RFC 9457 with a code, never a sentence (错误)."""

import msgspec
from chalice import Response

from chalicelib.errors import Refused

STATUS = {
    "bad_request": 400,
    "no_idempotency_key": 400,
    "no_session": 401,
    "cross_site": 403,
    "not_found": 404,
    "already_registered": 409,
    "code_expired": 409,
    "code_used": 409,
    "cap_reached": 409,
    "conference_going_on": 409,
    "host_in_conference": 409,
    "locked": 409,
    "not_activated": 409,
    "not_agreed": 409,
    "not_live_yet": 409,
    "not_over": 409,
    "not_there": 409,
    "over": 409,
    "too_many_quick_calls": 429,
    "too_many_starts": 429,
    "too_many_tries": 429,
    "host_number_there": 409,
    "no_code_yet": 409,
    "no_tries_left": 409,
    "not_eligible": 409,
    "refused_by_phone": 409,
    "registered_number_stays": 409,
    "too_large": 413,
    "too_many_contacts": 409,
    "too_many_groups": 409,
    "too_many_host_numbers": 409,
    "busy": 503,
    "too_many_codes": 429,
    "too_many_logins": 429,
    "too_many_statements": 429,
    "too_soon": 429,
    "already_started": 409,
    "changed_meanwhile": 409,
    "reservation_over": 409,
    "slot_full": 409,
    "too_many_reservations": 409,
}
"""The HTTP status of each code; every other one is 422: understood, and not possible."""
UNPROCESSABLE = 422
TYPE = "application/problem+json"


class Problem(msgspec.Struct, omit_defaults=True):
    """Why something was not done; the portal has the words for each *code*."""

    type: str
    status: int
    code: str
    field: str | None = None
    """The key of the body that is at fault."""
    retry_after: int | None = None
    """Whole seconds after which it may be tried again."""
    tries_left: int | None = None
    number: str | None = None
    """Which of several numbers it is about, as it came in."""
    least: int | None = None
    most: int | None = None
    earliest: str | None = None
    latest: str | None = None
    """The first and the last time, or day, that can be reserved."""
    oldest: str | None = None
    newest: str | None = None
    """The first and the last month that can be looked at."""
    at: str | None = None
    nearest: list[str] | None = None
    """The minute that is full, and those nearest to it that are not."""
    conference_id: str | None = None


def answer(refused: Refused, headers: dict[str, str | list[str]]) -> Response:
    """Return the response for a rule that said no."""
    status = STATUS.get(refused.reason, UNPROCESSABLE)
    kind = f"urn:duoyoutong:problem:{refused.reason}"
    known = {k: v for k, v in refused.details.items() if k in Problem.__struct_fields__}
    problem = msgspec.convert(
        {"type": kind, "status": status, "code": refused.reason} | known, Problem
    )
    more: dict[str, str | list[str]] = {"Content-Type": TYPE}
    if problem.retry_after is not None:
        more["Retry-After"] = str(problem.retry_after)
    return Response(msgspec.json.encode(problem).decode(), {**headers, **more}, status)
