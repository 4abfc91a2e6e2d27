"""The page, its files and its panels' data."""

import asyncio
import json
import re
from pathlib import Path

import aiohttp
import pytest

from local import wall

PAGE = Path(wall.__file__).parent / "page"
FILES = sorted(file.name for file in PAGE.iterdir())


def get(bench, path):
    async def fetch():
        async with aiohttp.ClientSession() as client, client.get(bench.url + path) as answer:
            return answer.status, answer.headers, await answer.text()

    return asyncio.run(fetch())


@pytest.mark.parametrize("path", ["/phones", "/phones/wall.js", "/phones/settings", "/phones/cdrs"])
def test_every_answer_is_locked_down_but_for_the_microphone(bench, path):
    status, headers, _ = get(bench, path)

    policy = headers["Content-Security-Policy"]
    assert status == 200
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy
    assert headers["Permissions-Policy"].startswith("microphone=(self), camera=()")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_files_outside_the_page_are_not_served(bench):
    assert get(bench, "/phones/server.py")[0] == 404
    assert get(bench, "/phones/..%2Fserver.py")[0] == 404
    assert get(bench, "/phones/index.html")[0] == 404


@pytest.mark.parametrize("name", FILES)
def test_the_page_asks_nothing_of_any_other_host(name):
    text = (PAGE / name).read_text()

    links = set(re.findall(r"https?://[\w.]+", text))

    assert links <= {"http://www.w3.org"}


def test_there_is_no_inline_code_in_the_page():
    text = (PAGE / "index.html").read_text()

    assert re.findall(r"\son\w+=|\sstyle=|<style|<script(?![^>]*\ssrc=)", text) == []
    assert "本页代替真实电话网(PSTN):声音由本机混音,仅供开发和演示,不是生产通话通道。" in text


def test_the_page_learns_where_the_portal_is_and_how_bots_behave(bench):
    settings = json.loads(get(bench, "/phones/settings")[2])

    endings = {bot["ending"]: bot["description"] for bot in settings["bots"]}
    assert settings["portal_url"] == bench.product_url
    assert endings["0002"] == "忙线"
    assert len(endings) == 8


def test_cdrs_come_from_the_product(bench):
    bench.cdrs = [{"conference_id": "c1", "charge": 20}]

    status, _, body = get(bench, "/phones/cdrs")

    assert status == 200
    assert json.loads(body) == bench.cdrs


def test_cdrs_that_can_not_be_had_say_why(bench):
    bench.cdrs = None

    status, _, body = get(bench, "/phones/cdrs")

    assert status == 502
    assert "500" in json.loads(body)["error"]


def test_a_product_that_shows_no_cdrs_is_no_error(bench):
    bench.deployed = True

    status, _, body = get(bench, "/phones/cdrs")

    assert (status, json.loads(body)) == (200, None)


async def read_events(client, url, count, last_seen=""):
    events = []
    headers = {"Last-Event-ID": last_seen}
    async with client.get(f"{url}/phones/log", headers=headers) as stream:
        async for line in stream.content:
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "id":
                last_seen = value
            elif name == "data":
                events.append(json.loads(value))
            if len(events) == count:
                return events, last_seen
    raise AssertionError


def test_the_log_has_every_webhook_with_its_twiml_and_goes_on_where_it_left_off(bench, pick_up):
    host = pick_up("18600000101")
    host.dial("116323")
    host.expect_caption("请按1")

    async def first():
        async with asyncio.timeout(5), aiohttp.ClientSession() as client:
            return await read_events(client, bench.url, 1)

    async def rest(last_seen):
        async with asyncio.timeout(5), aiohttp.ClientSession() as client:
            return await read_events(client, bench.url, 1, last_seen)

    (incoming,), last_seen = asyncio.run(first())
    host.press("1")
    (menu,), _ = asyncio.run(rest(last_seen))

    assert incoming["url"].endswith("/voice/incoming")
    assert incoming["form"]["From"] == "+8618600000101"
    assert "请按1" in incoming["response"]
    assert menu["url"].endswith("/voice/menu")
    assert menu["form"]["Digits"] == "1"


def test_after_a_restart_the_log_starts_anew(bench, pick_up):
    last_seen = "1-4000"
    host = pick_up("18600000101")
    host.dial("116323")
    host.expect_caption("请按1")

    async def story():
        async with asyncio.timeout(5), aiohttp.ClientSession() as client:
            return await read_events(client, bench.url, 1, last_seen)

    (event,), _ = asyncio.run(story())

    assert event["n"] == 1
