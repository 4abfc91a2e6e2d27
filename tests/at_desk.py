"""An operator, and the customer's phone at which their word is asked for."""

from datetime import timedelta

from chalicelib import clock, desk, operators
from chalicelib import tables as t
from chalicelib.sessions import Browser
from tests.code_phone import CodePhone
from tests.people import LI, WANG, ZHAO

LIN, HE = "zuoxi-01", "zuoxi-02"
"""林坐席 and 何坐席, by their logins."""
NAMES = {LIN: "林坐席", HE: "何坐席"}
PASSWORD = "mountains behind mountains"
COOKIE = "__Host-desk"
DESK_PC = Browser("198.51.100.99", "Firefox")


def operator(login=LIN):
    """Take an operator on."""
    return operators.make(login, NAMES[login], PASSWORD)


def at_desk(browser, login=LIN):
    """Return *browser* with a new operator logged in at the desk in it."""
    browser.held[COOKIE] = logged_in(login)
    return browser


def logged_in(login=LIN):
    """Take an operator on and log them in; return the token."""
    operator(login)
    return operators.log_in(login, PASSWORD, DESK_PC)[1]


def asked(queue, who=LIN, number=WANG, key="a key"):
    """Ask for the customer's word and do the work of it; return the call as it is then."""
    begun = desk.ask(who, number, key=key)
    queue.run()
    begun.refresh()
    return begun


def agreed(network, queue, clock, *, who=LIN, **values):
    """Have the customer answer and press 1, a minute after whatever called before."""
    clock.advance(minutes=1)
    begun = asked(queue, who, **values)
    phone = CodePhone(network, begun.number)
    phone.answers()
    phone.presses("1")
    phone.hangs_up()
    begun.refresh()
    return begun


def rows(number=WANG):
    """Return what is written of operators, oldest first."""
    return [(row.who, row.what, row.about) for row in reversed(t.audited(number))]


def plan(*numbers, hours=2, **values):
    """Return the body of a reservation so many hours from now on."""
    starts_at = clock.now().replace(second=0, microsecond=0) + timedelta(hours=hours)
    parties = [{"number": number} for number in numbers or (LI, ZHAO)]
    there = {"starts_at": clock.text(starts_at), "host_id": "registered", "parties": parties}
    return there | values
