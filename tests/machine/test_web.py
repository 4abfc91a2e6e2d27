"""The front serves the portal's files, and every answer carries the security headers."""

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


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("js/live.js", "text/javascript; charset=utf-8"),
        ("css/tokens.css", "text/css; charset=utf-8"),
        ("i18n/zh-CN.json", "application/json; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("i18n/zh.ftl", "text/plain; charset=utf-8"),
        ("app.webmanifest", "application/manifest+json"),
        ("picture.png", "image/png"),
        ("unheard.of", "application/octet-stream"),
    ],
)
def test_a_file_comes_with_its_type(front, site, name, content_type):
    file = site / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes("多方通话".encode())

    answer = requests.get(f"{front}/{name}", timeout=5)

    assert answer.content.decode() == "多方通话"
    assert answer.headers["Content-Type"] == content_type


def test_an_unchanged_file_is_not_sent_again(front, site):
    (site / "a.js").write_text("1")
    first = requests.get(f"{front}/a.js", timeout=5)

    second = requests.get(
        f"{front}/a.js", headers={"If-None-Match": first.headers["ETag"]}, timeout=5
    )

    assert first.headers["Cache-Control"] == "no-cache"
    assert second.status_code == 304
    assert second.content == b""


def test_the_home_page_is_the_portal(front, site):
    (site / "index.html").write_text("<!doctype html><title>门户</title>")

    answer = requests.get(front, timeout=5)

    assert "门户" in answer.content.decode()


@pytest.mark.parametrize(("accepted", "sent"), [("gzip", "gzip"), ("identity", None)])
def test_text_is_compressed_for_who_can_read_it(front, site, accepted, sent):
    (site / "zh.ftl").write_text("hello = 多方通话\n" * 100)

    answer = requests.get(f"{front}/zh.ftl", headers={"Accept-Encoding": accepted}, timeout=5)

    assert answer.headers.get("Content-Encoding") == sent
    assert answer.text == "hello = 多方通话\n" * 100


@pytest.mark.parametrize(
    "path", ["/..%2Fsecret", "/%2e%2e/secret", "/js/..%2F..%2Fsecret", "/a%00.js", "/js", "/js/"]
)
def test_nothing_but_a_file_of_the_site_is_served(front, site, path):
    (site / "js").mkdir()
    (site.parent / "secret").write_text("secret")

    answer = requests.get(front + path, timeout=5)

    assert answer.status_code == 404
    assert "secret" not in answer.text
