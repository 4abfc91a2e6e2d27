"""The portal's files lie where the bucket has them: under their release, and a few at the root."""

import re

import pytest
import requests

from infra.portal import content_hash

MAIN = re.compile('<script src="(/r/[0-9a-f]{16})/main.js"></script>')


@pytest.fixture
def release_of(front, site):
    """Return how the home page calls the release that the files are, and where they are."""

    def found():
        (site / "index.html").write_text('<script src="main.js"></script>')
        home = requests.get(front, timeout=5)
        assert home.headers["Cache-Control"] == "no-cache"
        return (
            front + re.fullmatch('<script src="(/r/[0-9a-f]{16})/main.js"></script>', home.text)[1]
        )

    return found


def kept(url):
    answer = requests.get(url, timeout=5)
    assert answer.status_code == 200
    return answer.text, answer.headers["Cache-Control"]


def test_a_file_lies_under_its_release_to_be_kept_for_good(release_of, site):
    (site / "main.js").write_text("1")
    release = release_of()
    assert release.endswith(f"/r/{content_hash(site)}")

    assert kept(f"{release}/main.js") == ("1", "public, max-age=31536000, immutable")


def test_who_began_before_a_restart_finds_its_files(front, site):
    (site / "main.js").write_text("1")

    assert kept(f"{front}/r/{content_hash(site)}/main.js")[1].endswith("immutable")


def test_an_edited_file_is_another_release_and_is_not_kept_as_the_one_before(release_of, site):
    (site / "main.js").write_text("1")
    (site / "other.js").write_text("1")
    before = release_of()

    (site / "main.js").write_text("2 is longer")

    assert kept(f"{before}/main.js") == ("2 is longer", "no-cache")
    assert kept(f"{before}/other.js")[1].endswith("immutable")
    after = release_of()
    assert after != before
    assert kept(f"{after}/main.js")[1].endswith("immutable")
    assert kept(f"{before}/other.js") == ("1", "no-cache")


def test_the_root_has_only_what_the_bucket_has_there(front, site):
    for name in ("main.js", "busy.xml", "favicon.svg", "audio/ringback.wav"):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text("1")

    assert requests.get(f"{front}/main.js", timeout=5).status_code == 404
    assert kept(f"{front}/busy.xml") == kept(f"{front}/favicon.svg") == ("1", "no-cache")
    assert kept(f"{front}/audio/ringback.wav") == ("1", "no-cache")


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

    answer = requests.get(f"{front}/r/one/{name}", timeout=5)

    assert answer.content.decode() == "多方通话"
    assert answer.headers["Content-Type"] == content_type


def test_an_unchanged_file_is_not_sent_again(front, site):
    (site / "a.js").write_text("1")
    first = requests.get(f"{front}/r/one/a.js", timeout=5)

    second = requests.get(
        f"{front}/r/one/a.js", headers={"If-None-Match": first.headers["ETag"]}, timeout=5
    )

    assert first.headers["Cache-Control"] == "no-cache"
    assert second.status_code == 304
    assert second.content == b""


def test_the_home_page_is_the_portal(front, site):
    (site / "index.html").write_text("<!doctype html><title>门户</title>")

    for path in ("", "/", "/index.html"):
        assert "门户" in requests.get(front + path, timeout=5).content.decode()


@pytest.mark.parametrize(("accepted", "sent"), [("gzip", "gzip"), ("identity", None)])
def test_text_is_compressed_for_who_can_read_it(front, site, accepted, sent):
    (site / "zh.ftl").write_text("hello = 多方通话\n" * 100)

    answer = requests.get(f"{front}/r/one/zh.ftl", headers={"Accept-Encoding": accepted}, timeout=5)

    assert answer.headers.get("Content-Encoding") == sent
    assert answer.text == "hello = 多方通话\n" * 100


@pytest.mark.parametrize(
    "path", ["/..%2Fsecret", "/%2e%2e/secret", "/js/..%2F..%2Fsecret", "/a%00.js", "/js", "/js/"]
)
@pytest.mark.parametrize("below", ["", "/r/one", "/audio", "/r/one/.."])
def test_nothing_but_a_file_of_the_site_is_served(front, site, below, path):
    (site / "js").mkdir()
    (site / "audio").mkdir()
    (site.parent / "secret").write_text("secret")

    answer = requests.get(front + below + path, timeout=5)

    assert answer.status_code == 404
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/r", "/r/", "/r/one", "/r/one/", "/r//main.js", "/audio/"])
def test_half_an_address_is_not_found(front, site, path):
    (site / "audio").mkdir()
    (site / "main.js").write_text("1")

    assert requests.get(front + path, timeout=5).status_code == 404
