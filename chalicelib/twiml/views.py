"""From a Step to the TwiML that does it; every URL is absolute and ours."""

from typing import TypeVar, assert_never

from twilio.twiml.voice_response import Gather, VoiceResponse

from chalicelib import config, paths
from chalicelib.steps import (
    Announce,
    Ask,
    Forward,
    HangUp,
    Join,
    Language,
    Line,
    Lines,
    Prompt,
    Say,
    Step,
    Wait,
    line,
)
from chalicelib.twiml import prompts

Parent = TypeVar("Parent", VoiceResponse, Gather)

VOICES: dict[Language, dict[str, str]] = {
    "zh": {"language": "cmn-CN", "voice": "Polly.Zhiyu-Neural"},
    "en": {"language": "en-US", "voice": "Polly.Joanna-Neural"},
}
PATIENCE_SECONDS = 2  # “spoken only if no key follows within 2 s”
KEY_SECONDS = 6
NUMBER_SECONDS = 10  # between two digits of a number
WAIT_SECONDS = 10
RINGBACKS = 2  # of 5 s each
FORWARD_SECONDS = 40


def render(step: Step) -> str:
    """Return *step* as a TwiML document."""
    document = VoiceResponse()
    match step:
        case Ask():
            _ask(document, step)
        case Say(lines, then, language):
            _say(document, lines, language)
            document.redirect(url(then))
        case Join():
            _join(document, step)
        case Wait():
            _wait(document, step)
        case Announce(lines, language):
            _say(document, lines, language)
        case Forward(number, lines, language):
            _say(document, lines, language)
            caller_id = config.settings.service_number
            document.dial(
                number,
                caller_id=caller_id,
                timeout=FORWARD_SECONDS,
                time_limit=config.settings.max_call_seconds,
            )
        case HangUp(lines, language):
            _say(document, lines, language)
            document.hangup()
        case _:
            assert_never(step)
    return str(document)


def url(path: str) -> str:
    """Return the absolute URL of one of our webhooks, with what to do when it fails."""
    return paths.asked_again(_plain(path))


def _plain(path: str) -> str:
    return config.settings.public_base_url + path


def _ask(document: VoiceResponse, step: Ask) -> None:
    if step.patient:
        document.append(_keys(step, PATIENCE_SECONDS))
    ear = _number(step) if step.keys is None else _keys(step, KEY_SECONDS)
    document.append(_say(ear, step.lines, step.language))
    if step.silence:
        document.redirect(url(step.silence))
        return
    if step.keys is not None:  # a number's silence is reported, and its step repeats itself
        document.append(_say(_keys(step, KEY_SECONDS), step.lines, step.language))
        _say(document, (line(Prompt.GOODBYE),), step.language)
    document.hangup()


def _keys(step: Ask, seconds: int) -> Gather:
    """Return an ear for single keys, “*” and “#” among them."""
    return Gather(action=url(step.then), num_digits=step.keys, finish_on_key="", timeout=seconds)


def _number(step: Ask) -> Gather:
    """Return an ear for a number that “#” ends; silence and “#” alone are reported too."""
    return Gather(
        action=url(step.then),
        finish_on_key="#",
        timeout=NUMBER_SECONDS,
        action_on_empty_result=True,
    )


def _join(document: VoiceResponse, step: Join) -> None:
    there = step.conference_id, step.leg_id
    _say(document, step.lines, step.language)
    dial = document.dial(
        action=url(paths.leg(*there, "menu", step.trip + 1)),
        hangup_on_star=True,
        time_limit=config.settings.max_call_seconds,
    )
    dial.conference(
        step.conference_id,
        participant_label=paths.label(step.leg_id, step.trip),
        muted=step.muted,
        beep="false",
        start_conference_on_enter=step.host,
        end_conference_on_exit=False,
        wait_url=url(paths.leg(*there, "wait")),
        max_participants=250,
        jitter_buffer_size="small",
        status_callback=paths.told_again(_plain(paths.room(step.conference_id))),
        status_callback_event="join leave",
    )


def _wait(document: VoiceResponse, step: Wait) -> None:
    _say(document, step.lines, step.language)
    if step.ringback:
        document.play(_plain("/audio/ringback.wav"), loop=RINGBACKS)
    else:
        document.pause(length=WAIT_SECONDS)
    document.redirect(url(step.then))


def _say(parent: Parent, lines: Lines, language: Language) -> Parent:
    """Have *parent* say *lines*, each recorded or spoken, and return it."""
    for sentence in lines:
        _sentence(parent, sentence, language)
    return parent


def _sentence(parent: VoiceResponse | Gather, sentence: Line, language: Language) -> None:
    recording = prompts.recording(sentence, language)
    if recording:
        parent.play(_plain(f"/audio/{recording}"))
    else:
        parent.say(prompts.spoken(sentence, language), **VOICES[language])
