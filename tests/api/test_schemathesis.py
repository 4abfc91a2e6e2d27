"""The API keeps to its own description, whatever is sent to it: schemathesis makes it up (F50)."""

import json
from io import BytesIO

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from requests.adapters import HTTPAdapter
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import (
    CoveragePhaseConfig,
    ExamplesPhaseConfig,
    FuzzingPhaseConfig,
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
)
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from urllib3 import HTTPHeaderDict, HTTPResponse

from chalicelib import accounts, contacts, groups, legs, operators
from chalicelib.api import openapi
from chalicelib.contacts import Entry
from tests import factories
from tests.api.rooms import goes_on, room, start_quick
from tests.api.test_registrations import FORM
from tests.at_desk import COOKIE, DESK_PC, LIN, PASSWORD, agreed, at_desk
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO
from tests.phone import served
from tests.portal import OURS

served()  # whatever is served has said so by now
HOST = "http://116323.example"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def config():
    generation = GenerationConfig(
        modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE],
        max_examples=15,
        deterministic=True,
        no_shrink=True,
        with_security_parameters=False,
    )
    phases = PhasesConfig(
        examples=ExamplesPhaseConfig(enabled=False),
        coverage=CoveragePhaseConfig(enabled=False),
        fuzzing=FuzzingPhaseConfig(enabled=True),
    )
    project = ProjectConfig(generation=generation, phases=phases)
    return schemathesis.Config(projects=ProjectsConfig(default=project))


SCHEMA = schemathesis.openapi.from_dict(json.loads(openapi.document()), config=config())
"""Some fifteen requests for each operation, good ones and bad ones, the same every time."""


class Adapter(HTTPAdapter):
    """Carries requests to the app in this process, and its answers back."""

    def __init__(self, portal):
        super().__init__()
        self.portal = portal

    def send(self, request, **_):
        body = request.body or b""
        raw = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
        path, headers = request.url.removeprefix(HOST), {**request.headers, **OURS}
        answer = self.portal.send(request.method, path, raw, headers=headers)
        named = [
            (n, v)
            for n, vs in answer.headers.items()
            for v in (vs if isinstance(vs, list) else [vs])
        ]
        carried = HTTPResponse(
            BytesIO(answer.body), HTTPHeaderDict(named), answer.status, preload_content=False
        )
        return self.build_response(request, carried)


def session(portal):
    found = requests.Session()
    found.mount(HOST, Adapter(portal))
    return found


few = settings(
    max_examples=15,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def ids(owner, mine, network, queue, clock):
    """Give 王小明 one of everything that has an id: the ids, by the place they stand in a path.

    陈静 has a conference in which 孙悦 is, started by 立即使用 in the same browser.
    In it 林坐席 is at the desk, too, and may act for 王小明.
    """
    at_desk(mine)
    customer = agreed(network, queue, clock).verification_id
    clock.advance(minutes=1)
    begun = {
        path: mine.post(f"/api/{path}", body).json["id"]
        for path, body in (
            ("registrations", {**FORM, "number": CHEN}),
            ("recoveries", {"number": WANG}),
            ("host-numbers/verifications", {"number": LI}),
        )
    }
    queue.run()
    linked = factories.host_phone(owner, ZHAO, network=network, queue=queue).host_id
    contact = contacts.add(owner, Entry("李雷", LI)).row_id
    group = groups.add(owner, "家人", [contact]).row_id
    rows = {"contacts": contact, "groups": group, "host-numbers": linked, "sessions": "another"}
    rows["statements"] = "2011-02"
    rows["reservations"] = factories.reserved(owner, LI).reservation_id
    for number in (CHEN, OFFICE):
        factories.account(number)
    quick = goes_on(start_quick(mine, SUN, host=CHEN), mine, SUN)
    there = room(mine)
    parties = {"parties": legs.party_of(there, LI), "redial": legs.party_of(there, ZHAO)}
    return (
        begun
        | rows
        | parties
        | {"quick-calls": quick, "conferences": there}
        | {"desk/customers": customer}
    )


def made_good(case, ids):
    """Let a good request be about what is there, and about a number that can be called."""
    if not case.meta.generation.mode.is_positive:
        return
    for name in case.path_parameters or {}:
        before, _, after = case.path.partition(f"/{{{name}}}")
        place = before.removeprefix("/api/").rpartition("}/")[2]
        case.path_parameters[name] = ids["redial" if after == "/redial" else place]
    if not isinstance(case.body, dict):
        return
    good = {"number": SUN, "host_number": OFFICE, "host_id": ids["host-numbers"]}
    case.body |= {key: value for key, value in good.items() if key in case.body}
    for n, party in enumerate(case.body.get("parties") or []):
        party["number"] = f"+8613800001{n:03}"


def send(case, browser):
    case.call_and_validate(session=session(browser), base_url=HOST, checks=CHECKS)


@SCHEMA.parametrize()
@few
def test_who_is_logged_in_is_answered_as_described(case, ids, mine):
    if mine.get("/api/session").json["account"] is None:
        mine.of(accounts.find(WANG))  # the last request logged out
    if mine.get("/api/desk/sessions/current").json["operator"] is None:
        mine.held[COOKIE] = operators.log_in(LIN, PASSWORD, DESK_PC)[1]
    made_good(case, ids)

    send(case, mine)


@SCHEMA.parametrize()
@few
def test_a_stranger_is_answered_as_described(case, portal):
    send(case, portal)
