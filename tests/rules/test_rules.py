"""Each rule of ours finds what it is for, and lets what is allowed pass."""

import re

import pytest

from tests.rules import __main__ as rules

PLANTED = {
    "one-clock": ("chalicelib/x.py", "from datetime import datetime\ndatetime.now()\n"),
    "one-random-source": ("chalicelib/x.py", "import secrets\nsecrets.token_hex()\n"),
    "whole-fen": ("chalicelib/billing/x.py", "def each(fen, people):\n    return fen / people\n"),
    "no-shell": ("infra/x.py", "import subprocess\nsubprocess.run('ls *', shell=True)\n"),
    "no-code-from-data": ("local/x.py", "import pickle\npickle.loads(b'')\n"),
    "request-with-timeout": ("infra/x.py", "import requests\nrequests.get('http://x.example')\n"),
    "no-print": ("app.py", "print('+8613800000201')\n"),
    "no-html-from-text": ("static-site/x.js", "const f = (e, t) => { e.innerHTML = t; };\n"),
    "no-chance-in-keys": ("static-site/x.js", "const key = String(Math.random());\n"),
}
ALLOWED = {
    "chalicelib/clock.py": "from datetime import UTC, datetime\ndatetime.now(UTC)\n",
    "chalicelib/ids.py": "import secrets\nsecrets.token_hex()\n",
    "chalicelib/webhook.py": "import secrets\nsecrets.compare_digest('a', 'b')\n",
    "chalicelib/billing/rating.py": "def started(seconds):\n    return -(-seconds // 60)\n",
    "chalicelib/caps.py": "def share(part, whole):\n    return part / whole\n",
    "infra/site.py": "import requests\nrequests.get('http://x', timeout=5)\nprint('done')\n",
    "static-site/page.js": "const f = (e, t) => { e.textContent = t; };\n",
    "static-site/vendor/lib.js": "const f = (e, t) => { e.innerHTML = t; };\n",
}


def plant(root, file, source):
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(source)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Return what is found in a tree in which each rule is broken once."""
    root = tmp_path_factory.mktemp("tree")
    for rule, (file, source) in PLANTED.items():
        name = file if file == "app.py" else file.replace("x.", f"{rule.replace('-', '_')}.")
        plant(root, name, source)
    for file, source in ALLOWED.items():
        plant(root, file, source)
    return rules.semgrep(root, ["."])


def test_a_rule_finds_what_it_is_for_and_nothing_else(found):
    assert sorted(one.rule for one in found) == sorted(PLANTED)
    assert [one.place for one in found if one.place.partition(":")[0] in ALLOWED] == []


def test_every_rule_is_planted():
    written = re.findall(r"^  - id: (\S+)$", rules.OURS.read_text(), re.MULTILINE)

    assert written == list(PLANTED)


def test_what_bandit_finds_is_explained_by_folder_or_not_at_all():
    def explained(rule, place):
        return rules.explanation(rules.Finding(rule, place, ""))

    assert explained("B603", "infra/package.py:1") == ("B603", "infra")
    assert explained("B603", "chalicelib/package.py:1") is None
    assert explained("B602", "infra/package.py:1") is None


def test_an_explanation_is_a_sentence():
    assert [why for why in rules.EXPLAINED.values() if not why.endswith(".")] == []
