"""A small Chalice application behind the real front, and the events of AWS as files."""

import json
import threading
import time
from pathlib import Path

import pytest
from chalice import Chalice, Response

from local.gateway import Gateway
from local.web import create_front
from tests.served import served

EVENTS = Path(__file__).parent / "events"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def event_of():
    return lambda name: json.loads((EVENTS / f"{name}.json").read_text())


@pytest.fixture
def little_app():
    app = Chalice("little", configure_logs=False)
    app.seen = []
    app.together = [f"n{i}" for i in range(8)]  # these are answered once all have asked
    app.meeting = threading.Barrier(len(app.together))

    @app.route("/voice/{conference_id}/{leg_id}/status", methods=["POST"], content_types=[FORM])
    def status(conference_id, leg_id):
        assert (conference_id, leg_id) == tuple(app.current_request.uri_params.values())
        app.seen.append(app.current_request._event_dict)  # noqa: SLF001 - the event is the result
        return Response("<Response/>", headers={"Content-Type": "text/xml"})

    @app.route("/api/slow/{name}", methods=["GET"])
    def slow(name):
        if name in app.together:
            app.meeting.wait(10)
        time.sleep(0.2)
        return {"asked": name, "request": app.current_request.uri_params["name"]}

    @app.route("/api/{name}", methods=["GET", "DELETE"])
    def parameter(name):
        return {"parameter": name}

    @app.route("/api/me", methods=["GET"])
    def written():
        cookies = {"Set-Cookie": ["a=1", "b=2"], "X-One": "1"}
        return Response({"written": True}, status_code=201, headers=cookies)

    @app.route("/api/sound", methods=["POST"], content_types=["audio/wav"])
    def sound():
        app.seen.append(app.current_request._event_dict)  # noqa: SLF001 - likewise
        return Response(app.current_request.raw_body[::-1], headers={"Content-Type": "audio/wav"})

    return app


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


@pytest.fixture
def front(little_app, site):
    """Yield the address of the front, the little application and the files of *site* behind it."""
    with served(create_front(Gateway(little_app), site)) as url:
        yield url
