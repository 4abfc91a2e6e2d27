"""What the functions import before their first answer: counted, because counts do not vary.

All functions are packed with the same `app.py`, so what it imports each cold start pays for.
"""

import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec

import pytest

from chalicelib import tables

BARE = "from chalice import Chalice; import pynamodb.attributes, pynamodb.indexes, pynamodb.models"
"""A function that has the framework and the tables, and nothing of ours."""
IMPORT = re.compile(r"^import time: +\d+ \| +\d+ \| +(\S+)$", re.MULTILINE)
MODULES = 590
"""All that `import app` loads, with what Python loads by itself: 555 today, and some to spare."""
FOREIGN_MORE = 105
"""What is not ours and the bare function does not load: 88 today, 58 of them phonenumbers."""
SELDOM = (
    *("argon2", "icalendar", "phonenumbers.carrier", "requests", "twilio.http", "twilio.rest"),
    *("xlsxwriter", "zxcvbn"),
)
"""What we pack and few requests need: who places a call, checks a password, makes a file, or asks
whether a mobile may host."""
NEVER = ("aiohttp", "boto3", "chalice.cli", "chalice.deploy", "chalice.local", "moto")
"""What is on a developer's machine and must not be reached for."""


@cache
def loaded(code: str) -> frozenset[str]:
    """Return the modules that a fresh interpreter loads to run *code*, by their whole names."""
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-X", "importtime", "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    return frozenset(IMPORT.findall(done.stderr))


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def test_the_app_loads_no_more_modules_than_it_may():
    names = loaded("import app")

    assert "chalicelib.twiml.routes" in names
    assert len(names) <= MODULES, "\n".join(sorted(names - loaded(BARE)))


def test_of_others_the_app_loads_little_that_chalice_and_pynamodb_do_not():
    more = loaded("import app") - loaded(BARE)

    foreign = sorted(n for n in more if not within(n, "chalicelib") and n != "app")

    assert "msgspec" in foreign
    assert len(foreign) <= FOREIGN_MORE, "\n".join(foreign)


@pytest.mark.parametrize("package", [*SELDOM, *NEVER])
def test_what_few_need_is_not_loaded_for_all(package):
    assert find_spec(package), "there is no such module: the test would say nothing"
    assert [name for name in loaded("import app") if within(name, package)] == []


def test_the_first_call_that_is_placed_loads_the_providers_client():
    names = loaded("import app; from chalicelib import provider; provider._client()")

    assert {"requests", "twilio.rest"} <= names


def test_a_snapshot_of_what_was_imported_holds_no_client_and_so_no_connection():
    code = (
        "import botocore.session\n"
        "def refuse(*_, **__):\n"
        "    raise SystemExit('a client was made')\n"
        "botocore.session.Session.create_client = refuse\n"
        "import app"
    )

    assert "app" in loaded(code)


def test_all_tables_are_asked_by_one_client():
    clients = {one._get_connection().connection.client for one in tables.ALL}  # noqa: SLF001

    assert len(tables.ALL) > len(clients) == 1
