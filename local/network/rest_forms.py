"""Reading what a REST request asks for, strictly, and saying no in the provider's words."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from multidict import MultiDict, MultiMapping

from local.network.events import Events
from local.network.rest_schema import Parameters
from local.network.rest_views import View

METHODS = ("POST", "GET")
PAGING = ("Page", "PageSize", "PageToken")


class RestError(Exception):
    """A refusal: HTTP *status*, the provider's *code*, and a message."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def response(self) -> web.Response:
        """Return the error body that the provider's client understands."""
        body = {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }
        return web.json_response(body, status=self.status)


def not_found(path: str) -> RestError:
    return RestError(404, 20404, f"The requested resource {path} was not found")


def invalid(message: str, code: int = 20001) -> RestError:
    return RestError(400, code, message)


class Fields:
    """The parameters of one request, checked as they are read."""

    def __init__(self, values: "MultiMapping[Any]", parameters: Parameters, events: Events) -> None:
        unknown = sorted(set(values) - parameters.known)
        if unknown:
            raise invalid(f"Unknown parameters: {', '.join(unknown)}")
        if without_effect := sorted(set(values) & parameters.accepted):
            events.add("note", message=f"without effect here: {', '.join(without_effect)}")
        self._values = MultiDict((name, str(value)) for name, value in values.items())

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, default: str = "") -> str:
        return self._values.get(name, default)

    def texts(self, name: str, default: Iterable[str], choices: Iterable[str]) -> frozenset[str]:
        """Return a repeated parameter; every value is one of *choices*, or several in a row."""
        given = self._values.getall(name, None)
        words = frozenset(default if given is None else " ".join(given).split())
        if not words <= frozenset(choices):
            raise invalid(f"{name} has a wrong value: {' '.join(sorted(words))}")
        return words

    def flag(self, name: str, *, default: bool) -> bool:
        value = self._values.get(name, "true" if default else "false").lower()
        if value not in ("true", "false"):
            raise invalid(f"{name} must be true or false, not {value}")
        return value == "true"

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self._values.get(name, str(default))
        if not value.isdecimal() or not least <= int(value) <= most:
            raise invalid(f"{name} must be a number from {least} to {most}, not {value}")
        return int(value)

    def choice(self, name: str, *choices: str) -> str:
        """Return one of *choices*, the first being the default."""
        value = self._values.get(name, choices[0])
        if value not in choices:
            raise invalid(f"{name} must be one of {', '.join(choices)}, not {value}")
        return value

    def method(self, name: str, default: str = "POST") -> str:
        value = self._values.get(name, default).upper()
        if value not in METHODS:
            raise invalid(f"{name} must be POST or GET, not {value}")
        return value

    def within(self, name: str, moment: datetime | None) -> bool:
        """Say whether *moment* fits the filters *name*, *name*< and *name*>."""
        given = {mark: self._values.get(name + mark, "") for mark in ("", "<", ">")}
        if not any(given.values()):
            return True
        if moment is None:
            return False
        first, last = _moment(given[">"]), _moment(given["<"])
        day = _moment(given[""])
        return (
            (first is None or moment >= first)
            and (last is None or moment <= last)
            and (day is None or day <= moment < day + timedelta(days=1))
        )


def _moment(text: str) -> datetime | None:
    """Read a date or a time as the provider's client writes them."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid(f"not a date: {text}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def page(fields: Fields, request: web.Request, key: str, items: list[View]) -> View:
    """Return one page of *items* in the provider's envelope; a token names the last item seen."""
    size = fields.number("PageSize", 50, least=1, most=1000)
    number = fields.number("Page", 0, least=0, most=1_000_000)
    start = 0
    if token := fields.text("PageToken"):
        names = [_identity(item) for item in items]
        start = names.index(token) + 1 if token in names else len(items)
    shown = items[start : start + size]
    more = len(items) > start + size
    query = [pair for pair in request.query.items() if pair[0] not in PAGING]
    base = f"{request.path}?{urlencode([*query, ('PageSize', size)])}"
    following = f"{base}&Page={number + 1}&PageToken={_identity(shown[-1])}" if more else None
    return {
        key: shown,
        "uri": f"{base}&Page={number}",
        "first_page_uri": f"{base}&Page=0",
        "next_page_uri": following,
        "previous_page_uri": None,
        "page": number,
        "page_size": size,
        "start": start,
        "end": max(start + len(shown) - 1, 0),
    }


def _identity(item: View) -> str:
    """Return what names an item of a list: its own sid, or its call's for a participant."""
    return str(item.get("sid") or item["call_sid"])
