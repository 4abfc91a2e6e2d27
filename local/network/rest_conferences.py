"""Conferences and their participants through the REST API."""

from aiohttp import web

from local.network import rest_schema as schema
from local.network import rest_views as views
from local.network.calls import Status
from local.network.engine import Network
from local.network.lines import HangUp, Plan, Request
from local.network.rest import Door
from local.network.rest_calls import (
    CALL_EVENTS,
    lose_answer,
    lose_before_placing,
    numbers_of,
    url_of,
)
from local.network.rest_forms import Fields, invalid, not_found, page
from local.network.rest_views import View
from local.network.room import Participant, Room
from local.network.twiml import CONFERENCE_EVENTS
from local.network.verbs import Conference

KICKED = ("participant_updated_via_api", Status.IN_PROGRESS)
MOST_IN_ROOM = 250


class Conferences:
    """The Conferences and Participants resources."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def routes(self, root: str, door: Door) -> list[web.RouteDef]:
        one = root + "/Conferences/{room:[^/.]+}.json"
        people = root + "/Conferences/{room:[^/]+}/Participants.json"
        person = root + "/Conferences/{room:[^/]+}/Participants/{key:[^/.]+}.json"
        make = door.handler
        return [
            web.get(root + "/Conferences.json", make(self.list, schema.LIST_CONFERENCES)),
            web.get(one, make(self.fetch, schema.NONE)),
            web.post(one, make(self.update, schema.UPDATE_CONFERENCE)),
            web.post(people, make(self.invite, schema.CREATE_PARTICIPANT, 201)),
            web.get(people, make(self.list_people, schema.LIST_PARTICIPANTS)),
            web.get(person, make(self.fetch_person, schema.NONE)),
            web.post(person, make(self.update_person, schema.UPDATE_PARTICIPANT)),
            web.delete(person, make(self.kick, schema.NONE, 204)),
        ]

    async def list(self, request: web.Request, fields: Fields) -> View:
        found = [
            views.conference(self._network.settings, room)
            for room in reversed(self._network.rooms.by_sid.values())
            if fields.text("FriendlyName") in ("", room.name)
            and fields.text("Status") in ("", room.status)
            and fields.within("DateCreated", room.created_at)
            and fields.within("DateUpdated", room.updated_at)
        ]
        return page(fields, request, "conferences", found)

    async def fetch(self, request: web.Request, _fields: Fields) -> View:
        return views.conference(self._network.settings, self._room(request))

    async def update(self, request: web.Request, fields: Fields) -> View:
        room, status = self._room(request), fields.text("Status")
        if status not in ("", "completed"):
            raise invalid(f"Status must be completed, not {status}")
        if status and self._network.plant.injector.happens("end_400"):
            self._network.events.add("fault", fault="end_400", conference_sid=room.sid)
            raise invalid("Conference could not be ended")
        if url := url_of(fields, "AnnounceUrl"):
            announcement = Request(url, fields.method("AnnounceMethod"))
            self._network.rooms.sound.announce(room, room.joined, announcement)
        if status:
            self._network.rooms.end(room)
        return views.conference(self._network.settings, room)

    async def invite(self, request: web.Request, fields: Fields) -> View:
        """Place a call that joins the room by itself; a name without a room makes one."""
        from_, to = numbers_of(fields, self._network)
        noun = _noun(fields, self._name(request))
        plan = Plan(
            status_callback=url_of(fields, "StatusCallback"),
            status_method=fields.method("StatusCallbackMethod"),
            status_events=fields.texts("StatusCallbackEvent", ["completed"], CALL_EVENTS),
            timeout=fields.number("Timeout", 60, least=5, most=600),
            time_limit=fields.number("TimeLimit", 14_400, least=1, most=86_400),
        )
        lose_before_placing(self._network)
        person = self._network.invite(from_, to, plan, noun)
        view = views.participant(self._network.settings, person)
        await lose_answer(self._network, person.sid)
        return view

    async def list_people(self, request: web.Request, fields: Fields) -> View:
        found = [
            views.participant(self._network.settings, person)
            for person in self._room(request).participants.values()
            if fields.flag("Muted", default=person.muted) == person.muted
            and fields.flag("Hold", default=person.hold) == person.hold
            and not fields.flag("Coaching", default=False)
        ]
        return page(fields, request, "participants", found)

    async def fetch_person(self, request: web.Request, _fields: Fields) -> View:
        return views.participant(self._network.settings, self._person(request))

    async def update_person(self, request: web.Request, fields: Fields) -> View:
        person, rooms = self._person(request), self._network.rooms
        if not person.joined:
            raise invalid("Participant is not connected")
        rooms.mute(person, muted=fields.flag("Muted", default=person.muted))
        if fields.flag("Hold", default=person.hold) != person.hold:
            music = Request(url_of(fields, "HoldUrl"), fields.method("HoldMethod", "GET"))
            rooms.hold(person, None if person.hold else music)
        person.end_on_exit = fields.flag("EndConferenceOnExit", default=person.end_on_exit)
        if url := url_of(fields, "AnnounceUrl"):
            announcement = Request(url, fields.method("AnnounceMethod"))
            rooms.sound.announce(person.room, [person], announcement)
        return views.participant(self._network.settings, person)

    async def kick(self, request: web.Request, _fields: Fields) -> None:
        person = self._person(request)
        if not person.joined or self._network.settings.kick_hangs_up:
            person.line.give(HangUp())
        else:
            self._network.rooms.leave(person, KICKED, "kicked")

    def _room(self, request: web.Request) -> Room:
        room = self._network.rooms.by_sid.get(request.match_info["room"])
        if room is None:
            raise not_found(request.path)
        return room

    def _name(self, request: web.Request) -> str:
        """Return the name of the room to invite into; a sid must be that of a live one."""
        key = request.match_info["room"]
        room = self._network.rooms.by_sid.get(key)
        if room and not room.over:
            return room.name
        if room or key.startswith("CF"):
            raise not_found(request.path)
        return key

    def _person(self, request: web.Request) -> Participant:
        person = self._room(request).participant(request.match_info["key"])
        if person is None:
            raise not_found(request.path)
        return person


def _noun(fields: Fields, name: str) -> Conference:
    return Conference(
        name=name,
        muted=fields.flag("Muted", default=False),
        start_on_enter=fields.flag("StartConferenceOnEnter", default=True),
        end_on_exit=fields.flag("EndConferenceOnExit", default=False),
        label=fields.text("Label"),
        wait_url=url_of(fields, "WaitUrl"),
        wait_method=fields.method("WaitMethod"),
        max_participants=fields.number("MaxParticipants", MOST_IN_ROOM, least=2, most=MOST_IN_ROOM),
        status_callback=url_of(fields, "ConferenceStatusCallback"),
        status_events=fields.texts(
            "ConferenceStatusCallbackEvent", ["start", "end"], CONFERENCE_EVENTS
        ),
        status_method=fields.method("ConferenceStatusCallbackMethod"),
    )
