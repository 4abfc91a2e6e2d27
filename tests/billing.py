"""Billed legs without a call: what the bill is made of, put as the product would have left it."""

from datetime import timedelta

from chalicelib import clock, tables
from chalicelib.billing import cdrs, tariffs
from chalicelib.calls import Progress
from chalicelib.tables import Adjustment, Leg, LegState, TariffRow
from tests.people import LI, WANG


def billed(conference_id="first", leg_id="p1-1", *, answered_at=None, seconds=61, **values):
    """Put a leg that was in the room and is over; *values* are other attributes of it."""
    leg = made(conference_id, leg_id, answered_at=answered_at, seconds=seconds, **values)
    leg.save()
    return leg


def unbilled(conference_id="first", leg_id="p1-1", **values):
    """Put a leg that was answered, never joined and is over: it is on no bill."""
    leg = made(conference_id, leg_id, **values)
    for name in ("joined_at", "seconds", "tariff", "tariff_version", "charge", "billing_month"):
        setattr(leg, name, None)
    leg.save()
    return leg


def made(conference_id="first", leg_id="p1-1", *, answered_at=None, seconds=61, **values):
    """Return a billed leg without storing it."""
    began, sid = answered_at or clock.now(), f"CA{conference_id}{leg_id}"
    given = {"billing_number": WANG, "way": "dial_in", "host": False, "number": LI} | values
    word = Progress(sid, "completed", seconds, began + timedelta(seconds=seconds))
    closing = cdrs.close(
        word,
        joined=True,
        host=given["host"],
        way=given["way"],
        billing_number=given["billing_number"],
    )
    facts = {
        "rank": tables.rank(LegState.COMPLETED),
        "state": closing.state.value,
        "party_id": leg_id.partition("-")[0],
        "asked_by": "a test",
        "call_sid": sid,
        "added_at": began - timedelta(seconds=20),
        "joined_at": began,
        "answered_at": closing.answered_at,
        "ended_at": closing.ended_at,
        "ended_day": tables.ended_day(closing.ended_at, sid),
        "seconds": closing.seconds,
        "tariff": closing.tariff,
        "tariff_version": closing.tariff_version,
        "charge": closing.charge,
        "billing_month": closing.billing_month,
    }
    return Leg(conference_id, Leg.PREFIX + leg_id, **(facts | given))


def price(tariff_id="dial-in-2011", **values):
    """Load a row into the price list, whatever its moment; *values* as of a tariff."""
    opening = next(t for t in tariffs.opening() if t.way == values.get("way", "dial_in"))
    facts = {
        "way": opening.way,
        "valid_from": opening.valid_from,
        "price": opening.price,
        "increment": opening.increment,
        "loaded_at": clock.now(),
    }
    version = values.pop("version", 2)
    TariffRow(tariff_id, version, **(facts | values)).save()
    tariffs.forget()


def adjustments():
    """Return every adjustment there is, in the order of their keys."""
    rows = tables.ConferenceItem.scan()
    found = [row for row in rows if isinstance(row, Adjustment)]
    return sorted(found, key=lambda row: (row.conference_id, row.item))
