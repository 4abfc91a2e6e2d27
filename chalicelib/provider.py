"""The phone network as we use it: ring, hang up, announce, mute, look, text (语音服务商).

Twilio's REST API underneath and nowhere else; any provider that speaks it serves.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from twilio.base.exceptions import TwilioException, TwilioRestException
from urllib3.exceptions import NewConnectionError

from chalicelib import clock, config, paths
from chalicelib.calls import Progress

TIMEOUT_SECONDS = 5  # twilio's own default is to wait for ever
CONNECTIONS = 16
TRIES = 4  # of a request that was certainly not processed
PAUSE_SECONDS = 0.2

if TYPE_CHECKING:  # loading it takes longer than all the rest of the product: see _client
    import requests
    from twilio.rest import Client
    from twilio.rest.api.v2010.account.call import CallInstance, CallPage

Answer = TypeVar("Answer")
_making = Lock()

TOO_MANY = 429
SERVER_ERROR = 500
GONE = frozenset({400, 404})  # over, not connected any more, unknown; 401 and 403 say nothing of it
PAGE = 1000  # calls with one request: the most there is
CLOCK_DIFFERENCE = timedelta(seconds=5)  # between our clock and the provider's


class Declined(Exception):  # noqa: N818 - an answer of the network, not a fault of ours
    """The provider certainly did not do it; *reason* is a code for the leg."""

    def __init__(self, reason: str, *, passing: bool = False, gone: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.passing = passing
        """It may do it later: it was busy or out of reach."""
        self.gone = gone
        """What it should be done to is over, or was never there."""


class Unknown(Exception):  # noqa: N818 - likewise
    """The provider did not say whether it did what we asked: never repeat a ring blindly."""


REASONS = {
    21211: "bad_number",
    21217: "bad_number",
    13224: "bad_number",
    21215: "number_not_allowed",
    21216: "number_not_allowed",
    13227: "number_not_allowed",
    32205: "number_not_allowed",
    21614: "bad_number",  # of a text: no phone that can have one
    21408: "number_not_allowed",
    21608: "number_not_allowed",
    21610: "number_not_allowed",  # who has it wants no more texts
    21612: "number_not_allowed",
}
"""The provider's error codes that say something of the number."""


@dataclass(frozen=True, slots=True)
class Call:
    """One entry of the provider's list of calls.

    *status* and *direction* are its own words; *seconds* are the answered ones, None while it has
    not said; *price* is a decimal number, below zero, None until it has said.
    """

    sid: str
    status: str
    direction: str
    from_: str
    to: str
    seconds: int | None
    ended_at: datetime | None
    price: str | None = None
    currency: str | None = None


def ring(number: str, *, then: str, status: str, longest: int = 0) -> str:
    """Ring *number* and return the call's sid; *then* and *status* are paths of our webhooks.

    The call lasts *longest* seconds at most, by default as long as a conference may. Raise Declined
    if no phone can have rung, Unknown if one may have.
    """
    url = config.settings.public_base_url
    byoc = config.settings.twilio_byoc_sid
    call = _patiently(
        lambda: _client().calls.create(
            to=number,
            from_=config.settings.service_number,
            url=paths.asked_again(url + then),
            fallback_url=url + paths.BUSY,
            fallback_method="GET",  # it is a file
            status_callback=paths.told_again(url + status),
            status_callback_event=["ringing", "completed"],
            timeout=config.settings.ring_seconds,
            time_limit=longest or config.settings.max_call_seconds,
            **({"byoc": byoc} if byoc else {}),
        ),
        repeatable=False,
    )
    return str(call.sid)


def hang_up(call_sid: str) -> None:
    """End a call, ringing or answered; one that is already over is left alone."""
    _unless_gone(lambda: _client().calls(call_sid).update(status="completed"))


def end_room(conference_id: str) -> None:
    """End the room of a conference if there is one; its calls go on to their next document."""
    room = _room(conference_id)
    if room:
        _unless_gone(lambda: _client().conferences(room).update(status="completed"))


def announce(conference_id: str, call_sid: str, document: str) -> bool:
    """Have the document at the path *document* spoken to one call; False if it is in no room."""
    room = _room(conference_id)
    if room is None:
        return False
    url = config.settings.public_base_url + document
    who = _client().conferences(room).participants(call_sid)
    return _unless_gone(lambda: who.update(announce_url=url)) is not None


def mute(conference_id: str, call_sid: str, *, muted: bool) -> None:
    """Stop or allow a call to be heard, if it is still in the room."""
    room = _room(conference_id)
    if room:
        who = _client().conferences(room).participants(call_sid)
        _unless_gone(lambda: who.update(muted=muted))


def in_room(conference_id: str) -> dict[str, bool]:
    """Return the sids of the calls that are in the room now, each with whether it is muted."""
    room = _room(conference_id)
    if room is None:
        return {}
    participants = _client().conferences(room).participants
    there = _unless_gone(participants.list)
    return {str(one.call_sid): bool(one.muted) for one in there or []}


def look(call_sid: str) -> Progress | None:
    """Return how a call stands by the provider's record, None if it knows no such call."""
    found = _unless_gone(lambda: _client().calls(call_sid).fetch())
    return _progress(found) if found else None


def find(number: str, since: datetime, until: datetime) -> list[Progress]:
    """Return the calls to *number* that we asked for from *since* to *until*, newest first."""
    ours = config.settings.service_number
    calls = _patiently(lambda: _client().calls.list(to=number, from_=ours, limit=50))
    return [
        _progress(call)
        for call in calls
        if call.date_created
        and since - CLOCK_DIFFERENCE <= call.date_created <= until + CLOCK_DIFFERENCE
    ]


