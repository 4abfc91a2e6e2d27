"""Every answer of the front carries the security headers, and none of the API is kept."""

import pytest
import requests

from infra.headers import HEADERS


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/api/me", 201),
        ("GET", "/api/none/such", 404),
        ("PUT", "/api/me", 405),
        ("POST", "/voice/c/l/status", 415),
        ("GET", "/none", 404),
        ("POST", "/", 405),
    ],
)
def test_every_answer_carries_the_security_headers(front, method, path, status):
    answer = requests.request(method, front + path, timeout=5)

    assert answer.status_code == status
    assert HEADERS.items() <= dict(answer.headers).items()


@pytest.mark.parametrize("path", ["/api/me", "/api/none/such", "/voice/c/l/status"])
def test_answers_of_the_api_are_not_stored(front, path):
    answer = requests.get(front + path, timeout=5)

    assert answer.headers["Cache-Control"] == "no-store"
