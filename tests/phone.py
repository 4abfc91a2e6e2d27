"""The provider's side of a webhook: it signs what it posts, and reads the answer as phones do."""

import os
from functools import cache
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from chalice.test import Client
from twilio.request_validator import RequestValidator

from chalicelib import config
from chalicelib.clock import for_provider
from local import permissions

TOKEN = os.environ["TWILIO_AUTH_TOKEN"]


class Answer:
    """What a webhook answered, read as a phone reads it."""

    def __init__(self, response):
        self.status = response.status_code
        self.body = response.body.decode()
        self.type = {k.lower(): v for k, v in response.headers.items()}.get("content-type")
        self.xml = ET.fromstring(self.body) if self.body.startswith("<?xml") else None  # noqa: S314 - our own words

    @property
    def verbs(self):
        return [verb.tag for verb in self.xml]

    @property
    def says(self):
        return [say.text for say in self.xml.iter("Say")]

    @property
    def gather(self):
        return self._first("Gather")

    @property
    def dial(self):
        return self._first("Dial")

    @property
    def conference(self):
        return self._first("Conference")

    @property
    def redirect(self):
        return path_of(self.xml.find("Redirect").text)

    @property
    def then(self):
        """The path that the keys are sent to."""
        return path_of(self.gather["action"])

    def _first(self, tag):
        return dict(next(self.xml.iter(tag)).attrib)


@cache
def served():
    """Return the app and one client of it, for all tests."""
    import app  # noqa: PLC0415 - it takes the log over; only tests of the doors want that

    return app.app, Client(app.app)


class Phone:
    """Sends webhooks as the provider does, to the real app; keeps what the app works with."""

    def __init__(self, store, network, queue):
        self.store, self.network, self.queue = store, network, queue
        self.app, self.client = served()

    def post(self, path, **form):
        """Post *form*, signed; a field None is left out."""
        form = {"AccountSid": "ACtest", **form}
        form = {name: value for name, value in form.items() if value is not None}
        return self.send(path, form, signature=self.sign(path, form))

    def send(self, path, form, *, signature, content_type="application/x-www-form-urlencoded"):
        """Post *form* as it stands, under a *signature* or under none."""
        headers = {"Content-Type": f"{content_type}; charset=UTF-8"}
        if signature is not None:
            headers["X-Twilio-Signature"] = signature
        body = urlencode(form).encode()
        with permissions.acting("api"):
            return Answer(self.client.http.post(path, headers=headers, body=body))

    @staticmethod
    def sign(path, form, *, token=TOKEN):
        url = config.settings.public_base_url + path
        return RequestValidator(token).compute_signature(url, form)

    def reports(self, path, word):
        """Send the callback that says *word* of a call."""
        seconds = {} if word.seconds is None else {"CallDuration": str(word.seconds)}
        stamp = {"Timestamp": for_provider(word.at)} if word.at else {}
        return self.post(path, CallSid=word.sid, CallStatus=word.status, **seconds, **stamp)


def path_of(url):
    """Return the path of one of our own URLs, as a phone asks for it."""
    return url.removeprefix(config.settings.public_base_url).partition("#")[0]