def ended(since: datetime, until: datetime) -> Iterator[Call]:
    """Yield all calls of ours that ended from *since* to before *until*, in no certain order.

    The filters are sent as EndTime>= and EndTime<=, both of which take in the moment itself, with
    the time of day, as the provider's client writes them. Its documentation speaks of dates only;
    so what comes is filtered again, and nobody should conclude from a call's absence here alone
    that there is none: `look` at it. A thousand calls with one request, each page asked for when
    the one before is used up.
    """
    first = _patiently(
        lambda: _client().calls.page(end_time_after=since, end_time_before=until, page_size=PAGE)
    )
    page: CallPage | None = first
    while page is not None:
        for call in page:
            if call.end_time and since <= call.end_time < until:
                yield _call(call)
        page = _patiently(page.next_page)


def text(number: str, words: str) -> str:
    """Send *words* to *number* as a text message from SMS_NUMBER and return its sid.

    Whether it arrives is not waited for. Raise Declined if it was certainly not sent, Unknown if
    it may have been.
    """
    message = _patiently(
        lambda: _client().messages.create(to=number, from_=config.settings.sms_number, body=words),
        repeatable=False,
    )
    return str(message.sid)


def _room(conference_id: str) -> str | None:
    """Return the provider's sid of the room in use; a room of one is not “in-progress” yet."""
    rooms = _patiently(lambda: _client().conferences.list(friendly_name=conference_id, limit=20))
    return next((str(room.sid) for room in rooms if room.status != "completed"), None)


def _call(call: "CallInstance") -> Call:
    return Call(
        sid=str(call.sid),
        status=str(call.status),
        direction=str(call.direction),
        from_=str(call._from),  # noqa: SLF001 - its name for it
        to=str(call.to),
        seconds=int(call.duration) if call.duration else None,
        ended_at=call.end_time,
        price=call.price,
        currency=call.price_unit,
    )


def _progress(call: "CallInstance") -> Progress:
    answered = call.status == "completed" and call.duration not in (None, "")
    seconds = int(call.duration) if answered else None
    return Progress(str(call.sid), str(call.status), seconds, call.end_time)


def _unless_gone(request: Callable[[], Answer]) -> Answer | None:
    """Do *request*; what it was about being over or unknown is as good as done (None)."""
    try:
        return _patiently(request)
    except Declined as e:
        if not e.gone:
            raise
        return None


def _patiently(request: Callable[[], Answer], *, repeatable: bool = True) -> Answer:
    """Do *request*, again with growing pauses while it was not processed.

    One that is *repeatable* may be done twice without harm: it is repeated after Unknown, too.
    """
    for attempt in range(TRIES):
        last = attempt == TRIES - 1
        try:
            with _outcome():
                return request()
        except Declined as e:
            if last or not e.passing:
                raise
        except Unknown:
            if last or not repeatable:
                raise
        clock.sleep(PAUSE_SECONDS * 2**attempt)
    raise AssertionError  # the last attempt returned or raised


@contextmanager
def _outcome() -> Iterator[None]:
    """Turn every way a request can fail into Declined (not done) or Unknown."""
    import requests  # noqa: PLC0415 - only who asks the provider waits for it

    try:
        yield
    except TwilioException as e:
        raise _refusal(e) from e
    except requests.ConnectionError as e:
        if _never_connected(e):
            raise Declined("provider_down", passing=True) from e
        raise Unknown("connection lost") from e
    except requests.RequestException as e:
        raise Unknown(type(e).__name__) from e


def _refusal(error: TwilioException) -> Declined | Unknown:
    """Read the HTTP status of an error answer; a list that failed carries only the response."""
    if isinstance(error, TwilioRestException):
        status, code = error.status, error.code
    else:
        status, code = getattr(error.args[-1], "status_code", SERVER_ERROR), None
    if status == TOO_MANY:
        return Declined("provider_busy", passing=True)
    if status >= SERVER_ERROR:
        return Unknown(str(status))
    return Declined(REASONS.get(code or 0, "provider_refused"), gone=status in GONE)


def _never_connected(error: "requests.ConnectionError") -> bool:
    from requests import ConnectTimeout  # noqa: PLC0415 - loaded by now

    if isinstance(error, ConnectTimeout):
        return True
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(cause, NewConnectionError)


def _client() -> "Client":
    """Return the one client, its connections kept alive between requests."""
    with _making:  # the threads that ring the first conference all ask at once
        return _made_client(config.secrets())


@lru_cache(maxsize=1)
def _made_client(secrets: config.Secrets) -> "Client":
    """Load and make the client: here, so that only functions that dial pay for it (ADR 0005)."""
    from requests.adapters import HTTPAdapter  # noqa: PLC0415 - as said
    from twilio.http.http_client import TwilioHttpClient  # noqa: PLC0415 - as said
    from twilio.rest import Client  # noqa: PLC0415 - as said

    http = TwilioHttpClient(timeout=TIMEOUT_SECONDS)
    for scheme in ("https://", "http://"):
        http.session.mount(scheme, HTTPAdapter(pool_maxsize=CONNECTIONS))
    client = Client(
        secrets.api_key or secrets.account_sid,
        secrets.api_secret or secrets.auth_tokens[0],
        secrets.account_sid,
        http_client=http,
    )
    client.api.base_url = config.settings.twilio_api_base_url
    return client
