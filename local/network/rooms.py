"""The rooms of the network (会场): joining, leaving, starting, ending, muting, holding."""

from local.network.calls import Status, Stay
from local.network.lines import HangUp, Line, Request
from local.network.plant import Plant
from local.network.room import Participant, Room
from local.network.room_sound import RoomSound
from local.network.timeline import whole
from local.network.twiml import TwimlError
from local.network.verbs import Conference

DUPLICATE_LABEL = 16025
ROOM_FULL = 16020
ENOUGH_TO_START = 2

BY_API = "conference-ended-via-api"
LAST = "last-participant"
WITH_END_ON_EXIT = "participant-with-end-conference-on-exit"


class Rooms:
    """All rooms there have been; at most one of a name is alive."""

    def __init__(self, plant: Plant, sound: RoomSound) -> None:
        self._plant = plant
        self.sound = sound
        self.by_sid: dict[str, Room] = {}
        self._alive: dict[str, Room] = {}  # by name

    def named(self, noun: Conference) -> Room:
        """Return the live room of this name, a new one if there is none."""
        room = self._alive.get(noun.name)
        if room is None:
            now = self._plant.timeline.now()
            room = Room(self._plant.sid("CF"), noun, created_at=now, updated_at=now)
            self.by_sid[room.sid] = self._alive[noun.name] = room
        return room

    def invite(self, line: Line, room: Room, noun: Conference) -> Participant:
        """Keep a place in *room* for a call that is being placed."""
        participant = Participant.of(line, room, noun, self._plant.timeline.now())
        room.participants[participant.sid] = line.participant = participant
        return participant

    def join(self, line: Line, noun: Conference) -> Participant:
        """Put a call into the room of its document, or raise why it cannot enter."""
        participant = self._kept_place(line) or self._new_place(line, noun)
        room, now = participant.room, self._plant.timeline.now()
        participant.joined, participant.updated_at = True, now
        participant.stay = Stay(room.name, whole(now))
        line.participant = participant
        line.call.stays.append(participant.stay)
        self._plant.ledger.write(line.call)
        line.phone.entered_room(muted=participant.silent)
        self.sound.tell(room, "participant-join", participant)
        if room.started:
            self._open_to(participant)
        elif not self._start(room):
            self._wait(participant)
        return participant

    def leave(self, participant: Participant, why: tuple[str, Status], how: str = "left") -> None:
        """Take a participant out, for *why* (reason, call status); who has left stays out.

        *how* is "left" or "kicked". The last one to leave ends the room, as does one with
        endConferenceOnExit.
        """
        if participant.left.is_set():
            return
        room = participant.room
        self._take_out(participant, why)
        if room.over:
            return
        if participant.end_on_exit:
            self._end(room, f"{WITH_END_ON_EXIT}-{how}", participant)
        elif not room.joined:
            self._end(room, f"{LAST}-{how}", participant)

    def not_answered(self, participant: Participant) -> None:
        """Give up the place of an invited call that ended before it joined."""
        if participant.left.is_set():
            return
        self._take_out(participant, ("participant_add_failed", participant.line.call.status))
        if not participant.room.participants and not participant.room.over:
            self._end(participant.room, f"{LAST}-left", participant)

    def end(self, room: Room) -> None:
        """End a room on request of the application."""
        if not room.over:
            self._end(room, BY_API, None)

    def mute(self, participant: Participant, *, muted: bool) -> None:
        """Stop or allow what a participant says; no change is no event."""
        if participant.muted == muted:
            return
        participant.muted = muted
        self._changed(participant, "mute" if muted else "unmute")

    def hold(self, participant: Participant, request: Request | None) -> None:
        """Take a participant out of the mix, to hear *request*; None brings it back."""
        hold = request is not None
        if participant.hold == hold:
            return
        participant.hold = hold
        if request:
            self._plant.media.leave(participant.sid)
            self.sound.play_waiting(participant, request)
        elif participant.room.started:
            self._open_to(participant)
        else:
            self._wait(participant)
        self._changed(participant, "hold" if hold else "unhold")

    def _kept_place(self, line: Line) -> Participant | None:
        """Return the place kept for an invited call, unless its room has ended meanwhile."""
        place = line.participant
        if place is None or place.joined or place.left.is_set():
            return None
        return place

    def _new_place(self, line: Line, noun: Conference) -> Participant:
        room = self.named(noun)
        if noun.label and any(p.label == noun.label for p in room.participants.values()):
            message = f"participantLabel {noun.label!r} is already in {noun.name}"
            raise TwimlError(DUPLICATE_LABEL, message)
        if len(room.participants) >= noun.max_participants:
            raise TwimlError(ROOM_FULL, f"{noun.name} already has {noun.max_participants}")
        return self.invite(line, room, noun)

    def _start(self, room: Room) -> bool:
        """Start the room if enough are in, and say whether it did."""
        joined = room.joined
        if len(joined) < ENOUGH_TO_START or not any(p.noun.start_on_enter for p in joined):
            return False
        room.status, room.updated_at = "in-progress", self._plant.timeline.now()
        self.sound.tell(room, "conference-start")
        for participant in joined:
            if not participant.hold:
                self._open_to(participant)
        return True

    def _open_to(self, participant: Participant) -> None:
        """Let a participant hear and speak in the started room."""
        if participant.programme:
            participant.programme.cancel()
            participant.programme = None
        self._plant.media.join(participant.sid, participant.room.sid, muted=participant.silent)

    def _wait(self, participant: Participant) -> None:
        room, noun = participant.room, participant.noun
        form = {"ConferenceSid": room.sid, "FriendlyName": room.name}
        music = Request(noun.wait_url, noun.wait_method, form)
        self.sound.play_waiting(participant, music)

    def _take_out(self, participant: Participant, why: tuple[str, Status]) -> None:
        reason, call_status = why
        room, now = participant.room, self._plant.timeline.now()
        room.participants.pop(participant.sid, None)
        was_in, participant.joined, participant.updated_at = participant.joined, False, now
        participant.stop_listening()
        participant.left.set()
        if was_in:
            self._plant.media.leave(participant.sid)
            participant.line.phone.left_room()
        if participant.stay:
            participant.stay.left_at = whole(now)
            self._plant.ledger.write(participant.line.call)
        more = {"ParticipantCallStatus": str(call_status), "ReasonParticipantLeft": reason}
        self.sound.tell(room, "participant-leave", participant, more)

    def _end(self, room: Room, reason: str, by: Participant | None) -> None:
        room.status, room.updated_at = "completed", self._plant.timeline.now()
        room.reason_ended, room.call_sid_ending = reason, by.sid if by else None
        del self._alive[room.name]
        leaving = "moderator_ended_conference" if by else "conference_ended_via_api"
        for participant in tuple(room.participants.values()):
            if participant.joined:
                self._take_out(participant, (leaving, Status.IN_PROGRESS))
            else:
                self._give_up_ringing(participant)
        more = {
            "CallSidEndingConference": by.sid if by else "",
            "ParticipantLabelEndingConference": by.label if by else "",
            "ReasonConferenceEnded": reason,
            "Reason": reason.replace("-", " ").capitalize(),
        }
        self.sound.tell(room, "conference-end", None, more)

    def _give_up_ringing(self, participant: Participant) -> None:
        """Let an invited phone ring on, as the provider may: answered, it opens the room anew."""
        participant.room.participants.pop(participant.sid)
        participant.left.set()
        if not self._plant.settings.ring_survives_end:
            participant.line.give(HangUp())

    def _changed(self, participant: Participant, what: str) -> None:
        participant.updated_at = self._plant.timeline.now()
        self._plant.media.mute(participant.sid, muted=participant.silent)
        participant.line.phone.set_muted(participant.silent)
        self.sound.tell(participant.room, f"participant-{what}", participant)
