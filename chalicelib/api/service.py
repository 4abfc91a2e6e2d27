"""What anybody may know: the access code, the tariffs, the limits, this API (业务信息)."""

from datetime import datetime
from typing import Any

from chalice import Blueprint

from chalicelib import clock, config, registrations
from chalicelib.api import openapi
from chalicelib.api.endpoint import Reply, Visit, endpoint
from chalicelib.api.shapes import Output
from chalicelib.billing import tariffs
from chalicelib.billing.tariffs import Tariff

service = Blueprint(__name__)

ACCESS_CODE = "116323"


class TariffView(Output):
    """*price* fen for every started *increment* seconds of each party (S13, S17, S18).

    Who talked at all costs *connect_fee* fen besides, is charged as if for *minimum_seconds*, and
    costs *max_charge* fen at most, which is null without a most; the host's own leg is free unless
    *host_pays*.
    """

    tariff_id: str
    version: int
    way: str
    price: int
    increment: int
    connect_fee: int
    minimum_seconds: int
    max_charge: int | None
    host_pays: bool
    valid_from: str


class TodaysTariffView(TariffView):
    """What is in force now for one way, and the *next* that is known to come, or null."""

    next: TariffView | None


class ServiceView(Output):
    """The service as a page needs it before anybody is logged in."""

    access_code: str
    service_number: str
    agreement: str
    wait_seconds: int
    code_seconds: int
    password_min: int
    password_max: int
    max_parties: int
    tariffs: list[TodaysTariffView]


@endpoint(service, "GET /api/service", public=True)
def facts(visit: Visit) -> ServiceView:
    """Tell the access code, today's tariffs, the agreement's version and the limits."""
    del visit
    now = clock.now()
    known = registrations.facts()
    return ServiceView(
        access_code=ACCESS_CODE,
        service_number=config.settings.service_number,
        agreement=known.agreement,
        wait_seconds=known.wait_seconds,
        code_seconds=known.code_seconds,
        password_min=known.password_min,
        password_max=known.password_max,
        max_parties=config.settings.max_parties,
        tariffs=[_todays(way, now) for way in tariffs.WAYS],
    )


@endpoint(service, "GET /api/openapi.json", public=True)
def description(visit: Visit) -> Reply[str]:
    """Describe this API in OpenAPI 3.1."""
    del visit
    return Reply(openapi.document(), headers={"Cache-Control": "no-cache"})


def _todays(way: str, now: datetime) -> TodaysTariffView:
    coming = [row for row in tariffs.known() if row.way == way and row.valid_from > now]
    following = min(coming, key=lambda row: (row.valid_from, -row.version), default=None)
    shown = TariffView(**_told(following)) if following else None
    return TodaysTariffView(**_told(tariffs.in_force(way, now)), next=shown)


def _told(row: Tariff) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in TariffView.__struct_fields__}
    return facts | {"valid_from": clock.text(row.valid_from)}
