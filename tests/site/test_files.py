"""The scripts are small, and vendored files are what they say they are."""

import hashlib
import json
import re

import pytest

from tests.site.files import SITE, scripts

LONGEST_FILE = 250
AT_A_WIDTH = re.compile(r"^@media[^{]*width: ([\d.]+)rem\)? *{(.*?)^}", re.DOTALL | re.MULTILINE)
MANIFEST = json.loads((SITE / "vendor" / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(scripts()))
def test_every_script_is_short_and_says_what_it_is_for(name):
    lines = scripts()[name].splitlines()

    assert len(lines) <= LONGEST_FILE
    assert lines[0].startswith("// ")


@pytest.mark.parametrize("name", sorted(MANIFEST))
def test_a_vendored_file_is_the_one_that_was_built(name):
    digest = hashlib.sha256((SITE / "vendor" / name).read_bytes()).hexdigest()

    assert digest == MANIFEST[name]["sha256"]
    assert all(p["name"] and p["version"] and p["licence"] for p in MANIFEST[name]["packages"])


def test_every_vendored_file_is_in_the_manifest_and_every_licence_is_there():
    there = {file.name for file in (SITE / "vendor").iterdir()}
    licences = (SITE / "vendor" / "LICENSES").read_text(encoding="utf-8")

    assert there == set(MANIFEST) | {"manifest.json", "LICENSES"}
    for entry in MANIFEST.values():
        assert all(package["name"] in licences for package in entry["packages"])


def test_every_icon_is_in_the_sprite_that_it_is_looked_for_in():
    pattern = re.search(r"/\^\((.+)\)\$/", scripts()["components/icon.js"])
    assert pattern
    first = re.compile(pattern[1])
    for name, early in (("icons.svg", True), ("more-icons.svg", False)):
        sprite = (SITE / "vendor" / name).read_text(encoding="utf-8")
        icons = re.findall(r'<symbol id="([\w-]+)"', sprite)

        assert icons
        assert {bool(first.fullmatch(icon)) for icon in icons} == {early}


def test_no_colour_is_another_at_390_pixels_than_at_320():
    narrow = [
        block
        for sheet in (SITE / "styles").iterdir()
        for rem, block in AT_A_WIDTH.findall(sheet.read_text(encoding="utf-8"))
        if 320 <= float(rem) * 16 <= 390
    ]

    assert narrow
    assert [block for block in narrow if re.search("color|background|border|opacity", block)] == []
