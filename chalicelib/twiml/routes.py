"""Every webhook of the product: one line each from the path to the deed."""

from chalice import Blueprint

from chalicelib import (
    announcements,
    call_a_group,
    code_calls,
    dial_in,
    keypad,
    legs,
    my_reservations,
    reports,
    reserve_by_phone,
    voice_menu,
)
from chalicelib.calls import Call, Progress, RoomEvent
from chalicelib.reserve_by_phone import Draft
from chalicelib.steps import Language, Step
from chalicelib.twiml.webhook import callback, room_callback, webhook

voice = Blueprint(__name__)


# ——— a call to 116323 ———


@webhook(voice, "/voice/incoming")
def incoming(call: Call) -> Step:
    return dial_in.welcome(call)


@callback(voice, "/voice/status")
def incoming_status(progress: Progress) -> None:
    dial_in.progress(progress)


@webhook(voice, "/voice/dial-in/{language}/menu")
def menu(call: Call, language: str) -> Step:
    del call
    return voice_menu.menu(_language(language))


@webhook(voice, "/voice/dial-in/{language}/choose")
def choose(call: Call, language: str) -> Step:
    return dial_in.choose(_language(language), call)


@webhook(voice, "/voice/dial-in/{language}/collect/{added}/{silences}")
def collect(call: Call, language: str, added: str, silences: str) -> Step:
    return dial_in.collect(_language(language), int(added), int(silences), call)


@webhook(voice, "/voice/dial-in/{language}/start-or-more/{added}")
def start_or_more(call: Call, language: str, added: str) -> Step:
    return dial_in.start_or_more(_language(language), int(added), call)


@webhook(voice, "/voice/dial-in/{language}/again")
def again(call: Call, language: str) -> Step:
    return dial_in.again(_language(language), call)


@webhook(voice, "/voice/{conference_id}/{leg_id}/rejoin")
def rejoin(call: Call, conference_id: str, leg_id: str) -> Step:
    return dial_in.rejoin(conference_id, leg_id, call)


# ——— its keys 2, 3 and 5 ———


@webhook(voice, "/voice/dial-in/{language}/reserve/{turn}/when/{added}/{silences}")
def reserve_when(call: Call, language: str, turn: str, added: str, silences: str) -> Step:
    draft = Draft(_language(language), int(turn), int(added))
    return reserve_by_phone.when(draft, int(silences), call)


@webhook(voice, "/voice/dial-in/{language}/reserve/{turn}/{moment}/instead/{added}")
def reserve_instead(call: Call, **ids: str) -> Step:
    return reserve_by_phone.instead(_draft(**ids), call)


@webhook(voice, "/voice/dial-in/{language}/reserve/{turn}/{moment}/collect/{added}/{silences}")
def reserve_collect(call: Call, silences: str, **ids: str) -> Step:
    return reserve_by_phone.collect(_draft(**ids), int(silences), call)


@webhook(voice, "/voice/dial-in/{language}/reserve/{turn}/{moment}/start-or-more/{added}")
def reserve_done_or_more(call: Call, **ids: str) -> Step:
    return reserve_by_phone.done_or_more(_draft(**ids), call)


@webhook(voice, "/voice/dial-in/{language}/reserve/{turn}/{moment}/confirm/{added}")
def reserve_confirm(call: Call, **ids: str) -> Step:
    return reserve_by_phone.confirm(_draft(**ids), call)


@webhook(voice, "/voice/dial-in/{language}/reserved/{reservation_id}")
def reserved(call: Call, language: str, reservation_id: str) -> Step:
    return my_reservations.chosen(_language(language), reservation_id, call)


@webhook(voice, "/voice/dial-in/{language}/reserved/{reservation_id}/cancel")
def cancel_reserved(call: Call, language: str, reservation_id: str) -> Step:
    return my_reservations.cancel(_language(language), reservation_id, call)


