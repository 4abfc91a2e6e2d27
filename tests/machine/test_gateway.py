"""HTTP reaches the product as the event of API Gateway, and what it must not see is refused."""

import base64
import logging
import re
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest
import requests

from local import gateway
from tests.stories.stand import eventually

TIME_OF_API_GATEWAY = re.compile(r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000")


def raw(url, *lines, body=b""):
    """Send *lines* and *body* as they are, and return a connection to read the answer from."""
    parts = urlsplit(url)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=5)
    head = "\r\n".join([*lines, "Host: portal.example:8000", "", ""])
    connection.sendall(head.encode() + body)
    return connection


def status_of(connection):
    with connection:
        return int(connection.recv(4096).split()[1])


def test_the_product_gets_the_event_that_api_gateway_sends(front, little_app, event_of):
    connection = raw(
        front,
        "POST /voice/c%201/l-2/status?a=1&b=&a=2&%E5%90%8D=%E7%8E%8B+%E5%B0%8F%E6%98%8E HTTP/1.1",
        "User-Agent: TwilioProxy/1.1",
        "Accept: */*",
        "X-Twilio-Signature: one",
        "X-Twilio-Signature: two",
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8",
        "Content-Length: 37",
        body=b"CallStatus=completed&Caller=%E7%8E%8B",
    )
    status = status_of(connection)

    [event] = little_app.seen
    context = event["requestContext"]
    assert TIME_OF_API_GATEWAY.fullmatch(context["requestTime"])
    assert abs(context["requestTimeEpoch"] / 1000 - time.time()) < 10
    assert context["requestId"] == context["extendedRequestId"]
    context |= {"requestTime": "TIME", "requestTimeEpoch": 0}
    context |= {"requestId": "ID", "extendedRequestId": "ID"}
    assert status == 200
    assert event == event_of("rest_api")


def test_a_request_without_query_and_body_has_none_in_its_event(front, little_app):
    requests.post(
        f"{front}/voice/c/l/status",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=5,
    )

    [event] = little_app.seen
    assert event["queryStringParameters"] is None
    assert event["multiValueQueryStringParameters"] is None
    assert event["body"] is None
    assert event["isBase64Encoded"] is False


def test_what_stood_before_us_stays_in_the_list_of_senders(front, little_app):
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    requests.post(
        f"{front}/voice/c/l/status", headers=form | {"X-Forwarded-For": "10.0.0.9"}, timeout=5
    )

    [event] = little_app.seen
    assert event["headers"]["X-Forwarded-For"] == "10.0.0.9, 127.0.0.1"
    assert event["requestContext"]["identity"]["sourceIp"] == "127.0.0.1"


def test_binary_travels_both_ways(front, little_app):
    sound = bytes(range(256))

    answer = requests.post(
        f"{front}/api/sound",
        data=sound,
        headers={"Content-Type": "audio/wav", "Accept": "audio/wav"},
        timeout=5,
    )

    [event] = little_app.seen
    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == sound
    assert answer.content == sound[::-1]
    assert answer.headers["Content-Type"] == "audio/wav"


@pytest.mark.parametrize(
    ("accept", "decoded"),
    [
        ("audio/wav, */*;q=0.8", True),
        ("Audio/WAV;q=0.9,text/html", True),
        ("text/html,audio/wav", False),
        ("*/*", False),
    ],
)
def test_what_is_accepted_first_says_whether_binary_is_decoded(front, accept, decoded):
    headers = {"Content-Type": "audio/wav", "Accept": accept}

    answer = requests.post(f"{front}/api/sound", data=b"sound", headers=headers, timeout=5)

    assert answer.content == (b"dnuos" if decoded else base64.b64encode(b"dnuos"))


def test_a_written_name_goes_before_a_parameter(front):
    written = requests.get(f"{front}/api/me", timeout=5)
    parameter = requests.get(f"{front}/api/you", timeout=5)

    assert written.json() == {"written": True}
    assert parameter.json() == {"parameter": "you"}


def test_status_and_repeated_headers_of_the_product_arrive(front):
    answer = requests.get(f"{front}/api/me", timeout=5)

    assert answer.status_code == 201
    assert answer.raw.headers.getlist("Set-Cookie") == ["a=1", "b=2"]
    assert answer.headers["X-One"] == "1"


def test_a_parameter_is_decoded_once(front):
    answer = requests.get(f"{front}/api/a%2Fb%2520c", timeout=5)

    assert answer.json() == {"parameter": "a/b%20c"}


def test_requests_at_the_same_time_do_not_see_each_other(front, little_app):
    names = little_app.together
    answers = {}

    def ask(name):
        answers[name] = requests.get(f"{front}/api/slow/{name}", timeout=20).json()

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {name: {"asked": name, "request": name} for name in names}


def test_an_announced_oversize_body_is_refused_unread(front, little_app):
    status = status_of(
        raw(front, "POST /voice/c/l/status HTTP/1.1", f"Content-Length: {10 * 2**30}")
    )

    assert status == 413
    assert little_app.seen == []


def test_a_body_that_never_ends_is_refused(front, little_app):
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"

    status = status_of(
        raw(
            front,
            "POST /voice/c/l/status HTTP/1.1",
            "Transfer-Encoding: chunked",
            body=chunk * 3,
        )
    )

    assert status == 413
    assert little_app.seen == []


def test_the_largest_allowed_body_arrives_whole(front, little_app):
    body = "x" * gateway.LARGEST_BODY

    requests.post(
        f"{front}/voice/c/l/status",
        data=body,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=5,
    )

    assert [event["body"] for event in little_app.seen] == [body]


def test_a_body_that_does_not_come_is_not_waited_for(front, little_app, monkeypatch):
    monkeypatch.setattr(gateway, "BODY_WITHIN", 0.1)

    status = status_of(
        raw(front, "POST /voice/c/l/status HTTP/1.1", "Content-Length: 100", body=b"half")
    )

    assert status == 408
    assert little_app.seen == []


def test_who_goes_before_the_body_has_come_leaves_no_error_behind(front, little_app, caplog):
    caplog.set_level(logging.INFO)
    gone = raw(front, "POST /voice/c/l/status HTTP/1.1", "Content-Length: 100", body=b"half")
    gone.close()

    eventually(lambda: "request" in [record.message for record in caplog.records], within=5)

    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []
    assert little_app.seen == []


def test_a_product_that_does_not_answer_in_time_is_a_gateway_timeout(front, monkeypatch):
    monkeypatch.setattr(gateway, "ANSWER_WITHIN", 0.05)

    answer = requests.get(f"{front}/api/slow/n", timeout=5)

    assert answer.status_code == 504
    assert answer.json() == {"message": "Gateway Timeout"}


@pytest.mark.parametrize("path", ["/api/none/such", "/voice", "/voice//l/status", "/api/"])
def test_an_unknown_path_of_the_api_is_not_found(front, path):
    answer = requests.get(front + path, timeout=5)

    assert answer.status_code == 404
    assert answer.json() == {"message": "Not Found"}


def test_a_wrong_method_is_told_the_right_ones(front):
    answer = requests.put(f"{front}/api/you", timeout=5)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "DELETE, GET"
    assert answer.json() == {"message": "Method Not Allowed"}
