"""Keying in numbers one by one, whatever they are wanted for (输入号码, S10).

Where a caller is stands in the paths; the numbers themselves wait as legs that nobody rings yet.
"""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib import config, legs, phone_numbers
from chalicelib.calls import Call
from chalicelib.errors import Refused
from chalicelib.steps import Ask, HangUp, Language, Line, Prompt, Step, line
from chalicelib.voice_menu import SILENCES, refusal


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who keys in numbers, and what that is for."""

    call: Call
    language: Language
    kept_under: str
    """The id under which the numbers wait."""
    path: Callable[..., str]
    """Returns the path of one of our steps, given its name and counts."""
    ask_next: Prompt
    done_or_more: Prompt
    done: Callable[[int], Step]
    """Goes on with so many numbers."""
    back: Callable[[], Step]
    """Goes back a step; the numbers are forgotten already."""


def ask(entry: Entry, added: int, silences: int, *before: Line) -> Ask:
    """Ask for a number after *added* others; *silences* is how often nothing came."""
    if added:
        before = (*before, line(Prompt.ADDED, count=added))
    wanted = line(entry.ask_next if added else Prompt.ASK_NUMBER)
    then = entry.path("collect", added, silences)
    return Ask((*before, wanted), then, keys=None, language=entry.language)


def collect(entry: Entry, added: int, silences: int) -> Step:
    """Take one number after *added* others; “#” alone is the end of them, “*” goes back (S10)."""
    call = entry.call
    if call.digits.startswith("*"):
        return _back(entry)
    if call.digits:
        return _add(entry, added)
    if added and call.finished:
        return entry.done(added)
    if added:
        # Silence; or a “#” that this provider does not report, or heeds only after a digit.
        return Ask(
            (line(entry.done_or_more, count=added),),
            entry.path("start-or-more", added),
            language=entry.language,
        )
    if silences >= SILENCES:
        return HangUp((line(Prompt.GOODBYE),), entry.language)
    return ask(entry, added, silences + 1)


def done_or_more(entry: Entry, added: int) -> Step:
    """“#” goes on with the numbers keyed in, “*” goes back, any other key asks for another."""
    match entry.call.digits:
        case "#":
            return entry.done(added)
        case "*":
            return _back(entry)
        case _:
            return ask(entry, added, 0)


def _back(entry: Entry) -> Step:
    legs.discard_waiting(entry.kept_under)
    return entry.back()


def _add(entry: Entry, added: int) -> Step:
    try:
        number = phone_numbers.parse(entry.call.digits)
        if number == entry.call.caller:
            raise Refused("same_number")
        if added + 2 > config.settings.max_parties:  # the host and this one
            raise Refused("too_many_parties", most=config.settings.max_parties)
        if legs.add(entry.kept_under, number, attempt=1, asked_by=f"entry-{added}") is None:
            raise Refused("same_number")
    except Refused as e:
        return ask(entry, added, 0, refusal(e))
    return ask(entry, added + 1, 0)
