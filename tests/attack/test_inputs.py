"""However long or odd what comes in is, it is answered at once, or refused (F46, F50)."""

import time
from typing import get_args, get_type_hints

import msgspec
import pytest

from chalicelib.api.endpoint import LARGEST_BODY, OPERATIONS
from chalicelib.api.shapes import Input
from tests.at_desk import at_desk
from tests.phone import served
from tests.webhooks.scenes import REQUESTS, Scene

served()  # whatever is served has said so by now
BODIED = [o for o in OPERATIONS if o.body is not None]
ASKED = [o for o in OPERATIONS if o.query is not None]
AT_ONCE = 1  # seconds of the processor
PARTS = ["a", "1", "+1", "a.", "@a.", " ", "-", "王", "=", "\u0000", "\u202e", "ﷺ", "e\u0301"]
FIELDS = ("From", "To", "Digits", "CallSid", "CallStatus", "Timestamp", "CallDuration")
FIELDS += ("ParticipantLabel", "StatusCallbackEvent", "DialCallStatus", "FinishedOnKey", "Any")
HEADERS = ("Cookie", "X-Forwarded-For", "Origin", "Sec-Fetch-Site", "If-None-Match", "User-Agent")
HEADERS += ("Idempotency-Key", "X-Portal-Proxy", "Accept", "Content-Type")


def named(operation):
    return f"{operation.method} {operation.path}"


def path_of(operation):
    return operation.path.replace("{", "").replace("}", "")


def hostile(part, size=LARGEST_BODY - 1_000):
    return part * (size // len(msgspec.json.encode(part))) + "!"


def inputs(kind, seen=None):
    """Return every object that may come in within *kind*, itself among them."""
    seen = set() if seen is None else seen
    if isinstance(kind, type) and issubclass(kind, Input):
        if kind not in seen:
            seen.add(kind)
            for hint in get_type_hints(kind).values():
                inputs(hint, seen)
    else:
        for part in get_args(kind):
            inputs(part, seen)
    return seen


@pytest.fixture
def mine(mine):
    """Be the browser in which 王小明 is logged in, and 林坐席 at the desk."""
    return at_desk(mine)


@pytest.fixture
def at_once():
    """Run what must not take long; return what comes of it."""

    def run(deed, *about):
        begun = time.process_time()
        answer = deed()
        assert time.process_time() - begun < AT_ONCE, about
        return answer

    return run


@pytest.mark.parametrize("operation", BODIED, ids=named)
def test_a_field_of_64_kilobytes_is_refused_at_once(operation, mine, at_once):
    keyed = {"Idempotency-Key": "key-of-a-test-000000"}
    for key in operation.body.__struct_fields__:
        for part in PARTS:
            long, half = hostile(part), hostile(part, LARGEST_BODY // 2 - 1_000)
            for wrong in (long, [long], [{"number": half, "name": half}]):
                answer = at_once(
                    lambda wrong=wrong, key=key: mine.send(
                        operation.method, path_of(operation), {key: wrong}, headers=keyed
                    ),
                    key,
                    part,
                )
                assert 400 <= answer.status < 500


@pytest.mark.parametrize("operation", ASKED, ids=named)
def test_a_query_of_8_kilobytes_is_refused_at_once(operation, mine, at_once):
    for key in operation.query.__struct_fields__:
        for part in PARTS:
            long = hostile(part, 8_000)
            answer = at_once(
                lambda key=key, long=long: mine.get(path_of(operation), **{key: long}), key, part
            )
            assert 400 <= answer.status < 500


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_of_8_kilobytes_is_read_at_once(header, mine, at_once):
    for part in [*PARTS, ",", ";", "=", "a=;", "1.1.1.1,", "::", '"', "/*"]:
        text = hostile(part, 8_000).encode().decode("latin-1")
        sent = {"Idempotency-Key": "key-of-a-test-000000", header: text}
        for method, path in (("GET", "/api/account"), ("POST", "/api/registrations")):
            answer = at_once(
                lambda method=method, path=path, sent=sent: mine.send(
                    method, path, b"{}", headers=sent
                ),
                part,
            )
            assert answer.status < 500


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_of_a_webhook_of_60_kilobytes_is_read_at_once(field, phone, memory, at_once):
    scene = memory.of(Scene, phone.store, phone.network, phone.queue)
    rung = list(phone.network.rung)

    for n, route in enumerate(sorted(REQUESTS)):
        path, form = scene[route]
        part = PARTS[n % len(PARTS)]
        long = {**form, field: part * (20_000 // len(part.encode()))}
        answer = at_once(lambda path=path, long=long: phone.post(path, **long), route, part)
        assert answer.status in {200, 204}

    assert phone.network.rung == rung


@pytest.mark.parametrize(
    "kind",
    sorted({one for o in [*BODIED, *ASKED] for one in inputs(o.body) | inputs(o.query)}, key=repr),
    ids=lambda kind: kind.__name__,
)
def test_no_object_within_another_takes_a_field_that_nobody_offered(kind):
    assert kind.__struct_config__.forbid_unknown_fields
    with pytest.raises(msgspec.ValidationError, match="unknown field `owner`"):
        msgspec.json.decode(b'{"owner": 1}', type=kind)


def test_a_party_is_no_host_because_its_object_says_so(mine):
    for more in ({"host": True}, {"party_id": "host-1"}, {"state": "joined"}, {"charge": 0}):
        parties = [{"number": "13800000201", **more}]
        answer = mine.post("/api/conferences", {"host_id": "registered", "parties": parties})
        assert (answer.status, answer.json["field"]) == (422, next(iter(more)))
