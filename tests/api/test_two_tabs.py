"""Two tabs steer one conference: whatever meets, it ends as if one had come after the other."""

from itertools import count

import pytest

from tests.api.rooms import command, room, show
from tests.fakes import nothing

PAIRS = [
    ("mute", "let speak"),
    ("let speak", "mute"),
    ("let speak", "lower the hand"),
    ("let speak", "let speak"),
    ("mute all", "let speak"),
    ("let speak", "mute all"),
    ("mute all", "invite"),
    ("invite", "mute all"),
    ("invite", "invite"),
    ("invite", "lock"),
    ("lock", "invite"),
    ("invite", "end"),
    ("end", "invite"),
    ("redial", "redial"),
    ("redial", "lock"),
    ("redial", "end"),
    ("end", "redial"),
    ("hang up", "hang up"),
    ("hang up", "let speak"),
    ("let speak", "hang up"),
    ("hang up", "mute all"),
    ("hang up", "end"),
    ("end", "hang up"),
    ("end", "end"),
]


class World:
    """A conference, put back to its beginning as often as a test wants, and two tabs open on it."""

    def __init__(self, browser):
        self.browser, self.store = browser, browser.store
        self.network, self.queue = browser.network, browser.queue
        self.conference_id = room(browser)
        self.kept = self.store.saved(), dict(self.network.calls)

    def begin_again(self):
        items, calls = self.kept
        self.store.restore(items)
        self.network.calls = dict(calls)
        self.network.did.clear()
        self.queue.messages.clear()

    def first(self, name):
        return command(self.browser, self.conference_id, name, key="key-of-the-first-tab")

    def second(self, name):
        return command(self.browser, self.conference_id, name, key="key-of-the-second-tab")

    def interleaved(self, first, second, at):
        """Send *second* before request number *at* of *first*; say whether *first* had so many."""
        counted = count()

        def step():
            if next(counted) == at:
                self.store.before = nothing
                self.second(second)

        self.store.before = step
        self.first(first)
        met = self.store.before is nothing
        self.store.before = nothing
        return met

    def outcome(self):
        """Return what is left of it when the work is done: who is where, who was rung."""
        self.queue.run()
        board = show(self.browser, self.conference_id).json
        people = [
            (p["number"], p["state"], p["muted"], p["hand_at"], p["attempts"])
            for p in board["parties"]
        ]
        rules = board["state"], board["all_muted"], board["locked"], board["hands"]
        return rules, people, sorted(self.network.rung), self.network.done("hang_up")


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_what_another_tab_does_in_between_is_done_before_or_after(first, second, mine):
    world = World(mine)
    serial = []
    for one, other in (("first", "second"), ("second", "first")):
        world.begin_again()
        names = {"first": first, "second": second}
        getattr(world, one)(names[one])
        getattr(world, other)(names[other])
        serial.append(world.outcome())

    for at in count():
        world.begin_again()
        if not world.interleaved(first, second, at):
            break
        assert world.outcome() in serial, f"before request {at}"
    assert at > 4