@webhook(voice, "/voice/dial-in/{language}/group/number/{silences}")
def group_number(call: Call, language: str, silences: str) -> Step:
    return call_a_group.number(_language(language), int(silences), call)


@webhook(voice, "/voice/dial-in/{language}/group/{group_id}/call")
def group_call(call: Call, language: str, group_id: str) -> Step:
    return call_a_group.chosen(_language(language), group_id, call)


# ——— a call that speaks a code ———


@webhook(voice, "/voice/code/{verification_id}/{call_number}/answered")
def code_answered(call: Call, verification_id: str, call_number: str) -> Step:
    return code_calls.answered(verification_id, int(call_number), call)


@webhook(voice, "/voice/code/{verification_id}/{call_number}/key/{plays}")
def code_key(call: Call, verification_id: str, call_number: str, plays: str) -> Step:
    return code_calls.key(verification_id, int(call_number), call, plays=int(plays))


@callback(voice, "/voice/code/{verification_id}/{call_number}/status")
def code_status(progress: Progress, verification_id: str, call_number: str) -> None:
    code_calls.progress(verification_id, int(call_number), progress)


# ——— a leg that we rang ———


@webhook(voice, "/voice/{conference_id}/{leg_id}/answered")
def answered(call: Call, conference_id: str, leg_id: str) -> Step:
    return legs.answered(conference_id, leg_id, call)


@webhook(voice, "/voice/{conference_id}/{leg_id}/accept")
def accept(call: Call, conference_id: str, leg_id: str) -> Step:
    return legs.accept(conference_id, leg_id, call)


@webhook(voice, "/voice/{conference_id}/{leg_id}/enter")
def enter(call: Call, conference_id: str, leg_id: str) -> Step:
    return legs.enter(conference_id, leg_id, call)


@callback(voice, "/voice/{conference_id}/{leg_id}/status")
def leg_status(progress: Progress, conference_id: str, leg_id: str) -> None:
    reports.progress(conference_id, leg_id, progress)


# ——— in the room ———


@room_callback(voice, "/voice/{conference_id}/room")
def room(event: RoomEvent, conference_id: str) -> None:
    announcements.note(conference_id, event)


@webhook(voice, "/voice/{conference_id}/{leg_id}/wait", of_a_call=False)
def wait(call: Call, conference_id: str, leg_id: str) -> Step:
    del call
    return announcements.wait(conference_id, leg_id)


@webhook(voice, "/voice/{conference_id}/{leg_id}/announce/{language}/{prompt}", of_a_call=False)
def announce(call: Call, conference_id: str, leg_id: str, language: str, prompt: str) -> Step:
    del call
    return announcements.spoken(conference_id, leg_id, _language(language), prompt)


@webhook(voice, "/voice/{conference_id}/{leg_id}/menu/{trip}")
def keys(call: Call, conference_id: str, leg_id: str, trip: str) -> Step:
    return keypad.menu(conference_id, leg_id, int(trip), call)


@webhook(voice, "/voice/{conference_id}/{leg_id}/key/{trip}")
def key(call: Call, conference_id: str, leg_id: str, trip: str) -> Step:
    return keypad.key(conference_id, leg_id, int(trip), call)


@webhook(voice, "/voice/{conference_id}/{leg_id}/add/{trip}")
def add(call: Call, conference_id: str, leg_id: str, trip: str) -> Step:
    return keypad.add(conference_id, leg_id, int(trip), call)


@webhook(voice, "/voice/{conference_id}/{leg_id}/back")
def back(call: Call, conference_id: str, leg_id: str) -> Step:
    return keypad.back(conference_id, leg_id, call)


@webhook(voice, "/voice/{conference_id}/{leg_id}/end")
def end(call: Call, conference_id: str, leg_id: str) -> Step:
    return keypad.end(conference_id, leg_id, call)


def _draft(language: str, turn: str, moment: str, added: str) -> Draft:
    return Draft(_language(language), int(turn), int(added), int(moment))


def _language(text: str) -> Language:
    return "en" if text == "en" else "zh"
