"""What people are called is spoken and written, and does nothing, from door to file (F36, F38)."""

import csv
import io
import re
from urllib.parse import quote
from xml.parsers import expat

import openpyxl

from chalicelib import accounts, web_start
from chalicelib.steps import Prompt
from chalicelib.tables import Account, AccountItem, ConferenceItem
from tests import factories, names
from tests.people import WANG
from tests.webhooks.scenes import REQUESTS, Scene

FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?\d+(\.\d\d)?", re.ASCII)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LAST = ("/end", "/status", "/key/{trip}", "/key/{plays}")
"""Routes that end something: they are asked last."""


# ——— on the phone (F38) ———


def outline(answer):
    """Return the verbs of a document, each with what it does; what is said is left out."""
    return [(verb.tag, verb.attrib) for verb in answer.xml.iter()] if answer.xml is not None else []


def heard(phone, name, requests, scene):
    """Call everybody and everything *name*; return what every route answers then."""
    called(scene, name)
    answers = [(path, phone.post(path, **form)) for path, form in requests]
    for _, answer in answers:
        if answer.body:
            expat.ParserCreate().Parse(answer.body.encode(), True)  # noqa: FBT003 - its own
    return {path: outline(answer) for path, answer in answers}


def called(scene, name):
    """Write *name* wherever a name is kept, as if nothing had cleaned it."""
    for item in [*ConferenceItem.query(scene.conference_id), *AccountItem.query(WANG)]:
        known = {"inviter", "name"} & set(item.get_attributes())
        if known:
            item.update(actions=[getattr(type(item), one).set(name) for one in known])


def requests_of(scene):
    """Return a request to every route, and one for every announcement there is."""
    routes = sorted(REQUESTS, key=lambda route: (route.endswith(LAST), route))
    spoken, form = scene["/voice/{conference_id}/{leg_id}/announce/{language}/{prompt}"]
    there = spoken.rpartition("/zh/")[0]
    every = [f"{there}/{language}/{prompt.value}" for language in ("zh", "en") for prompt in Prompt]
    return [*((path, form) for path in every), *(scene[route] for route in routes)]


def test_no_name_adds_or_changes_a_verb_of_any_document(phone, memory):
    world = phone.store, phone.network, phone.queue
    scene = memory.of(Scene, *world)
    requests = requests_of(scene)
    kept = phone.store.saved()
    plain = heard(phone, "王小明", requests, scene)
    assert sum(len(verbs) > 1 for verbs in plain.values()) > 40

    for name in [*names.HOSTILE, *names.UNCLEAN, "]]>", "<!--", "&#0;", "&x;" * 9]:
        phone.store.restore(kept)
        assert heard(phone, name, requests, scene) == plain, name


# ——— in files (F36) ———


def conferences_with_all(owner, network, queue, clock):
    """Have everybody of the sixty called once, under their names."""
    for n in range(0, len(names.ALL), 20):
        people = [
            web_start.Party(f"+86138000{n + i:05}", name)
            for i, name in enumerate(names.ALL[n : n + 20])
        ]
        room = web_start.start(owner, "registered", people, key=f"key {n}")
        queue.run()
        factories.answer(room, network)
        factories.press(room, "1")
        queue.run()
        for party in people:
            factories.join(room, party.number, network)
        clock.advance(seconds=61)
        for party in people:
            factories.hang_up(room, party.number, network)
        factories.host_hangs_up(room, network)
        for seconds in (0, 15, 60):
            clock.advance(seconds=seconds)
            queue.run()
        clock.advance(minutes=20)


def test_a_bill_of_people_with_hostile_names_has_no_formula(mine, owner, network, queue, clock):
    owner.update(actions=[Account.name.set("=1+1")])
    conferences_with_all(accounts.find(WANG), network, queue, clock)
    mine.of(accounts.find(WANG))
    there = "/api/statements/2011-02"

    text = mine.get(f"{there}/csv").text.removeprefix("\ufeff")
    sheet = mine.send("GET", f"{there}/xlsx", headers={"Accept": XLSX}).body

    lines = list(csv.reader(io.StringIO(text, newline="")))
    cells = [cell for row in lines for cell in row]
    assert len(lines) == 1 + len(names.ALL) + -(-len(names.ALL) // 20)
    assert [one for one in cells if one.startswith(FORMULA) and not NUMBER.fullmatch(one)] == []
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    inside = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in inside} <= {"s", "n"}
    assert [cell for cell in inside if cell.hyperlink] == []


def test_an_address_book_goes_out_and_in_again_as_it_was(mine):
    rows = [
        {"name": name, "number": f"+86138000{n:05}", "note": name, "group": f"=组{n % 3}"}
        for n, name in enumerate(names.ALL)
    ]
    mine.post("/api/contacts/import", {"rows": rows, "dry_run": False})
    kept = {one["name"] for one in mine.get("/api/contacts").json["items"]}

    text = mine.get("/api/contacts/export").text.removeprefix("\ufeff")

    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert len(kept) > 50
    assert [one for row in lines for one in row if one.startswith(FORMULA)] == []
    assert all(row[0] in kept or row[0].removeprefix("'") in kept for row in lines[1:])
    assert mine.get(f"/api/contacts?cursor={quote('=1+1')}").status == 422
