"""What a conference tells and plays: its callbacks, waiting music, and announcements."""

from collections.abc import Coroutine
from typing import Any

from local.network.callbacks import Callbacks
from local.network.documents import Documents
from local.network.lines import Request
from local.network.plant import Plant
from local.network.room import Participant, Room
from local.network.timeline import rfc2822
from local.network.twiml import TwimlError
from local.network.webhooks import DeliveryError, Form

# Which word of a subscription covers which event.
SUBSCRIPTION = {
    "conference-start": "start",
    "conference-end": "end",
    "participant-join": "join",
    "participant-leave": "leave",
    "participant-mute": "mute",
    "participant-unmute": "mute",
    "participant-hold": "hold",
    "participant-unhold": "hold",
    "announcement-end": "announcement",
    "announcement-fail": "announcement",
}


class RoomSound:
    """Tells the application about rooms, and plays its documents to those in them."""

    def __init__(self, plant: Plant, documents: Documents, callbacks: Callbacks) -> None:
        self._plant = plant
        self._documents = documents
        self._callbacks = callbacks

    def tell(
        self,
        room: Room,
        event: str,
        participant: Participant | None = None,
        more: Form | None = None,
    ) -> None:
        """Count an event of *room* and send it if the first participant subscribed to it."""
        room.sequence += 1
        noun = room.noun
        if not noun.status_callback or SUBSCRIPTION[event] not in noun.status_events:
            return
        form = {
            "ConferenceSid": room.sid,
            "FriendlyName": room.name,
            "AccountSid": self._plant.settings.account_sid,
            "SequenceNumber": str(room.sequence),
            "Timestamp": rfc2822(self._plant.timeline.now()) or "",
            "StatusCallbackEvent": event,
        }
        form |= (participant.form() if participant else {}) | (more or {})
        call_sid = participant.sid if participant else None
        self._callbacks.conference(noun.status_callback, noun.status_method, form, call_sid)

    def play_waiting(self, participant: Participant, request: Request) -> None:
        """Play *request* to one participant, instead of the room, until it is stopped."""
        if participant.programme:
            participant.programme.cancel()
        if request.url:
            participant.programme = self._plant.tasks.spawn(
                self._failing_quietly(
                    participant,
                    self._documents.play_while_waiting(participant.line, request),
                )
            )

    def announce(self, room: Room, listeners: list[Participant], request: Request) -> None:
        """Play *request* to *listeners*, over the room's voices, and tell when it is over."""
        for participant in listeners:
            task = self._plant.tasks.spawn(self._announce(room, participant, request))
            participant.announcements.add(task)
            task.add_done_callback(participant.announcements.discard)

    async def _announce(self, room: Room, participant: Participant, request: Request) -> None:
        async with participant.speaker:
            played = await self._failing_quietly(
                participant, self._documents.play_once(participant.line, request)
            )
        more = {"AnnounceUrl": request.url}
        if played:
            self.tell(room, "announcement-end", participant, more)
        else:
            more["ReasonAnnouncementFailed"] = "The announcement could not be played"
            self.tell(room, "announcement-fail", participant, more)

    async def _failing_quietly(
        self, participant: Participant, playing: Coroutine[Any, Any, None]
    ) -> bool:
        """Play; a document that cannot be played is noted and disturbs nobody."""
        try:
            await playing
        except (DeliveryError, TwimlError) as error:
            self._plant.events.error(error.code, error.message, participant.sid)
            return False
        return True
