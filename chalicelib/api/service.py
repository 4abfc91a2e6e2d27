"""What anybody may know: the access code, the tariffs, the limits, this API (业务信息)."""

from chalice import Blueprint

from chalicelib import clock, config, registrations
from chalicelib.api import openapi
from chalicelib.api.endpoint import Reply, Visit, endpoint
from chalicelib.api.shapes import Output
from chalicelib.billing import tariffs

service = Blueprint(__name__)

ACCESS_CODE = "116323"


class TariffView(Output):
    """*price* fen for every started *increment* seconds of each party (S13, S17, S18)."""

    way: str
    price: int
    increment: int
    valid_from: str


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
    tariffs: list[TariffView]


@endpoint(service, "GET /api/service", public=True)
def facts(visit: Visit) -> ServiceView:
    """Tell the access code, today's tariffs, the agreement's version and the limits."""
    del visit
    now = clock.now()
    rows = [tariffs.in_force(way, now) for way in (tariffs.DIAL_IN, tariffs.WEB)]
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
        tariffs=[
            TariffView(
                way=row.way,
                price=row.price,
                increment=row.increment,
                valid_from=clock.text(row.valid_from),
            )
            for row in rows
        ],
    )


@endpoint(service, "GET /api/openapi.json", public=True)
def description(visit: Visit) -> Reply[str]:
    """Describe this API in OpenAPI 3.1."""
    del visit
    return Reply(openapi.document(), headers={"Cache-Control": "no-cache"})
