"""Key 5 of the menu: the people of a group, called at once (呼叫会议组, S51).

A group has the number that stands beside it on the page: its place among the account's groups, in
the order they were made.
"""

import re

from chalicelib import conference, config, groups, legs, paths, phone_numbers, tables, voice_menu
from chalicelib.calls import Call
from chalicelib.errors import Refused
from chalicelib.steps import Ask, HangUp, Language, Line, Prompt, Step, line
from chalicelib.tables import Account, Conference, Contact, Group

NUMBER = re.compile(r"\d{1,2}", re.ASCII)


def begin(language: Language, call: Call) -> Step:
    """Ask for the number of a group."""
    account = voice_menu.account_of(call)
    if account is None:
        return voice_menu.not_eligible(language)
    if not groups.numbered(account):
        return voice_menu.back(language, line(Prompt.NO_GROUP))
    return _ask(language)


def number(language: Language, silences: int, call: Call) -> Step:
    """Read the name and the size of the group whose number was keyed in; “*” goes back."""
    account = voice_menu.account_of(call)
    if account is None:
        return voice_menu.not_eligible(language)
    if call.digits.startswith("*"):
        return voice_menu.menu(language)
    if not call.digits:
        if silences >= voice_menu.SILENCES:
            return HangUp((line(Prompt.GOODBYE),), language)
        return _ask(language, silences=silences + 1)
    place = int(call.digits) if NUMBER.fullmatch(call.digits) else 0
    found = groups.numbered(account)
    if not 1 <= place <= len(found):
        return _ask(language, line(Prompt.NO_SUCH_GROUP))
    return _offer(language, account, found[place - 1])


def chosen(language: Language, group_id: str, call: Call) -> Step:
    """1 starts a conference with the people of a group; “*” goes back to the number."""
    if call.digits == "*":
        return _ask(language)
    account = voice_menu.account_of(call)
    if account is None:
        return voice_menu.not_eligible(language)
    found = next((row for row in groups.numbered(account) if row.row_id == group_id), None)
    if call.digits == "1":
        return _start(language, account, found, call)
    if found is None:
        return _ask(language, line(Prompt.NO_SUCH_GROUP))
    return _offer(language, account, found, line(Prompt.WRONG_KEY))


def _ask(language: Language, *before: Line, silences: int = 0) -> Ask:
    then = paths.dial_in(language, "group", "number", silences)
    return Ask((*before, line(Prompt.ASK_GROUP)), then, keys=None, language=language)


def _offer(language: Language, account: Account, group: Group, *before: Line) -> Step:
    try:
        people = _people(account, group)
    except Refused as e:
        return _ask(language, _why_not(e))
    told = line(Prompt.GROUP, who=group.name, count=len(people))
    then = paths.dial_in(language, "group", group.row_id, "call")
    return Ask((*before, told), then, language=language)


def _start(language: Language, account: Account, group: Group | None, call: Call) -> Step:
    """Start it; once it was started, it is not asked again who is in the group."""
    conference_id = conference.id_of(call.sid)
    added = 0
    if tables.find(Conference, conference_id, Conference.ITEM) is None:
        if group is None:
            return _ask(language, line(Prompt.NO_SUCH_GROUP))
        try:
            people = _people(account, group)
        except Refused as e:
            return _ask(language, _why_not(e))
        for contact in people:
            to, name = contact.number, contact.name
            legs.add(conference_id, to, attempt=1, asked_by="group", name=name)
        added = len(people)
    return voice_menu.start(language, added, call)


def _people(account: Account, group: Group) -> list[Contact]:
    """Return who of a group can be called: each number once, and not the caller's own.

    Raise Refused: group_empty, too_many_parties.
    """
    people = {
        contact.number: contact
        for contact in reversed(groups.people(account, group))
        if contact.number != account.billing_number and _callable(contact.number)
    }
    if not people:
        raise Refused("group_empty")
    if len(people) + 1 > config.settings.max_parties:
        raise Refused("too_many_parties", most=config.settings.max_parties)
    return list(reversed(people.values()))


def _callable(to: str) -> bool:
    """Say whether a number that once could be called still can."""
    try:
        phone_numbers.parse(to)
    except Refused:
        return False
    return True


def _why_not(refused: Refused) -> Line:
    empty = refused.reason == "group_empty"
    return line(Prompt.GROUP_EMPTY) if empty else voice_menu.refusal(refused)
