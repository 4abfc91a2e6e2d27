"""Calls through the REST API: create, list, fetch, update, delete."""

import asyncio
from dataclasses import replace
from urllib.parse import urlsplit

from aiohttp import web

from local.network import rest_schema as schema
from local.network import rest_views as views
from local.network.calls import Call, Status
from local.network.engine import Network
from local.network.lines import Plan, Request, Start
from local.network.numbers import why_not
from local.network.rest import Door
from local.network.rest_forms import Fields, RestError, invalid, not_found, page
from local.network.rest_views import View
from local.network.twiml import TwimlError, parse

NO_TO = 21201
NO_URL = 21205
NOT_OURS = 21210
WRONG_STATE = 21220
MOST_TWIML = 4000  # characters
CALL_EVENTS = ("initiated", "ringing", "answered", "completed")


class Calls:
    """The Calls resource."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._deleted: set[str] = set()

    def routes(self, root: str, door: Door) -> list[web.RouteDef]:
        one = root + "/Calls/{sid:[^/.]+}.json"
        return [
            web.post(root + "/Calls.json", door.handler(self.create, schema.CREATE_CALL, 201)),
            web.get(root + "/Calls.json", door.handler(self.list, schema.LIST_CALLS)),
            web.get(one, door.handler(self.fetch, schema.NONE)),
            web.post(one, door.handler(self.update, schema.UPDATE_CALL)),
            web.delete(one, door.handler(self.delete, schema.NONE, 204)),
        ]

    async def create(self, _request: web.Request, fields: Fields) -> View:
        from_, to = numbers_of(fields, self._network)
        plan = Plan(
            start=_start(fields),
            fallback_url=url_of(fields, "FallbackUrl"),
            fallback_method=fields.method("FallbackMethod"),
            status_callback=url_of(fields, "StatusCallback"),
            status_method=fields.method("StatusCallbackMethod"),
            status_events=fields.texts("StatusCallbackEvent", ["completed"], CALL_EVENTS),
            timeout=fields.number("Timeout", 60, least=1, most=600),
            time_limit=fields.number("TimeLimit", 14_400, least=1, most=86_400),
        )
        lose_before_placing(self._network)
        line = self._network.place(from_, to, plan)
        view = self._view(line.call)
        await lose_answer(self._network, line.call.sid)
        return view

    async def list(self, request: web.Request, fields: Fields) -> View:
        found = [
            self._view(call)
            for call in reversed(self._network.ledger.calls.values())
            if call.sid not in self._deleted and _matches(call, fields)
        ]
        return page(fields, request, "calls", found)

    async def fetch(self, request: web.Request, _fields: Fields) -> View:
        return self._view(self._call(request))

    async def update(self, request: web.Request, fields: Fields) -> View:
        call = self._call(request)
        line = self._network.line(call.sid)
        if line is None:
            raise invalid("Call is not in-progress. Cannot redirect.", WRONG_STATE)
        status = fields.text("Status")
        if status not in ("", "completed", "canceled"):
            raise invalid(f"Status must be completed or canceled, not {status}")
        line.plan = replace(
            line.plan,
            fallback_url=url_of(fields, "FallbackUrl") or line.plan.fallback_url,
            fallback_method=fields.method("FallbackMethod", line.plan.fallback_method),
        )
        if status == "completed" or (status == "canceled" and not line.answered.is_set()):
            await self._network.hang_up(line)
        elif not status:
            start = _start(fields)
            if call.status is not Status.IN_PROGRESS:
                raise invalid("Call is not in-progress. Cannot redirect.", WRONG_STATE)
            self._network.divert(line, start)
        return self._view(call)

    async def delete(self, request: web.Request, _fields: Fields) -> None:
        call = self._call(request)
        if not call.status.final:
            raise invalid("The call is not over", WRONG_STATE)
        self._deleted.add(call.sid)

    def _call(self, request: web.Request) -> Call:
        sid = request.match_info["sid"]
        call = self._network.ledger.calls.get(sid)
        if call is None or sid in self._deleted:
            raise not_found(request.path)
        return call

    def _view(self, call: Call) -> View:
        network = self._network
        return views.call(network.settings, network.number, call, network.plant.timeline.now())


def numbers_of(fields: Fields, network: Network) -> tuple[str, str]:
    """Return From and To, or refuse them as the provider would."""
    from_, to = fields.text("From"), fields.text("To")
    if not to:
        raise invalid("No 'To' number is specified", NO_TO)
    if from_ != network.number.number:
        raise invalid(f"The source phone number {from_} is not owned by the account", NOT_OURS)
    if refusal := why_not(to, network.settings):
        raise invalid(refusal[1], refusal[0])
    return from_, to


def url_of(fields: Fields, name: str) -> str:
    """Return an absolute http(s) URL, or "" if none is given."""
    url = fields.text(name)
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise invalid(f"{name} is not a valid URL: {url}", NO_URL)
    return url


def lose_before_placing(network: Network) -> None:
    """Fail as a provider does that did not get as far as placing the call."""
    if network.plant.injector.happens("create_500_not_placed"):
        network.events.add("fault", fault="create_500_not_placed")
        raise RestError(500, 20500, "Internal server error")


async def lose_answer(network: Network, call_sid: str | None) -> None:
    """Let the answer about a placed call be a 500, or come later than a client waits.

    A message that was sent is no call, and its answer fares no better.
    """
    injector = network.plant.injector
    if not injector.happens("create_accepted_but_timeout"):
        return
    network.events.add("fault", call_sid, fault="create_accepted_but_timeout")
    if injector.rng.random() < 0.5:  # noqa: PLR2004 - either way is as likely
        raise RestError(500, 20500, "Internal server error")
    await asyncio.sleep(injector.now.late_answer_seconds)


def _start(fields: Fields) -> Start:
    """Return what the call is to run: Twiml given at once, else the document at Url."""
    if "Twiml" not in fields:
        url = url_of(fields, "Url")
        if not url:
            raise invalid("Url parameter is required.", NO_URL)
        return Request(url, fields.method("Method"))
    twiml = fields.text("Twiml")
    if len(twiml) > MOST_TWIML:
        raise invalid(f"Twiml is longer than {MOST_TWIML} characters")
    try:
        return parse(twiml.encode(), "text/xml")
    except TwimlError as error:
        raise invalid(error.message, error.code) from error


def _matches(call: Call, fields: Fields) -> bool:
    wanted = {
        "To": call.to,
        "From": call.from_,
        "ParentCallSid": call.parent_sid,
        "Status": "queued" if call.status is Status.INITIATED else str(call.status),
    }
    return (
        all(fields.text(name) in ("", value) for name, value in wanted.items())
        and fields.within("StartTime", call.start_time)
        and fields.within("EndTime", call.ended_at)
    )
