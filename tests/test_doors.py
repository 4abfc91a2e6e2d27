"""Every door is locked: a route is covered here from the day it is born."""

import re

import pytest

from chalicelib.twiml.webhook import FORM

OPEN = frozenset()
"""Routes that anyone may call."""


def test_no_route_opens_without_a_signature(phone, tables):
    for route, methods in phone.app.routes.items():
        path = re.sub(r"\{[^}]*\}", "x", route)
        for method in methods:
            answer = phone.client.http.request(method, path, headers={"Content-Type": FORM})
            assert (answer.status_code == 403) is (route not in OPEN), (method, route)
    assert tables.requests == []


@pytest.mark.parametrize("name", ["minute", "work"])
def test_what_is_not_a_route_has_no_path(phone, name):
    assert all(name not in route for route in phone.app.routes)
    assert callable(getattr(__import__("app"), name))
