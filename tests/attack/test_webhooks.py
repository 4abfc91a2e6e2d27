"""Who listens to the provider, repeats or imitates it changes nothing (F32, F33, F45, F47)."""

import random
import socket
from urllib.parse import parse_qsl, urlencode

import pytest

from chalicelib import accounts
from chalicelib.twiml.webhook import FORM
from local import permissions
from tests.attack.life import Provider
from tests.people import SUN
from tests.phone import Answer
from tests.webhooks.scenes import REQUESTS, Scene

FORGERIES = 2_000
URL = "https://evil.example/x"
LURES = ("RecordingUrl", "Url", "StatusCallback", "ErrorUrl", "TranscriptionUrl", "CallerName")
"""Fields of the provider, some of which we never read, that could hold an address."""


@pytest.fixture
def provider(tables, network, queue):
    return Provider(tables, network, queue)


@pytest.fixture
def scene(memory, provider):
    return memory.of(Scene, provider.store, provider.network, provider.queue)


def world(provider):
    """Return all that a request could change: what is stored, who was rung and told what."""
    network, stored = provider.network, provider.store.snapshot()
    deeds = [deed for deed in network.did if deed[0] in {"ring", "text", "announce"}]
    for (table, *_), item in stored.items():
        if table.endswith("accounts"):
            item.pop("admissions", None)  # whoever was counted and is over was taken out again
        if item.pop("hour", None) != {"N": str(this_hour(network.clock))}:
            item.pop("hour_calls", None)  # of an hour that is over nothing counts
        elif item["hour_calls"] == {"N": "0"}:
            del item["hour_calls"]
    return stored, deeds, dict(network.calls)


def this_hour(clock):
    return int(clock.now().timestamp()) // accounts.HOUR


def raw(provider, path, body, signature, kind=FORM):
    """Send bytes as they are; return the answer."""
    headers = {"Content-Type": kind, "X-Twilio-Signature": signature}
    with permissions.acting("api"):
        return Answer(provider.client.http.post(path, headers=headers, body=body))


# ——— what was recorded, once more (F32) ———


@pytest.mark.parametrize("hours", [0, 25])
def test_a_whole_day_repeated_three_times_in_any_order_changes_nothing(lived, hours):
    provider, queue = lived.provider, lived.queue
    lived.clock.advance(hours=hours)
    queue.run()
    once, heard = world(provider), list(provider.sent)
    assert len({path for path, _, _ in heard}) > 50

    for seed in range(3):
        random.Random(seed).shuffle(heard)  # noqa: S311 - the same orders every time
        for path, form, signature in heard:
            answer = provider.send(path, form, signature=signature)
            assert answer.status in {200, 204}
        queue.run()

    assert world(provider) == once


def test_after_the_account_was_closed_nothing_of_its_day_wakes_it(lived):
    provider, heard = lived.provider, list(lived.provider.sent)
    lived.closes()
    once = world(provider)

    random.Random(4).shuffle(heard)  # noqa: S311 - likewise
    for path, form, signature in heard:
        provider.send(path, form, signature=signature)
    lived.queue.run()

    assert world(provider) == once


# ——— what was altered (F33) ———


def test_of_two_thousand_damaged_requests_to_every_route_none_is_let_in(provider, scene):
    chance = random.Random(116323)  # noqa: S311 - the same damage every time
    routes = sorted(REQUESTS)
    good = {route: signed(provider, *scene[route]) for route in routes}
    once = world(provider)
    provider.store.requests.clear()

    for n in range(FORGERIES):
        path, body, signature = damaged(chance, *good[routes[n % len(routes)]])
        answer = raw(provider, path, body, signature)
        assert answer.status in {403, 404}, (path, body, signature)

    assert provider.store.requests == []
    assert world(provider) == once
    assert provider.queue.messages == []


def signed(provider, path, form):
    """Return a good request as it goes over the wire."""
    form = {"AccountSid": "ACtest", **form}
    return path, urlencode(form).encode(), provider.sign(path, form)


def damaged(chance, path, body, signature):
    """Change one byte somewhere, or put one in or out, so that it means something else."""
    while True:
        place = chance.choice(["path", "body", "body", "body", "signature"])
        if place == "path":
            head = len("/voice/")
            other = path[:head] + _damaged(chance, path[head:], "az09-_/")
            if other.rstrip("/") != path:
                return other, body, signature
        elif place == "body":
            other = _damaged(chance, body.decode(), "aZ09%&=+;").encode()
            if signed_text(other) != signed_text(body):
                return path, other, signature
        else:
            other = _damaged(chance, signature, "AZaz09+/=")
            if other != signature:
                return path, body, other


def _damaged(chance, text, letters):
    at, letter = chance.randrange(len(text)), chance.choice(letters)
    return text[:at] + chance.choice([letter, "", letter + text[at]]) + text[at + 1 :]


def meant(body):
    """Return what a body says, however it is spelled."""
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def signed_text(body):
    """Return what the provider signs of a body: it does not tell where a name ends."""
    return "".join(name + value for name, value in sorted(meant(body).items()))


def hidden(form):
    """Yield forms of the same signature in which a field is hidden: in its name, or a neighbour."""
    fields = sorted(form.items())
    for at, (name, value) in enumerate(fields):
        before, after = dict(fields[:at]), fields[at + 1 :]
        yield {**before, name + value: "", **dict(after)}
        for more in range(1, len(after) + 1):
            swallowed = "".join(map("".join, after[:more]))
            yield {**before, name: value + swallowed, **dict(after[more:])}


def test_a_recorded_request_of_which_a_field_was_hidden_changes_nothing_afterwards(lived):
    provider, once, let_in = lived.provider, world(lived.provider), 0

    for path, form, signature in list(provider.sent):
        for other in hidden(form):
            answer = provider.send(path, other, signature=signature)
            let_in += answer.status in {200, 204}
    lived.queue.run()

    assert let_in > 500
    assert world(provider) == once


@pytest.mark.parametrize("path", ["/voice/status", "/voice/incoming"])
def test_the_signature_of_one_route_opens_no_other(path, provider, scene):
    provider.store.requests.clear()

    for route in sorted(REQUESTS):
        there, form = scene[route]
        form = {"AccountSid": "ACtest", **form}
        if there != path:
            answer = provider.send(path, form, signature=provider.sign(there, form))
            assert answer.status == 403, route


@pytest.mark.parametrize("size", [65_537, 6_000_000])
@pytest.mark.parametrize("filling", [b"&a=1", b"%41", b"&", b"\xff"])
def test_a_form_longer_than_any_of_the_providers_is_not_even_read(size, filling, provider, tables):
    body = b"AccountSid=ACtest&x=" + filling * (size // len(filling))
    form = meant(body) if len(body) < 100_000 else {}

    answer = raw(provider, "/voice/incoming", body, provider.sign("/voice/incoming", form))

    assert (answer.status, tables.requests) == (413, [])


# ——— what is in it leads nowhere else (F45) ———


def test_an_address_in_a_webhook_is_never_called(provider, scene, monkeypatch):
    called = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, there: called.append(there))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *there, **_: called.append(there))

    for route in sorted(REQUESTS):
        path, form = scene[route]
        provider.post(path, **{**form, **dict.fromkeys(LURES, URL)})
        provider.queue.run()

    assert called == []
    assert URL not in str(provider.network.did)
    assert SUN in str(provider.network.did)
