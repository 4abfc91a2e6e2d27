"""The provider's door: nothing comes in unsigned, and what comes in leaves in our words."""

import logging
import re
from collections.abc import Callable
from functools import lru_cache, wraps
from urllib.parse import parse_qsl

from chalice import Blueprint, Response
from chalice.app import Request
from twilio.request_validator import RequestValidator

from chalicelib import calls, clock, config, paths, phone_numbers
from chalicelib.calls import Call, Progress, RoomEvent
from chalicelib.steps import HangUp, Step
from chalicelib.twiml import views

log = logging.getLogger(__name__)

FORM = "application/x-www-form-urlencoded"
XML: dict[str, str | list[str]] = {
    "Content-Type": "text/xml; charset=utf-8",
    "Cache-Control": "no-store",
}
LARGEST_FORM = 64 * 1024  # bytes; the largest of the provider's is far below
ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
SID = re.compile(r"[A-Za-z0-9_-]{1,34}", re.ASCII)
"""Not a letter more: the signature stays good if a field is taken for a part of its neighbour."""
NOBODYS = "-"
"""The sid of what has none."""
COUNTS = frozenset({"added", "call_number", "plays", "silences", "trip", "turn"})
LONGEST_ENTRY = 64
SECONDS = re.compile(r"\d{1,6}", re.ASCII)

Form = dict[str, str]


def webhook(
    door: Blueprint, path: str, *, of_a_call: bool = True
) -> Callable[[Callable[..., Step]], Callable[..., Response]]:
    """Serve *path*: the decorated function gets the Call and the ids in the path.

    *of_a_call*: without the sid of one nothing is done.
    """

    def register(answer: Callable[..., Step]) -> Callable[..., Response]:
        def reply(form: Form, **ids: str) -> Response:
            call = _call(form)
            known = call.sid != NOBODYS or not of_a_call
            heard = _well_formed(ids) and known and not call.over
            return Response(views.render(answer(call, **ids) if heard else HangUp()), headers=XML)

        return _serve(door, path, answer.__name__, reply)

    return register


def callback(
    door: Blueprint, path: str
) -> Callable[[Callable[..., None]], Callable[..., Response]]:
    """Serve *path*: the decorated function gets the Progress of a call; the answer is empty."""

    def read(form: Form) -> Progress | None:
        return None if _sid(form) == NOBODYS else _progress(form)

    return _notice(door, path, read)


def room_callback(
    door: Blueprint, path: str
) -> Callable[[Callable[..., None]], Callable[..., Response]]:
    """Serve *path*: the decorated function gets a RoomEvent; the answer is empty."""
    return _notice(door, path, _room_event)


def _notice(
    door: Blueprint, path: str, read: Callable[[Form], object]
) -> Callable[[Callable[..., None]], Callable[..., Response]]:
    def register(hear: Callable[..., None]) -> Callable[..., Response]:
        def reply(form: Form, **ids: str) -> Response:
            told = read(form)
            if told is not None and _well_formed(ids):
                hear(told, **ids)
            return Response("", status_code=204)

        return _serve(door, path, hear.__name__, reply)

    return register


def _serve(
    door: Blueprint, path: str, name: str, reply: Callable[..., Response]
) -> Callable[..., Response]:
    @wraps(reply)
    def handle(**ids: str) -> Response:
        if len(door.current_request.raw_body or b"") > LARGEST_FORM:
            return Response("", status_code=413)  # unread: whether it is signed costs to find out
        form = _signed_form(door.current_request)
        if form is None:
            log.warning("forged webhook refused", extra={"path": path})
            return Response("", status_code=403)
        return reply(form, **ids)

    handle.__name__ = name
    door.route(path, methods=["POST"], content_types=[FORM], name=name)(handle)
    return handle


def _signed_form(request: Request) -> Form | None:
    """Return the posted form if one of our tokens signed it, None otherwise.

    The URL signed is the one we gave out, never one rebuilt from headers; blank values count
    (docs/provider.md).
    """
    signature = request.headers.get("x-twilio-signature", "")
    url = config.settings.public_base_url + request.path.format(**(request.uri_params or {}))
    raw = request.raw_body
    body = raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
    form = dict(parse_qsl(body, keep_blank_values=True))
    secrets = config.secrets()
    if not any(v.validate(url, form, signature) for v in _validators(secrets.auth_tokens)):
        return None
    return form if form.get("AccountSid") == secrets.account_sid else None


@lru_cache(maxsize=1)
def _validators(tokens: tuple[str, ...]) -> tuple[RequestValidator, ...]:
    return tuple(RequestValidator(token) for token in tokens)


def _well_formed(ids: dict[str, str]) -> bool:
    counts = all(paths.COUNT.fullmatch(ids[name]) for name in COUNTS & ids.keys())
    moments = "moment" not in ids or paths.MOMENT.fullmatch(ids["moment"]) is not None
    return counts and moments and all(ID.fullmatch(value) for value in ids.values())


def _call(form: Form) -> Call:
    finish = form.get("FinishedOnKey")
    return Call(
        sid=_sid(form),
        caller=phone_numbers.caller(form.get("From", "")),
        over=form.get("CallStatus") in calls.FINAL,
        digits=form.get("Digits", "")[:LONGEST_ENTRY],
        finished=None if finish is None else finish != "",
    )


def _sid(form: Form) -> str:
    """Return the call's sid; NOBODYS for what cannot be one."""
    sid = form.get("CallSid", "")
    return sid if SID.fullmatch(sid) else NOBODYS


def _progress(form: Form) -> Progress:
    status, seconds = form.get("CallStatus", ""), form.get("CallDuration", "")
    answered = status == "completed" and SECONDS.fullmatch(seconds)
    return Progress(
        sid=_sid(form),
        status=status,
        seconds=int(seconds) if answered else None,
        at=clock.from_provider(form.get("Timestamp", "")),
        caller=phone_numbers.caller(form.get("From", "")),
    )


def _room_event(form: Form) -> RoomEvent:
    event, status = form.get("StatusCallbackEvent", ""), form.get("ParticipantCallStatus", "")
    leg_id, trip = paths.labelled(form.get("ParticipantLabel", ""))
    return RoomEvent(
        leg_id=leg_id,
        joined=event == "participant-join" and trip == 0,
        left=event == "participant-leave" and status != "in-progress",
    )
