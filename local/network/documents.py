"""Fetching the documents that calls run, and playing the prompts in them."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urljoin

from local.network.lines import Line, Request
from local.network.plant import Plant
from local.network.twiml import only_prompts, parse
from local.network.verbs import Pause, Play, Prompt, Redirect, Say, Verb
from local.network.webhooks import Answer, DeliveryError, Form, Hook

MOST_LOOPS = 1000  # what loop="0" means
KEY_SECONDS = 0.5  # of one DTMF tone in Play digits, or one w
SHORTEST_ROUND = 1.0  # seconds: a waiting document that plays nothing must not spin
MOST_REDIRECTS = 10  # within one announcement


@dataclass(frozen=True, slots=True)
class Document:
    """Verbs, and the request that brought them: relative URLs and empty ones refer to it."""

    verbs: tuple[Verb, ...]
    source: Request = field(default_factory=lambda: Request(""))

    def request(self, url: str, method: str, form: Form | None = None) -> Request:
        """Return the request for *url* as this document means it."""
        return Request(urljoin(self.source.url, url), method, form or {})

    def absolute(self, url: str) -> str:
        """Return *url* as this document means it; none stays none."""
        return url and urljoin(self.source.url, url)


class Documents:
    """Reads documents for live calls and plays prompts to them."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant

    async def read(self, line: Line, request: Request) -> Document:
        """Fetch *request* for a call; raise `DeliveryError` or `TwimlError` if that fails.

        The request is finished even if nobody waits for it any longer: a caller who hangs up
        does not take back what the network has already asked.
        """
        fetched = self._plant.tasks.spawn(_settled(self._fetch, line, request))
        answer = await asyncio.shield(fetched)
        if isinstance(answer, DeliveryError):
            raise answer
        if answer.content_type.startswith("audio/"):
            return Document((Play(urldefrag(request.url).url, 1, ""),), request)
        return Document(parse(answer.body, answer.content_type), request)

    async def _fetch(self, line: Line, request: Request) -> Answer:
        sender, injector = self._plant.sender, self._plant.injector
        form = line.form(self._plant.settings.account_sid) | request.form
        hook, token = Hook(request.url, request.method, form, line.call.sid), sender.token()
        if not injector.happens("double"):
            return await sender.send(hook, token)
        self._plant.events.add("fault", line.call.sid, fault="double", url=hook.url, form=form)
        answers = await asyncio.gather(
            _settled(sender.send, hook, token), _settled(sender.send, hook, token)
        )
        chosen = injector.rng.choice(answers)
        if isinstance(chosen, DeliveryError):
            raise chosen
        return chosen

    async def play(self, line: Line, prompt: Prompt, document: Document) -> None:
        """Let a call hear one prompt to its end."""
        match prompt:
            case Say():
                for _ in range(prompt.loop or MOST_LOOPS):
                    line.phone.caption(prompt.text, verb="Say", language=prompt.language)
                    await self._plant.media.say(line.call.sid, prompt.speech, prompt.language)
            case Pause():
                await self._plant.timeline.sleep(prompt.length)
            case Play(digits=""):
                await self._play_audio(line, prompt, document)
            case Play():
                line.phone.caption(prompt.digits, verb="Play", language="")
                await self._plant.timeline.sleep(KEY_SECONDS * len(prompt.digits))

    async def _play_audio(self, line: Line, prompt: Play, document: Document) -> None:
        url = document.request(prompt.url, "GET").url
        try:
            audio = await self._plant.sender.fetch_audio(url)
        except DeliveryError as error:
            self._plant.events.error(error.code, error.message, line.call.sid)
            return
        for _ in range(prompt.loop or MOST_LOOPS):
            line.phone.caption(prompt.url, verb="Play", language="")
            await self._plant.media.play(line.call.sid, audio)

    async def play_once(self, line: Line, request: Request) -> None:
        """Play an announcement: prompts and at most a few redirections."""
        following: Request | None = request
        for _ in range(MOST_REDIRECTS):
            if following is None:
                return
            following = await self._play_round(line, following)

    async def play_while_waiting(self, line: Line, request: Request) -> None:
        """Play the document of those who wait or are held, again and again if it redirects."""
        following: Request | None = request
        while following is not None:
            began = self._plant.timeline.now()
            following = await self._play_round(line, following)
            took = (self._plant.timeline.now() - began).total_seconds()
            await self._plant.timeline.sleep(max(0, SHORTEST_ROUND - took))

    async def _play_round(self, line: Line, request: Request) -> Request | None:
        document = await self.read(line, request)
        for verb in only_prompts(document.verbs):
            if isinstance(verb, Redirect):
                return document.request(verb.url, verb.method, request.form)
            await self.play(line, verb, document)
        return None


async def _settled(
    ask: Callable[..., Coroutine[Any, Any, Answer]], *about: object
) -> Answer | DeliveryError:
    """Ask, and return a delivery error instead of raising it: an unawaited one is no accident.

    What is called off before it begins has asked nothing.
    """
    try:
        return await ask(*about)
    except DeliveryError as error:
        return error
