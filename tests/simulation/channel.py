"""From the provider to our app: signed webhooks that are lost, doubled, late, and asked again."""

from types import SimpleNamespace
from urllib.parse import urlencode

from chalice.local import RouteMatcher
from twilio.request_validator import RequestValidator

from chalicelib import config
from tests.phone import TOKEN, served

ASKED_SECONDS, TOLD_SECONDS = 6, 4  # until the provider asks or tells again
ASKED_TIMES, TOLD_TIMES = 2, 4
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
CONTEXT = SimpleNamespace(aws_request_id="1", function_name="api")


class Channel:
    """Webhooks on their way; *begin* runs a handler of ours and tells what it answered."""

    def __init__(self, timeline, faults, begin):
        self.timeline, self.faults, self.begin = timeline, faults, begin
        self.random = timeline.random
        self.app = served()[0]
        self.routes = RouteMatcher([one for one in self.app.routes if one.startswith("/voice/")])
        self.signed = RequestValidator(TOKEN)

    # ——— what the provider does ———

    def ask(self, path, form, heard):
        """Ask what a call does next; *heard* gets the document, or None if there was no answer."""
        Asking(self, path, form, heard).once_more()

    def tell(self, path, form, tries=TOLD_TIMES):
        """Tell how a call goes, again as long as that is not taken; it may be lost for good."""
        subject = subject_of(path)
        if self.faults.strike("webhook_lost", subject):
            return
        late = self.faults.strike("webhook_late", subject)
        pause = self.random.uniform(5, 240) if late else self.random.expovariate(4)
        times = 2 if self.faults.strike("webhook_doubled", subject) else 1
        for n in range(times):
            self.timeline.after(
                pause + n * self.random.random(), lambda: self._tell(path, form, tries)
            )

    def _tell(self, path, form, tries):
        def taken(status, body):
            del body
            if status >= 500 and tries > 1:
                self.timeline.after(TOLD_SECONDS, lambda: self._tell(path, form, tries - 1))

        self.post(path, form, taken)

    # ——— what comes of it here ———

    def post(self, path, form, answered):
        """Have our app handle a signed webhook; *answered* gets its status and its text."""
        form = {"AccountSid": "ACtest", **form}
        self.timeline.note("webhook", path, form.get("CallStatus"), form.get("Digits"))
        event = self.event(path, form)
        self.begin("api", subject_of(path), lambda: self.app(event, CONTEXT), answered)

    def event(self, path, form):
        """Return what the app is given for one signed request."""
        signature = self.signed.compute_signature(config.settings.public_base_url + path, form)
        route = self.routes.match_route(path)
        return {
            "requestContext": {"httpMethod": "POST", "resourcePath": route.route, "identity": {}},
            "headers": {"content-type": FORM, "x-twilio-signature": signature},
            "multiValueQueryStringParameters": None,
            "pathParameters": route.captured,
            "body": urlencode(form),
            "isBase64Encoded": False,
            "stageVariables": {},
        }


class Asking:
    """One question of the provider's: asked again after six seconds, answered once at most."""

    def __init__(self, channel, path, form, heard):
        self.channel, self.path, self.form, self.heard = channel, path, form, heard
        self.tries, self.closed = 0, False

    def once_more(self):
        """Ask, if it may be asked again; the call goes without an answer otherwise."""
        if self.closed:
            return
        if self.tries == ASKED_TIMES:
            self._close(None)
            return
        self.tries += 1
        channel, subject, mine = self.channel, subject_of(self.path), self.tries
        channel.timeline.after(ASKED_SECONDS, lambda: self._no_answer(mine))
        if channel.faults.strike("webhook_lost", subject):
            return
        times = 2 if channel.faults.strike("webhook_doubled", subject) else 1
        for _ in range(times):
            channel.timeline.after(channel.random.expovariate(20), lambda: self._post(mine))

    def _post(self, number):
        self.channel.post(self.path, self.form, lambda *answer: self._answered(number, *answer))

    def _answered(self, number, status, body):
        if self.tries != number or self.closed:
            return  # too late: nobody listens any more
        if status == 200:
            self._close(body)
        else:
            self.once_more()

    def _no_answer(self, number):
        if self.tries == number:
            self.once_more()

    def _close(self, body):
        self.closed = True
        self.heard(body)


def subject_of(path):
    """Return which conference a path is about, "" if it is none's."""
    parts = path.split("/")
    return parts[2] if len(parts) > 3 and parts[2] not in {"dial-in", "code"} else ""
