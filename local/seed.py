"""Make the demo account of `make run`, with contacts and groups, and the demo operator."""

from chalicelib import (
    accounts,
    clock,
    contacts,
    groups,
    operators,
    passwords,
    registrations,
    tables,
)
from chalicelib.contacts import Entry
from chalicelib.tables import Account, Operator
from local.demo import (
    NAME,
    NUMBER,
    OPERATOR,
    OPERATOR_NAME,
    OPERATOR_PASSWORD,
    PASSWORD,
    PEOPLE,
)


def seed() -> None:
    """Make the demo account, unless it was registered before (or closed, by who looked around)."""
    found = accounts.find(NUMBER)
    if found is None or found.state == accounts.ACTIVATED:
        _make()
    if tables.find(Operator, OPERATOR) is None:
        operators.make(OPERATOR, OPERATOR_NAME, OPERATOR_PASSWORD)


def _make() -> None:
    account = accounts.arrive(NUMBER, "CA-demo").account
    if account is None:
        msg = f"{NUMBER} may not host: the demo needs a number that may"
        raise LookupError(msg)
    members: dict[str, list[str]] = {}
    for person in PEOPLE:
        entry = Entry(person.name, person.number, person.second_number, person.note)
        row = contacts.add(account, entry, key=f"demo-{person.number}")
        for group in person.groups:
            members.setdefault(group, []).append(row.row_id)
    for name, ids in members.items():
        groups.add(account, name, ids, key=f"demo-{name}")
    # Last: a start that is killed half way makes the rest at the next.
    tables.change(
        account,
        Account.state.set(accounts.REGISTERED),
        Account.registered_at.set(clock.now()),
        Account.name.set(NAME),
        Account.password.set(passwords.hashed(PASSWORD)),
        Account.agreement.set(registrations.AGREEMENT),
        condition=Account.state == accounts.ACTIVATED,
    )
