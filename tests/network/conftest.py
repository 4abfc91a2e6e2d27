"""A network that runs fast, an application that answers from a script, and the real client."""

import threading
from collections import defaultdict
from contextlib import AsyncExitStack

import pytest
from aiohttp import web
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from local.listening import listening
from local.network.settings import Settings
from local.network.thread import NetworkThread

SERVICE = "+861065116323"
SPEED = 40
ALL_EVENTS = "start end join leave mute hold announcement"


class App:
    """Answers each path from a script, the last answer again and again, and keeps every request.

    An answer is a TwiML body, a status code, or a response to be given as it is.
    """

    def __init__(self, token):
        self.url = ""
        self._script = defaultdict(list)
        self._validator = RequestValidator(token)
        self._changed = threading.Condition()
        self.requests = []
        self.forged = []

    def heard(self, *keys):
        """Return the conference callbacks in the order of their numbers."""
        forms = sorted(self.forms("/conf/status"), key=lambda form: int(form["SequenceNumber"]))
        return [tuple(form.get(key) for key in ("StatusCallbackEvent", *keys)) for form in forms]

    def answers(self, path, *answers):
        self._script[path] = list(answers)

    async def handle(self, request):
        body = await request.post() if request.method == "POST" else request.query
        form = dict(body)
        signed = form if request.method == "POST" else {}
        url = self.url + request.raw_path
        signature = request.headers.get("X-Twilio-Signature", "")
        with self._changed:
            if signature and not self._validator.validate(url, signed, signature):
                self.forged.append(url)
            self.requests.append((request.path, form, dict(request.headers)))
            self._changed.notify_all()
        return self._answer(request.path)

    def _answer(self, path):
        script = self._script.get(path)
        if not script:
            return web.Response(status=204 if "status" in path else 404)
        answer = script.pop(0) if len(script) > 1 else script[0]
        if isinstance(answer, int):
            return web.Response(status=answer)
        if isinstance(answer, str):
            body = f"<Response>{answer}</Response>"
            return web.Response(text=body, content_type="text/xml")
        return answer()

    def forms(self, path):
        with self._changed:
            return [form for at, form, _ in self.requests if at == path]

    def wait_for(self, path, count=1, within=10, **wanted):
        """Wait for *count* requests to *path* whose forms have the *wanted* values."""

        def fitting():
            forms = [form for at, form, _ in self.requests if at == path]
            return [f for f in forms if all(f.get(k) == v for k, v in wanted.items())]

        with self._changed:
            came = self._changed.wait_for(lambda: len(fitting()) >= count, within)
            assert came, f"{path} {wanted}: only {self.requests}"
            return fitting()[count - 1]


@pytest.fixture
def settings():
    return Settings(speed=SPEED, seed=1)


@pytest.fixture
def network(settings):
    with NetworkThread(settings) as network:
        yield network


@pytest.fixture
def app(network, settings):
    """Run the application; every request to it must be truly signed."""
    app = App(settings.auth_tokens[0])
    server = web.Application()
    server.router.add_route("*", "/{path:.*}", app.handle)
    served = AsyncExitStack()
    app.url = network.run(served.enter_async_context(listening(server, stop_within=1)))
    network.network.number.voice_url = f"{app.url}/voice/incoming"
    yield app
    network.run(network.network.plant.tasks.stop())  # it falls silent before we do
    network.run(served.aclose())
    assert app.forged == []


@pytest.fixture
def client(network, settings):
    """Return the provider's own client, as the application uses it."""
    http = TwilioHttpClient(timeout=5)
    client = Client(settings.account_sid, settings.auth_tokens[0], http_client=http)
    client.api.base_url = network.url
    yield client
    http.session.close()


@pytest.fixture
def ring(app, client):
    """Place a call to a number that then runs the document at /voice/start."""

    def ring(to, **more):
        return client.calls.create(
            to=to,
            from_=SERVICE,
            url=f"{app.url}/voice/start",
            status_callback=f"{app.url}/status",
            status_callback_event=["initiated", "ringing", "answered", "completed"],
            **more,
        )

    return ring


@pytest.fixture
def room(app):
    """Return the TwiML that puts a call into the room r1."""

    def room(label="", name="r1", dial="", **attributes):
        attributes = {"beep": "false", "participantLabel": label} | attributes
        attributes |= {
            "statusCallback": f"{app.url}/conf/status",
            "statusCallbackEvent": ALL_EVENTS,
        }
        text = " ".join(f'{key}="{value}"' for key, value in attributes.items() if value)
        return f"<Dial {dial}><Conference {text}>{name}</Conference></Dial>"

    return room


@pytest.fixture
def enter(app, network, ring):
    """Ring a number, answer it, and wait until it is in its room."""

    def enter(number, document):
        app.answers("/voice/start", document)
        phone = network.phone(number)
        call = ring(number)
        phone.answer()
        phone.wait_for(state="in_conference")
        return phone, call.sid

    return enter
