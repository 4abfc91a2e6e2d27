"""The resources of the REST API as the provider's client reads them: exactly its keys."""

from datetime import datetime
from typing import Any

from local.network.calls import Call, Status
from local.network.lines import API_VERSION
from local.network.messages import Message, segments
from local.network.numbers import ServiceNumber
from local.network.room import Participant, Room
from local.network.settings import Settings
from local.network.timeline import rfc2822

View = dict[str, Any]


def root(settings: Settings) -> str:
    return f"/{API_VERSION}/Accounts/{settings.account_sid}"


def call(settings: Settings, number: ServiceNumber, record: Call, now: datetime) -> View:
    """Return the record of a call as it looks *now*."""
    uri = f"{root(settings)}/Calls/{record.sid}"
    # "initiated" is a word of callbacks only.
    status = Status.QUEUED if record.status is Status.INITIATED else record.status
    return {
        "sid": record.sid,
        "date_created": rfc2822(record.created_at),
        "date_updated": rfc2822(record.updated_at),
        "parent_call_sid": record.parent_sid,
        "account_sid": settings.account_sid,
        "to": record.to,
        "to_formatted": record.to,
        "from": record.from_,
        "from_formatted": record.from_,
        "phone_number_sid": number.sid,
        "status": str(status),
        "start_time": rfc2822(record.start_time),
        "end_time": rfc2822(record.ended_at),
        "duration": None if record.duration is None else str(record.duration),
        "price": record.price(settings.price_per_minute, now),
        "price_unit": "USD",
        "direction": record.direction,
        "answered_by": None,
        "api_version": API_VERSION,
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": str(record.queue_ms),
        "stir_verstat": None,
        "trunk_sid": None,
        "uri": f"{uri}.json",
        "subresource_uris": {
            name: f"{uri}/{name.title()}.json"
            for name in ("notifications", "recordings", "payments", "events", "siprec", "streams")
        },
    }


def conference(settings: Settings, room: Room) -> View:
    uri = f"{root(settings)}/Conferences/{room.sid}"
    return {
        "account_sid": settings.account_sid,
        "date_created": rfc2822(room.created_at),
        "date_updated": rfc2822(room.updated_at),
        "api_version": API_VERSION,
        "friendly_name": room.name,
        "region": "us1",
        "sid": room.sid,
        "status": room.status,
        "uri": f"{uri}.json",
        "subresource_uris": {
            "participants": f"{uri}/Participants.json",
            "recordings": f"{uri}/Recordings.json",
        },
        "reason_conference_ended": room.reason_ended,
        "call_sid_ending_conference": room.call_sid_ending,
    }


def participant(settings: Settings, person: Participant) -> View:
    room = person.room
    return {
        "account_sid": settings.account_sid,
        "call_sid": person.sid,
        "label": person.label or None,
        "call_sid_to_coach": None,
        "coaching": False,
        "conference_sid": room.sid,
        "date_created": rfc2822(person.created_at),
        "date_updated": rfc2822(person.updated_at),
        "end_conference_on_exit": person.end_on_exit,
        "muted": person.muted,
        "hold": person.hold,
        "start_conference_on_enter": person.noun.start_on_enter,
        "status": person.status,
        "queue_time": str(person.line.call.queue_ms),
        "uri": f"{root(settings)}/Conferences/{room.sid}/Participants/{person.sid}.json",
    }


def message(settings: Settings, sent: Message) -> View:
    uri = f"{root(settings)}/Messages/{sent.sid}"
    return {
        "body": sent.body,
        "num_segments": str(segments(sent.body)),
        "direction": "outbound-api",
        "from": sent.from_,
        "to": sent.to,
        "date_updated": rfc2822(sent.updated_at),
        "price": None,
        "error_message": "Unknown destination handset" if sent.error_code else None,
        "uri": f"{uri}.json",
        "account_sid": settings.account_sid,
        "num_media": "0",
        "status": sent.status,
        "messaging_service_sid": None,
        "sid": sent.sid,
        "date_sent": rfc2822(sent.sent_at),
        "date_created": rfc2822(sent.created_at),
        "error_code": sent.error_code,
        "price_unit": "USD",
        "api_version": API_VERSION,
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }


def number(settings: Settings, service: ServiceNumber) -> View:
    unset = dict.fromkeys(
        (
            "address_sid",
            "identity_sid",
            "trunk_sid",
            "voice_application_sid",
            "emergency_address_sid",
            "bundle_sid",
        )
    )
    return unset | {
        "account_sid": settings.account_sid,
        "address_requirements": "none",
        "api_version": API_VERSION,
        "beta": False,
        "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
        "date_created": rfc2822(service.created_at),
        "date_updated": rfc2822(service.updated_at),
        "friendly_name": service.friendly_name,
        "phone_number": service.number,
        "origin": "twilio",
        "sid": service.sid,
        "sms_application_sid": "",
        "sms_fallback_method": "POST",
        "sms_fallback_url": "",
        "sms_method": "POST",
        "sms_url": "",
        "status_callback": service.status_callback,
        "status_callback_method": service.status_callback_method,
        "uri": f"{root(settings)}/IncomingPhoneNumbers/{service.sid}.json",
        "voice_receive_mode": "voice",
        "voice_caller_id_lookup": False,
        "voice_fallback_method": service.voice_fallback_method,
        "voice_fallback_url": service.voice_fallback_url,
        "voice_method": service.voice_method,
        "voice_url": service.voice_url,
        "emergency_status": "Inactive",
        "emergency_address_status": "unregistered",
        "status": "in-use",
        "type": None,
    }
