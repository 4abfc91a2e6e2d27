"""TwiML, read strictly: a document is fully understood, or refused with the provider's code."""

from dataclasses import dataclass
from typing import cast
from xml.etree import ElementTree as ET

from local.network.verbs import (
    Conference,
    Dial,
    Gather,
    Hangup,
    Number,
    Pause,
    Play,
    Prompt,
    Redirect,
    Reject,
    Say,
    Verb,
)

MAX_BYTES = 64 * 1024
NOT_XML = 12100
INVALID = 12200
WRONG_TYPE = 12300
NOT_ALLOWED_WHILE_WAITING = 13238

BEHAVIOUR = {"action", "method", "timeout", "timeLimit", "hangupOnStar"}
RECORDING = {"recordingStatusCallback", "recordingStatusCallbackMethod"}
ATTRIBUTES: dict[str, set[str]] = {
    "Response": set(),
    "Say": {"voice", "language", "loop"},
    "Play": {"loop", "digits"},
    "Pause": {"length"},
    "Gather": {"action", "method", "input", "numDigits", "finishOnKey", "timeout"}
    | {"actionOnEmptyResult", "language"},
    "Dial": BEHAVIOUR | {"callerId", "record", "trim", "answerOnBridge", "ringTone"},
    "Conference": {"muted", "beep", "startConferenceOnEnter", "endConferenceOnExit"}
    | {"participantLabel", "jitterBufferSize", "waitUrl", "waitMethod", "maxParticipants"}
    | {"record", "trim", "region", "coach", "eventCallbackUrl", "recordingStatusCallbackEvent"}
    | {"statusCallback", "statusCallbackEvent", "statusCallbackMethod"}
    | RECORDING,
    "Number": {"statusCallback", "statusCallbackEvent", "statusCallbackMethod"},
    "Redirect": {"method"},
    "Reject": {"reason"},
    "Hangup": set(),
}
# What Say may hold: SSML, whose attributes only colour the voice.
SSML = {"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"}
CONFERENCE_EVENTS = frozenset(
    {"start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"}
)


