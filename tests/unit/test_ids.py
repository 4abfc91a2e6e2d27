"""Opaque ids that stand in paths."""

import re

from hypothesis import given
from hypothesis import strategies as st

from chalicelib import ids

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
