"""Text messages through the REST API: create, list, fetch."""

import re

from aiohttp import web

from local.network import rest_schema as schema
from local.network import rest_views as views
from local.network.engine import Network
from local.network.messages import Message
from local.network.numbers import E164, INVALID_TO
from local.network.rest import Door
from local.network.rest_calls import lose_answer, lose_before_placing
from local.network.rest_forms import Fields, invalid, not_found, page
from local.network.rest_views import View

NO_BODY = 21602
NO_FROM = 21603
NO_TO = 21604
NOT_OURS = 21606
NO_MOBILE = 21614
TOO_LONG = 21617
REGION_NOT_PERMITTED = 21408
LONGEST = 1600  # characters
FIXED_LINE = re.compile(r"\+86(?!1[3-9]\d{9}$)\d+")


class Messages:
    """The Messages resource."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def routes(self, root: str, door: Door) -> list[web.RouteDef]:
        one = root + "/Messages/{sid:[^/.]+}.json"
        every = root + "/Messages.json"
        return [
            web.post(every, door.handler(self.create, schema.CREATE_MESSAGE, 201)),
            web.get(every, door.handler(self.list, schema.LIST_MESSAGES)),
            web.get(one, door.handler(self.fetch, schema.NONE)),
        ]

    async def create(self, _request: web.Request, fields: Fields) -> View:
        from_, to, body = self._checked(fields)
        lose_before_placing(self._network)
        message = self._network.messages.send(from_, to, body)
        view = self._view(message)
        await lose_answer(self._network, None)
        return view

    async def list(self, request: web.Request, fields: Fields) -> View:
        found = [
            self._view(message)
            for message in reversed(list(self._network.messages))
            if fields.text("To") in ("", message.to)
            and fields.text("From") in ("", message.from_)
            and fields.within("DateSent", message.sent_at)
        ]
        return page(fields, request, "messages", found)

    async def fetch(self, request: web.Request, _fields: Fields) -> View:
        message = self._network.messages.by_sid.get(request.match_info["sid"])
        if message is None:
            raise not_found(request.path)
        return self._view(message)

    def _checked(self, fields: Fields) -> tuple[str, str, str]:
        """Return From, To and Body, or refuse them as the provider would."""
        from_, to, body = fields.text("From"), fields.text("To"), fields.text("Body")
        if not to:
            raise invalid("A 'To' phone number is required.", NO_TO)
        if not body:
            raise invalid("Message body is required.", NO_BODY)
        if len(body) > LONGEST:
            raise invalid(f"The message body exceeds the {LONGEST} character limit", TOO_LONG)
        if not from_:
            raise invalid("A 'From' phone number is required.", NO_FROM)
        if not E164.fullmatch(to):
            raise invalid(f"The 'To' number {to} is not a valid phone number.", INVALID_TO)
        if not to.startswith(self._network.settings.allowed_prefixes):
            raise invalid(f"No permission to send a message to {to}.", REGION_NOT_PERMITTED)
        if FIXED_LINE.fullmatch(to):
            raise invalid(f"'To' number {to} is not a valid mobile number", NO_MOBILE)
        if from_ != self._network.number.number:
            raise invalid(f"The 'From' phone number {from_} cannot send messages.", NOT_OURS)
        return from_, to, body

    def _view(self, message: Message) -> View:
        return views.message(self._network.settings, message)
