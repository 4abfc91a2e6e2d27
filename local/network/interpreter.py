"""Runs the TwiML documents of one call, verb by verb, until the call has nothing left to do."""

from enum import Enum, auto
from typing import assert_never

from local.network.dial import Dialling
from local.network.documents import Document, Documents
from local.network.gather import action_form, collect
from local.network.lines import Line, Request, Start
from local.network.plant import Plant
from local.network.twiml import TwimlError
from local.network.verbs import Dial, Gather, Hangup, Pause, Play, Redirect, Reject, Say, Verb
from local.network.webhooks import DeliveryError

APOLOGY = "系统出错，通话即将结束，再见。"
SPOKEN_ERROR = Document((Say(APOLOGY, APOLOGY, "zh-CN", 1), Hangup()))


class Then(Enum):
    """What follows a verb that asks for no other document."""

    NEXT = auto()
    END = auto()


class Interpreter:
    """What every call is run by."""

    def __init__(self, plant: Plant, documents: Documents, dialling: Dialling) -> None:
        self._plant = plant
        self._documents = documents
        self._dialling = dialling

    async def open(self, line: Line, start: Start) -> Document:
        """Return the document to run: the one asked for, else the fallback's, else an apology."""
        if not isinstance(start, Request):
            return Document(start)
        try:
            return await self._documents.read(line, start)
        except (DeliveryError, TwimlError) as error:
            self._plant.events.error(error.code, error.message, line.call.sid)
            return await self._open_fallback(line, start, error.code)

    async def run(self, line: Line, start: Document | Start) -> None:
        """Run *start* and whatever it leads to; returns when the call is to end."""
        document = start if isinstance(start, Document) else await self.open(line, start)
        while True:
            request = await self._run_verbs(line, document)
            if request is None:
                return
            document = await self.open(line, request)

    async def _open_fallback(self, line: Line, failed: Request, code: int) -> Document:
        if not line.plan.fallback_url:
            return SPOKEN_ERROR
        form = {"ErrorCode": str(code), "ErrorUrl": failed.url}
        fallback = Request(line.plan.fallback_url, line.plan.fallback_method, form)
        try:
            return await self._documents.read(line, fallback)
        except (DeliveryError, TwimlError) as error:
            self._plant.events.error(error.code, error.message, line.call.sid)
            return SPOKEN_ERROR

    async def _run_verbs(self, line: Line, document: Document) -> Request | None:
        """Run a document; return the request that follows, or None at its end."""
        for verb in document.verbs:
            match await self._run_verb(line, verb, document):
                case Request() as request:
                    return request
                case Then.END:
                    return None
                case Then.NEXT:
                    continue
        return None

    async def _run_verb(self, line: Line, verb: Verb, document: Document) -> Request | Then:
        match verb:
            case Say() | Play() | Pause():
                await self._documents.play(line, verb, document)
                return Then.NEXT
            case Gather():
                return await self._gather(line, verb, document)
            case Dial():
                return await self._dialling.dial(line, verb, document) or Then.NEXT
            case Redirect():
                return document.request(verb.url, verb.method)
            case Hangup() | Reject():  # a call that was answered cannot be rejected any more
                return Then.END
        assert_never(verb)

    async def _gather(self, line: Line, verb: Gather, document: Document) -> Request | Then:
        keys = await collect(line, verb, document, self._documents, self._plant.timeline)
        report = self._plant.settings.gather_reports_finish_key
        form = action_form(keys, report_finish_key=report)
        if form is None:
            return Then.NEXT
        return document.request(verb.action, verb.method, form)
