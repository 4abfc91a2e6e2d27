"""Our records of calls beside the provider's: where the two do not agree (比对)."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from chalicelib import clock, config
from chalicelib.billing.adjustments import Standing
from chalicelib.calls import FINAL
from chalicelib.provider import Call

MISSING, EXTRA, DIFFERENT = "missing", "extra", "different"
COMPLETED = "completed"
BY_US = "outbound-api"


@dataclass(frozen=True, slots=True)
class Difference:
    """One call on which the two sides do not agree; *what* is missing, extra or different.

    Missing: the provider rang and connected it, and we know nothing of it. Extra: it is billed, and
    the provider has no such call. Different: its seconds are not those of the record as it stands.
    *ended_at* is by our record, if there is one.
    """

    what: str
    call_sid: str
    ended_at: datetime
    standing: Standing | None
    call: Call | None

    @property
    def ours(self) -> dict[str, Any] | None:
        """Our side in plain JSON, None if there is none."""
        if self.standing is None:
            return None
        leg = self.standing.leg
        return {
            "conference_id": leg.conference_id,
            "leg_id": leg.leg_id,
            "number": leg.number,
            "state": leg.state,
            "answered_at": clock.text(self.standing.answered_at),
            "ended_at": clock.text(self.ended_at),
            "billing_month": self.standing.billing_month,
            "seconds": self.standing.seconds,
            "charge": self.standing.charge,
        }

    @property
    def theirs(self) -> dict[str, Any] | None:
        """The provider's side in plain JSON, None if there is none."""
        if self.call is None:
            return None
        return {
            "status": self.call.status,
            "direction": self.call.direction,
            "from": self.call.from_,
            "to": self.call.to,
            "seconds": self.call.seconds,
            "ended_at": clock.text(self.call.ended_at) if self.call.ended_at else None,
            "price": self.call.price,
            "currency": self.call.currency,
        }


def compare(
    ours: Iterable[Standing],
    theirs: Iterable[Call],
    since: datetime,
    until: datetime,
    known: Collection[str] = (),
) -> list[Difference]:
    """Return where the two differ on calls that ended from *since* to before *until*, by time.

    Both sides should reach some minutes beyond: what one has before an edge the other may have
    after it. A call belongs to the span that its record ended in by our side, one of which we have
    none to that of the provider's. *known* are sids of calls that need no leg.

    Answered is what is completed and has seconds. A call to 116323 without a leg only heard the
    menu; one that the provider placed while it forwarded another (to the desk) is nobody's to pay;
    a leg that never was in the room costs nothing, whatever its seconds. One that was, and has no
    seconds of its own, counts as one of 0 seconds.
    """
    legs = by_sid(ours)
    calls = {call.sid: call for call in theirs}
    found = []
    for sid in legs.keys() | calls.keys():
        standing, call = legs.get(sid), calls.get(sid)
        what, ended_at = _what(standing, call, known), _ended_at(standing, call)
        if what and ended_at and since <= ended_at < until:
            found.append(Difference(what, sid, ended_at, standing, call))
    return sorted(found, key=lambda one: (one.ended_at, one.call_sid))


def by_sid(ours: Iterable[Standing]) -> dict[str, Standing]:
    """Return records by the call that each is of."""
    return {one.leg.call_sid: one for one in ours if one.leg.call_sid}


def said(call: Call) -> int | None:
    """Return the answered seconds that the provider says, None if it has not said them for good."""
    if call.ended_at is None or call.status not in FINAL:
        return None
    return call.seconds if call.status == COMPLETED else 0


def calls_of(text: str) -> list[Call]:
    """Return the calls of a JSON file: a list of the provider's records, as its REST API has them.

    Raise ValueError, which says what is wrong.
    """
    records = json.loads(text)
    if not isinstance(records, list):
        msg = "not a list of calls"
        raise ValueError(msg)  # noqa: TRY004 - what is wrong is in the file
    return [_read(record, place) for place, record in enumerate(records, 1)]


def _read(record: Any, place: int) -> Call:  # noqa: ANN401 - whatever stands in the file
    try:
        duration, ended = record["duration"], record["end_time"]
        call = Call(
            sid=str(record["sid"]),
            status=str(record["status"]),
            direction=str(record["direction"]),
            from_=str(record["from"]),
            to=str(record["to"]),
            seconds=_whole(duration) if duration else None,
            ended_at=clock.from_provider(ended) if ended else None,
            price=_decimal(record.get("price")),
            currency=record.get("price_unit"),
        )
    except (KeyError, TypeError, ArithmeticError, ValueError, AttributeError) as e:
        msg = f"entry {place} is no record of a call"
        raise ValueError(msg) from e
    if ended and call.ended_at is None:
        msg = f"{call.sid}: end_time is no moment: {ended}"
        raise ValueError(msg)
    return call


def _whole(text: str) -> int:
    seconds = int(text)
    if seconds < 0:
        raise ValueError(text)
    return seconds


def _decimal(price: str | None) -> str | None:
    if price is not None and not Decimal(price).is_finite():
        raise ValueError(price)
    return price


def _what(standing: Standing | None, call: Call | None, known: Collection[str]) -> str | None:
    if standing is None:
        strange = call is not None and unexplained(call) and call.sid not in known
        return MISSING if strange else None
    if call is None:
        return EXTRA if standing.seconds or standing.charge else None
    seconds = said(call)
    if standing.leg.joined_at is None or seconds in (None, standing.seconds):
        return None
    return DIFFERENT


def unexplained(call: Call) -> bool:
    """Say whether we asked for *call* and it was answered: it should be known to us.

    Other services may ring from other numbers of the same account.
    """
    ours = call.direction == BY_US and call.from_ == config.settings.service_number
    return ours and bool(said(call))


def _ended_at(standing: Standing | None, call: Call | None) -> datetime | None:
    if standing is not None and standing.leg.ended_at is not None:
        return standing.leg.ended_at
    return call.ended_at if call else None