class TwimlError(Exception):
    """A document that cannot be run; *code* is the provider's."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class _Attributes:
    """The attributes of one element, checked as they are read."""

    tag: str
    values: dict[str, str]

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.values.get(name, "true" if default else "false")
        if value not in ("true", "false"):
            raise self._wrong(name)
        return value == "true"

    def number(self, name: str, default: int, *, least: int = 0) -> int:
        value = self.values.get(name, str(default))
        if not value.isascii() or not value.isdigit() or int(value) < least:
            raise self._wrong(name)
        return int(value)

    def choice(self, name: str, *choices: str) -> str:
        """Return one of *choices*, the first being the default."""
        value = self.values.get(name, choices[0])
        if value not in choices:
            raise self._wrong(name)
        return value

    def method(self, name: str = "method") -> str:
        return self.choice(name, "POST", "GET")

    def _wrong(self, name: str) -> TwimlError:
        message = f'<{self.tag}> has a wrong {name}="{self.values[name]}"'
        return TwimlError(INVALID, message)


def parse(body: bytes, content_type: str) -> tuple[Verb, ...]:
    """Return the verbs of a TwiML answer, in order."""
    if len(body) > MAX_BYTES:
        raise TwimlError(NOT_XML, f"the document is larger than {MAX_BYTES} bytes")
    if content_type not in ("text/xml", "application/xml"):
        raise TwimlError(WRONG_TYPE, f"the document is {content_type or 'of no type'}, not XML")
    return _verbs(_root(body))


def only_prompts(verbs: tuple[Verb, ...]) -> tuple[Prompt | Redirect, ...]:
    """Return *verbs* if a conference may play them to those who wait, hold or are announced to."""
    for verb in verbs:
        if not isinstance(verb, Say | Play | Pause | Redirect):
            name = type(verb).__name__
            raise TwimlError(NOT_ALLOWED_WHILE_WAITING, f"<{name}> is not allowed here")
    return cast("tuple[Prompt | Redirect, ...]", verbs)


def _root(body: bytes) -> ET.Element:
    if b"<!DOCTYPE" in body:
        raise TwimlError(NOT_XML, "the document declares a document type")
    try:
        root = ET.fromstring(body)  # noqa: S314 - no document type, so no entities to expand
    except ET.ParseError as error:
        raise TwimlError(NOT_XML, f"the document is not XML: {error}") from error
    if root.tag != "Response":
        raise TwimlError(NOT_XML, f"the document is a <{root.tag}>, not a <Response>")
    return root


def _verbs(root: ET.Element) -> tuple[Verb, ...]:
    _attributes(root)
    _no_text(root)
    verbs = tuple(_verb(child) for child in root)
    if any(isinstance(verb, Reject) for verb in verbs[1:]):
        raise TwimlError(INVALID, "<Reject> is only allowed as the first verb")
    return verbs


def _verb(element: ET.Element) -> Verb:
    match element.tag:
        case "Say" | "Play" | "Pause":
            return _prompt(element)
        case "Gather":
            return _gather(element)
        case "Dial":
            return _dial(element)
        case "Redirect":
            return Redirect(_leaf(element), _attributes(element).method())
        case "Reject":
            _leaf(element)
            return Reject(_attributes(element).choice("reason", "rejected", "busy"))
        case "Hangup":
            _leaf(element)
            _attributes(element)
            return Hangup()
    raise TwimlError(INVALID, f"<{element.tag}> is not a verb of this network")


def _prompt(element: ET.Element) -> Prompt:
    attributes = _attributes(element)
    match element.tag:
        case "Say":
            text = " ".join("".join(_spoken(element, digits_apart=False)).split())
            speech = " ".join("".join(_spoken(element, digits_apart=True)).split())
            language = attributes.text("language", "en-US")
            return Say(text, speech, language, attributes.number("loop", 1))
        case "Play":
            digits = attributes.text("digits")
            return Play(_leaf(element), attributes.number("loop", 1), digits)
        case "Pause":
            _leaf(element)
            return Pause(attributes.number("length", 1, least=1))
    raise TwimlError(INVALID, f"<{element.tag}> is not allowed inside <Gather>")


def _gather(element: ET.Element) -> Gather:
    attributes = _attributes(element)
    _no_text(element)
    attributes.choice("input", "dtmf")  # there is nobody here who understands speech
    finish = attributes.text("finishOnKey", "#")
    if not set(finish) <= set("0123456789*#"):
        raise TwimlError(INVALID, f'<Gather> has a wrong finishOnKey="{finish}"')
    return Gather(
        prompts=tuple(_prompt(child) for child in element),
        action=attributes.text("action"),
        method=attributes.method(),
        num_digits=attributes.number("numDigits", 0) or None,
        finish_on_key=finish,
        timeout=attributes.number("timeout", 5),
        action_on_empty_result=attributes.flag("actionOnEmptyResult"),
    )


def _dial(element: ET.Element) -> Dial:
    attributes = _attributes(element)
    nouns = [
        _conference(child) if child.tag == "Conference" else _number(child) for child in element
    ]
    if len(nouns) > 1 or bool(nouns) == bool((element.text or "").strip()):
        raise TwimlError(INVALID, "<Dial> needs one number or one <Conference>")
    attributes.choice("record", "do-not-record")
    return Dial(
        noun=nouns[0] if nouns else Number((element.text or "").strip()),
        action=attributes.text("action"),
        method=attributes.method(),
        hangup_on_star=attributes.flag("hangupOnStar"),
        timeout=attributes.number("timeout", 30, least=5),
        time_limit=attributes.number("timeLimit", 14_400, least=1),
        caller_id=attributes.text("callerId"),
    )


def _number(element: ET.Element) -> Number:
    if element.tag != "Number":
        raise TwimlError(INVALID, f"<{element.tag}> is not allowed inside <Dial>")
    attributes = _attributes(element)
    events = attributes.text("statusCallbackEvent", "completed").split()
    if not set(events) <= {"initiated", "ringing", "answered", "completed"}:
        raise TwimlError(INVALID, f"<Number> has a wrong statusCallbackEvent: {events}")
    return Number(
        _leaf(element),
        attributes.text("statusCallback"),
        frozenset(events),
        attributes.method("statusCallbackMethod"),
    )


def _conference(element: ET.Element) -> Conference:
    attributes = _attributes(element)
    name = _leaf(element)
    events = frozenset(attributes.text("statusCallbackEvent").split())
    if not name or not events <= CONFERENCE_EVENTS:
        raise TwimlError(INVALID, f"<Conference> {name!r} has a wrong name or event list")
    attributes.choice("record", "do-not-record")
    attributes.choice("beep", "true", "false", "onEnter", "onExit")
    return Conference(
        name=name,
        muted=attributes.flag("muted"),
        start_on_enter=attributes.flag("startConferenceOnEnter", default=True),
        end_on_exit=attributes.flag("endConferenceOnExit"),
        label=attributes.text("participantLabel"),
        wait_url=attributes.text("waitUrl"),
        wait_method=attributes.method("waitMethod"),
        max_participants=attributes.number("maxParticipants", 250, least=2),
        status_callback=attributes.text("statusCallback"),
        status_events=events,
        status_method=attributes.method("statusCallbackMethod"),
    )


def _attributes(element: ET.Element) -> _Attributes:
    unknown = set(element.attrib) - ATTRIBUTES[element.tag]
    if unknown:
        raise TwimlError(INVALID, f"<{element.tag}> has no attribute {', '.join(sorted(unknown))}")
    return _Attributes(element.tag, dict(element.attrib))


def _leaf(element: ET.Element) -> str:
    """Return the text of an element that may hold nothing else."""
    if len(element):
        raise TwimlError(INVALID, f"<{element.tag}> may not hold <{element[0].tag}>")
    return (element.text or "").strip()


def _no_text(element: ET.Element) -> None:
    loose = [element.text, *(child.tail for child in element)]
    if any(text and text.strip() for text in loose):
        raise TwimlError(INVALID, f"<{element.tag}> holds text outside of its verbs")


def _spoken(element: ET.Element, *, digits_apart: bool) -> list[str]:
    """Return the words of SSML; *digits_apart* is how a voice must read say-as digits."""
    parts = [element.text or ""]
    for child in element:
        if child.tag not in SSML:
            raise TwimlError(INVALID, f"<Say> may not hold <{child.tag}>")
        words = [child.attrib.get("alias", "")] if child.tag == "sub" else None
        words = words or _spoken(child, digits_apart=digits_apart)
        if digits_apart and child.attrib.get("interpret-as") in ("digits", "telephone"):
            words = [" ", " ".join("".join(words)), " "]
        parts += [*words, child.tail or ""]
    return parts
