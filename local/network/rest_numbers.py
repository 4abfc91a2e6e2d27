"""The service's number through the REST API: found by the deploy script, and pointed at the app."""

from aiohttp import web

from local.network import rest_schema as schema
from local.network import rest_views as views
from local.network.engine import Network
from local.network.rest import Door
from local.network.rest_calls import url_of
from local.network.rest_forms import Fields, not_found, page
from local.network.rest_views import View


class Numbers:
    """The IncomingPhoneNumbers resource, which has one number."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def routes(self, root: str, door: Door) -> list[web.RouteDef]:
        one = root + "/IncomingPhoneNumbers/{sid:[^/.]+}.json"
        every = root + "/IncomingPhoneNumbers.json"
        return [
            web.get(every, door.handler(self.list, schema.LIST_NUMBERS)),
            web.get(one, door.handler(self.fetch, schema.NONE)),
            web.post(one, door.handler(self.update, schema.UPDATE_NUMBER)),
        ]

    async def list(self, request: web.Request, fields: Fields) -> View:
        number = self._network.number
        wanted = {"PhoneNumber": number.number, "FriendlyName": number.friendly_name}
        fits = all(fields.text(name) in ("", value) for name, value in wanted.items())
        return page(fields, request, "incoming_phone_numbers", [self._view()] if fits else [])

    async def fetch(self, request: web.Request, _fields: Fields) -> View:
        self._check(request)
        return self._view()

    async def update(self, request: web.Request, fields: Fields) -> View:
        self._check(request)
        number = self._network.number
        for name in ("VoiceUrl", "VoiceFallbackUrl", "StatusCallback"):
            if name in fields:
                setattr(number, _attribute(name), url_of(fields, name))
        for name in ("VoiceMethod", "VoiceFallbackMethod", "StatusCallbackMethod"):
            if name in fields:
                setattr(number, _attribute(name), fields.method(name))
        number.friendly_name = fields.text("FriendlyName", number.friendly_name)
        number.updated_at = self._network.plant.timeline.now()
        return self._view()

    def _check(self, request: web.Request) -> None:
        if request.match_info["sid"] != self._network.number.sid:
            raise not_found(request.path)

    def _view(self) -> View:
        return views.number(self._network.settings, self._network.number)


def _attribute(parameter: str) -> str:
    """Return VoiceUrl as voice_url."""
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in parameter)
    return words.removeprefix("_")
