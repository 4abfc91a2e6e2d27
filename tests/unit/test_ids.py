"""Opaque ids that stand in paths."""

import hashlib
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from chalicelib import config, ids

IN_A_PATH = re.compile(r"[a-z2-7]{20}")


def test_an_id_is_never_given_twice():
    made = {ids.new() for _ in range(1000)}

    assert len(made) == 1000
    assert all(IN_A_PATH.fullmatch(one) for one in made)


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_the_same_parts_always_make_the_same_id(parts):
    assert ids.derived(*parts) == ids.derived(*parts)
    assert IN_A_PATH.fullmatch(ids.derived(*parts))


def test_where_one_part_ends_and_the_next_begins_matters():
    assert ids.derived("ab", "c") != ids.derived("a", "bc")
    assert ids.derived("abc") != ids.derived("ab", "c")


@given(st.text(), st.integers(1, 16))
def test_a_shard_is_one_of_those_there_are(text, shards):
    assert 0 <= ids.shard(text, shards) < shards
    assert ids.shard(text, shards) == ids.shard(text, shards)


def test_the_shards_share_the_load():
    counts = [0] * 4
    for n in range(4000):
        counts[ids.shard(str(n), 4)] += 1

    assert min(counts) > 800


@given(st.text())
def test_what_is_made_secretly_is_the_same_each_time_and_no_plain_hash(text):
    made = ids.secretly(text)

    assert made == ids.secretly(text)
    assert re.fullmatch(r"[0-9a-f]{64}", made)
    assert made != hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def test_what_is_made_secretly_is_made_with_our_secret(monkeypatch):
    made, other = ids.secretly("198.51.100.7"), replace(config.secrets(), auth_tokens=("other",))
    monkeypatch.setattr(config, "secrets", lambda: other)

    assert ids.secretly("198.51.100.7") != made
