"""Conferences from the web as tests begin with them: asked for at the API, the phones answered."""

from dataclasses import replace

from chalicelib import legs
from chalicelib.calls import Call
from chalicelib.tables import Leg
from tests import factories
from tests.people import LI, SUN, WANG, ZHAO

ALL = "/api/conferences"
QUICK = "/api/quick-calls"
COMMANDS = {
    "mute all": ("PATCH", "", {"all_muted": True}),
    "lock": ("PATCH", "", {"locked": True}),
    "invite": ("POST", "/parties", {"parties": [{"number": SUN, "name": "孙悦"}]}),
    "mute": ("PATCH", "/parties/{li}", {"muted": True}),
    "lower the hand": ("PATCH", "/parties/{li}", {"hand": False}),
    "let speak": ("POST", "/parties/{li}/speak", {}),
    "hang up": ("POST", "/parties/{li}/hang-up", {}),
    "redial": ("POST", "/parties/{zhao}/redial", {}),
    "end": ("POST", "/end", {}),
}
"""Every command once, to a conference in which 李雷 is and 赵敏 is not any more."""


def listed(*numbers):
    return [{"number": number} for number in numbers]


def start(browser, *numbers, host_id="registered", key=None):
    body = {"host_id": host_id, "parties": listed(*numbers)}
    return browser.post(ALL, body, key=key)


def start_quick(browser, *numbers, host=WANG, key=None):
    return browser.post(QUICK, {"host_number": host, "parties": listed(*numbers)}, key=key)


def host_presses(digits, conference_id, network):
    """Answer the host's phone, press *digits*, and return what is said then."""
    there = factories.host(conference_id)
    if there.answered_at is None:
        network.answers(there.call_sid)
    call = Call(there.call_sid)
    legs.answered(conference_id, there.leg_id, call)
    return legs.accept(conference_id, there.leg_id, replace(call, digits=digits))


def goes_on(begun, browser, *numbers):
    """Let the host of a start that was *begun* press 1, and all of *numbers* come in."""
    conference_id, network, queue = begun.json["id"], browser.network, browser.queue
    queue.run()
    host_presses("1", conference_id, network)
    queue.run()
    for number in numbers:
        factories.join(conference_id, number, network)
    return conference_id


def room(browser):
    """Start one in which 李雷 is, muted and with a hand up, and 赵敏 was called in vain."""
    conference_id = goes_on(start(browser, LI, ZHAO), browser, LI)
    factories.hang_up(conference_id, ZHAO, browser.network, status="busy")
    now = browser.network.clock.now()
    factories.leg(conference_id, LI).change(Leg.muted.set(True), Leg.hand_raised_at.set(now))
    browser.queue.run()
    return conference_id


def show(browser, conference_id, **headers):
    return browser.send("GET", f"{ALL}/{conference_id}", headers=headers)


def command(browser, conference_id, name, *, key="key-of-a-command-01"):
    """Send the command *name* of the list above."""
    method, path, body = COMMANDS[name]
    parties = {"li": LI, "zhao": ZHAO}
    ids = {who: legs.party_of(conference_id, number) for who, number in parties.items()}
    there = f"{ALL}/{conference_id}{path.format(**ids)}"
    return browser.send(method, there, body, headers={"Idempotency-Key": key})


def board_of(answer):
    """Return the board that a command answered with."""
    return answer.json.get("board", answer.json)


def party(board, number):
    (found,) = [one for one in board["parties"] if one["number"] == number]
    return found
