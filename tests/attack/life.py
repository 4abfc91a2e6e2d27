"""One busy day with 116323 through every door; whatever was sent and answered in it is kept."""

from datetime import UTC, datetime, timedelta

from chalicelib import clock as product_clock
from chalicelib import due, legs, sweeps
from chalicelib.calls import Progress
from chalicelib.clock import BEIJING
from tests.at_desk import LIN, operator
from tests.at_desk import PASSWORD as DESK_PASSWORD
from tests.code_phone import CodePhone
from tests.factories import PASSWORD
from tests.fakes import SERVICE
from tests.menu_caller import Caller
from tests.people import CHEN, LI, SUN, WANG, ZHAO
from tests.phone import Phone, path_of
from tests.portal import Portal

NEW_PASSWORD = "rain on the eastern lakes"
ALL = "/api/conferences"
FIRST, DIALLED, IN_THE_MENU = (f"CA{n:0>32}" for n in ("first", "dialled", "menu"))
"""Calls to 116323; a sid is as long as the provider's are."""


class Provider(Phone):
    """A provider that keeps every request it has sent: path, form, signature."""

    def __init__(self, store, network, queue):
        super().__init__(store, network, queue)
        self.sent = []

    def send(self, path, form, *, signature, **how):
        self.sent.append((path, dict(form), signature))
        return super().send(path, form, signature=signature, **how)

    def hears(self, path, form, keys=""):
        """Ask what to do with a call, press *keys* where it is asked for some; return the last."""
        answer = self._followed(self.post(path, **form), form)
        for key in keys:
            answer = self._followed(self.post(answer.then, **form, Digits=key), form)
        return answer

    def picks_up(self, number, keys=""):
        """Let the latest call to *number* ring and be answered, and press *keys*."""
        then, status = [asked[1:] for asked in self.network.done("ring") if asked[0] == number][-1]
        sid = self.network.sid_of(number)
        self.reports(status, Progress(sid, "ringing"))
        self.network.answers(sid)
        called = {"CallSid": sid, "From": SERVICE, "To": number, "CallStatus": "in-progress"}
        return self.hears(then, called, keys)

    def comes(self, number):
        """Let *number* answer and go into the room; return its call and the document of the room.

        A trip into the menu and back is part of it.
        """
        room = self.picks_up(number)
        call = {"CallSid": self.network.sid_of(number), "From": SERVICE, "To": number}
        self.tells(room, "participant-join")
        menu = {**call, "CallStatus": "in-progress", "DialCallStatus": "answered"}
        return self.hears(path_of(room.dial["action"]), menu, "9")

    def tells(self, room, event):
        """Send what happened in a *room* to the one who was let in by that document."""
        form = {"ParticipantLabel": room.conference["participantLabel"]}
        path = path_of(room.conference["statusCallback"])
        self.post(path, StatusCallbackEvent=event, **form)

    def hangs_up(self, number, status=None):
        """End the latest call to *number*, and report it."""
        reported = [to for called, _, to in self.network.done("ring") if called == number][-1]
        sid = self.network.sid_of(number)
        self.network.ends(sid, status)
        self.reports(reported, self.network.word(sid))

    def leaves(self, sid, number=WANG):
        """End a call to 116323, and report it."""
        self.network.ends(sid)
        seconds = str(self.network.calls[sid].seconds)
        form = {"CallSid": sid, "From": number, "CallStatus": "completed"}
        self.post("/voice/status", **form, CallDuration=seconds)

    def _followed(self, answer, form):
        while "Redirect" in answer.verbs and "Gather" not in answer.verbs:
            answer = self.post(answer.redirect, **form)
        return answer


class Browser(Portal):
    """A browser that keeps every answer it was given, with what was asked."""

    def __init__(self, store, network, queue):
        super().__init__(store, network, queue)
        self.asked, self.answers = [], []

    def another(self):
        """Return another browser; what is sent from it is kept here as well."""
        other = Browser(self.store, self.network, self.queue)
        other.asked, other.answers = self.asked, self.answers
        return other

    def send(self, method, path, *body, headers=()):
        answer = super().send(method, path, *body, headers=headers)
        self.asked.append((method, path, body, dict(headers)))
        self.answers.append((f"{method} {path}", answer))
        return answer

    def asks(self, method, path, *body, key="one-key-of-a-life"):
        """Ask for what must be done, and return what it says."""
        answer = self.send(method, path, *body, headers={"Idempotency-Key": key})
        assert answer.status < 300, (method, path, answer.status, answer.text)
        return answer.json if answer.body.startswith((b"{", b"[")) else answer.body


class Life:
    """The day of 王小明: `lives()` is all of it but the end of his account, `closes()` is that."""

    def __init__(self, store, network, queue, clock):
        self.network, self.queue, self.clock = network, queue, clock
        self.provider = Provider(store, network, queue)
        self.browser = Browser(store, network, queue)
        self.password = PASSWORD
        self.codes = []
        """The digits that were spoken."""

    def lives(self):
        """Live through the day, one thing after another."""
        for chapter in (
            *(self.opens, self.registers, self.fills_the_address_book, self.links_a_phone),
            *(self.talks_from_the_web, self.talks_from_the_phone, self.is_called_by_a_guest),
            *(self.reserves, self.reserves_by_phone, self.asks_the_desk, self.reads_the_bill),
            self.forgets_the_password,
        ):
            chapter()
            for _ in range(3):
                self.clock.advance(minutes=9)
                self.browser.asks("GET", "/api/session")  # half an hour away, one is logged out
        return self

    def opens(self):
        self.network.dials_in(FIRST, WANG)
        caller = {"CallSid": FIRST, "From": WANG, "To": SERVICE, "CallStatus": "ringing"}
        self.provider.post("/voice/incoming", **caller)
        self.clock.advance(seconds=20)
        self.provider.leaves(FIRST)

    def registers(self):
        form = {"number": WANG, "name": "王小明", "password": PASSWORD, "agreement": "2026-11"}
        begun = self.browser.asks("POST", "/api/registrations", form)
        there = f"/api/registrations/{begun['id']}"
        self.browser.asks("GET", there)
        self._confirms(WANG, there)

    def fills_the_address_book(self):
        browser = self.browser
        one = {"name": "李雷", "number": LI, "note": "同学"}
        added = browser.asks("POST", "/api/contacts", one)["id"]
        browser.asks("PATCH", f"/api/contacts/{added}", {"note": "老同学"})
        rows = [{"name": "孙悦", "number": "02155550401", "group": "家人"}]
        browser.asks("POST", "/api/contacts/import", {"rows": rows, "dry_run": False})
        group = browser.asks("POST", "/api/groups", {"name": "同学", "members": [added]})["id"]
        browser.asks("PATCH", f"/api/groups/{group}", {"name": "老同学"})
        for path in ("contacts", "groups", "contacts/export", "account", "account/audit"):
            browser.asks("GET", f"/api/{path}")
        for kind, row in (("groups", group), ("contacts", added)):
            browser.asks("POST", f"/api/{kind}/removal", {"ids": [row]})
            browser.asks("POST", f"/api/{kind}/restoration", {"ids": [row]})

    def links_a_phone(self):
        begun = self.browser.asks(
            "POST", "/api/host-numbers/verifications", {"number": ZHAO, "note": "办公室"}
        )
        linked = self._confirms(ZHAO, f"/api/host-numbers/verifications/{begun['id']}", "1")
        self.browser.asks("PATCH", f"/api/host-numbers/{linked['id']}", {"note": "家里"})
        self.browser.asks("GET", "/api/host-numbers")

    def talks_from_the_web(self):
        wanted = {"host_id": "registered", "parties": [{"number": n} for n in (LI, SUN, CHEN)]}
        there = f"{ALL}/{self.browser.asks('POST', ALL, wanted)['id']}"
        self._host_agrees()
        self.provider.comes(LI)
        self.provider.comes(SUN)
        self.provider.hangs_up(CHEN, "busy")
        self._steers(there)
        self._everybody_goes(LI, SUN, WANG)

    def talks_from_the_phone(self):
        caller = Caller(self.provider, sid=DIALLED)
        caller.keys("1")
        caller.enters("13800000201")
        caller.enters("")
        self.queue.run()
        self.provider.comes(LI)
        self.clock.advance(seconds=75)
        self.provider.leaves(DIALLED)
        self._everybody_goes(LI)

    def is_called_by_a_guest(self):
        guest = self.browser.another()
        wanted = {"host_number": WANG, "parties": [{"number": LI}]}
        there = f"/api/quick-calls/{guest.asks('POST', '/api/quick-calls', wanted)['id']}"
        guest.asks("GET", there)
        self._host_agrees()
        guest.asks("GET", there)
        self.provider.comes(LI)
        guest.asks("PATCH", there.replace("quick-calls", "conferences"), {"all_muted": True})
        guest.asks("POST", there.replace("quick-calls", "conferences") + "/end", {})
        self._everybody_goes(LI, WANG)

    def reserves(self):
        """Reserve, change, let it ring, put it off, and call off what is left."""
        made = self._reserves(minutes=20)
        there = f"/api/reservations/{made['id']}"
        changed = {"version": made["version"], "title": "周会", "notify": True}
        self.browser.asks("PATCH", there, changed)
        self._its_time_comes(made)
        self.provider.picks_up(WANG, "2")
        self.provider.hangs_up(WANG)
        self.queue.run()
        self.browser.asks("POST", f"{there}/cancel", {})

    def reserves_by_phone(self):
        caller = Caller(self.provider, sid=IN_THE_MENU)
        caller.keys("2")
        caller.enters(f"{self.clock.now().astimezone(BEIJING) + timedelta(hours=3):%m%d%H%M}")
        caller.enters("13800000201")
        caller.enters("")
        caller.keys("1")
        self.provider.leaves(IN_THE_MENU)

    def asks_the_desk(self):
        operator()
        desk = self.browser
        desk.asks("POST", "/api/desk/sessions", {"login": LIN, "password": DESK_PASSWORD})
        asked = desk.asks("POST", "/api/desk/customers", {"number": WANG})
        self.queue.run()
        self.provider.picks_up(WANG, "1")
        self.provider.hangs_up(WANG)
        there = f"/api/desk/customers/{asked['id']}"
        desk.asks("POST", f"{there}/contacts", {"name": "赵敏", "number": ZHAO})
        for rest in ("", "/contacts", "/host-numbers", "/reservations"):
            desk.asks("GET", there + rest)
        desk.asks("DELETE", "/api/desk/sessions/current")

    def reads_the_bill(self):
        month = product_clock.month(self.clock.now())
        of_it = f"/api/statements/{month}"
        for path in ("/api/statements", of_it, f"{of_it}/csv", f"/api/records?month={month}"):
            self.browser.asks("GET", path)
        for path in ("/api/account/export", "/api/estimate?parties=3", "/api/sessions"):
            self.browser.asks("GET", path)

    def forgets_the_password(self):
        begun = self.browser.asks("POST", "/api/recoveries", {"number": WANG})
        there, new = f"/api/recoveries/{begun['id']}", {"password": NEW_PASSWORD}
        self._confirms(WANG, there, "1", **new)
        back = {"old_password": NEW_PASSWORD, "new_password": PASSWORD}
        self.browser.asks("PUT", "/api/account/password", back)
        self.browser.asks("DELETE", "/api/session")
        self.browser.asks("POST", "/api/sessions", {"number": WANG, "password": PASSWORD})

    def closes(self):
        """Close the account."""
        self.browser.asks("POST", "/api/account/closure", {"password": PASSWORD})
        self.clock.advance(minutes=1)
        self.queue.run()

    # ——— what happens again and again ———

    def _confirms(self, number, there, keys="", **more):
        self.queue.run()
        self.provider.picks_up(number, keys)
        code = CodePhone(self.network, number).code
        self.codes.append(code)
        done = self.browser.asks("POST", f"{there}/confirmation", {"code": code, **more})
        self.clock.advance(seconds=20)
        self.provider.hangs_up(number)
        return done

    def _host_agrees(self):
        self.queue.run()
        self.provider.tells(self.provider.picks_up(WANG, "1"), "participant-join")
        self.queue.run()

    def _steers(self, there):
        browser, party = self.browser, legs.party_of(there.rpartition("/")[2], LI)
        for changes in ({"all_muted": True}, {"all_muted": False, "locked": True}):
            browser.asks("PATCH", there, changes)
        browser.asks("PATCH", f"{there}/parties/{party}", {"muted": True})
        browser.asks("PATCH", there, {"locked": False})
        browser.asks("POST", f"{there}/parties/{party}/hang-up", {})
        self.queue.run()
        self.provider.hangs_up(LI)
        browser.asks("POST", f"{there}/parties/{party}/redial", {})
        self.queue.run()
        self.provider.comes(LI)
        browser.asks("GET", there)
        browser.asks("GET", ALL)
        self.clock.advance(seconds=90)
        browser.asks("POST", f"{there}/end", {})

    def _everybody_goes(self, *numbers):
        for seconds in (0, 10, 60):
            self.clock.advance(seconds=seconds)
            self.queue.run()
            sweeps.ask_for_due()
            self.queue.run()
        for number in numbers:
            self.provider.hangs_up(number)
        self.clock.advance(minutes=2)
        self.queue.run()

    def _reserves(self, *, minutes):
        starts_at = self.clock.now().replace(second=0, microsecond=0) + timedelta(minutes=minutes)
        wanted = {"starts_at": product_clock.text(starts_at), "host_id": "registered"}
        wanted["parties"] = [{"number": LI, "name": "李雷"}]
        return self.browser.asks("POST", "/api/reservations", wanted)["items"][0]

    def _its_time_comes(self, made):
        self.clock.at = datetime.fromisoformat(made["rings_at"]).astimezone(UTC)
        due.ask_for_due()
        self.queue.run()
