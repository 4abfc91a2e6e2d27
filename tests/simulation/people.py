"""Who wants what in one run: conferences by phone, from the web and reserved, and their deeds."""

from datetime import timedelta
from functools import partial

from chalicelib import accounts, conference, hosts, ids, legs, rearrange, reservations
from chalicelib.billing import tariffs
from chalicelib.errors import Refused
from chalicelib.plans import Changes, Plan, earliest
from chalicelib.tables import Account, HostNumber
from chalicelib.web_start import Party
from tests.fakes import unheard
from tests.people import CHEN, LI, OFFICE, SUN, WANG, ZHAO
from tests.simulation.entrants import Entrants
from tests.simulation.pages import Page
from tests.simulation.phones import THE_HOST_ENDS_IT

STAY = timedelta(minutes=4)
"""How long a host waits for who is to be hung up anyway, before all is ended."""
SHORT, LONG = timedelta(minutes=8), timedelta(minutes=24)
CAPS = (None, None, None, 60, 100, 400)
FRIENDS = {WANG: "老王的朋友", CHEN: "小陈的同事"}
"""What each host calls those who are called."""


class People:
    """Draws what people want, and has it done: at a phone, on a page."""

    def __init__(self, world):
        self.world, self.timeline, self.random = world, world.timeline, world.random
        self.longest = SHORT
        self.armed = {}
        """Reservations that are called off in the moment in which they are due."""
        self.strictness = self.random.choice((1, 3))
        """How much hosts do; those who do much lock the door, and hang up."""
        self.pages, self.entrants = {}, Entrants(world, self)
        self.private = {WANG: {FRIENDS[WANG], OFFICE}, CHEN: {FRIENDS[CHEN]}}
        """What only one may be told: names, ids, a number."""
        self.wishes = {}
        """Each number that is wished into a conference, and by which deeds."""
        self.promised, self.cancelled = {}, {}
        """What the web was told: conferences by host and key, and reservations called off, when."""

    def come(self):
        """Open the accounts, load a price for later, and let everybody begin."""
        self._load_prices()
        for number in (WANG, CHEN):
            self._open(number)
        for number in self.random.choice([[WANG], [WANG, CHEN], [WANG, CHEN]]):
            kind = self.random.choices(
                [self._by_phone, self._from_the_web, self._reserved], [35, 35, 30]
            )[0]
            kind(number, self._parties(number))
        if self.random.random() < 0.4:
            self.entrants.come()

    def _load_prices(self):
        """Have one price of each way change some minutes after the beginning."""
        began = self.timeline.start.replace(microsecond=0)
        rows = []
        for way in tariffs.WAYS:
            moment = began + timedelta(seconds=self.random.randrange(60, 600))
            price, fee = self.random.choice([(30, 0), (10, 5), (25, 0)])
            rows.append(
                tariffs.Tariff(f"later-{way}", way, moment, price, 60, fee, host_pays=way == "web")
            )
        tariffs.load(rows)

    def _open(self, number):
        row = Account(
            number,
            Account.ITEM,
            activated_at=self.timeline.now,
            activated_by="before",
            state=accounts.REGISTERED,
            password="known to nobody",
            call_back_host=self.random.random() < 0.4,
            accept_by_1=self.random.random() < 0.4,
            call_cap=self.random.choice(CAPS),
        )
        row.save()
        if number == WANG:
            office = HostNumber.PREFIX + "office"
            HostNumber(number, office, number=OFFICE, added_at=self.timeline.now).save()
        self.pages[number] = Page(self.world, number, f"198.51.100.{len(self.pages)}")
        self.pages[number].logs_in(row)

    def _parties(self, number):
        others = [one for one in (LI, ZHAO, SUN, CHEN, WANG) if one != number]
        return self.random.sample(others, self.random.randint(1, 3))

    def _soon(self, least, most, deed):
        self.timeline.after(self.random.uniform(least, most), deed)

    def wish(self, conference_id, numbers, by):
        """Note that somebody wants *numbers* to be rung, by one deed however often it is sent."""
        for number in numbers:
            self.wishes.setdefault((conference_id, number), set()).add(by)

    # ——— three ways to begin ———

    def _by_phone(self, number, parties):
        def dials():
            call = self.world.phones.dials_in(number, parties)
            self.wish(conference.id_of(call.sid), parties, "start")
            return call

        def dials_first():
            call = dials()
            self._soon(10, 40, lambda: self._steer(number, conference.id_of(call.sid)))

        self._soon(0, 60, dials_first)
        if self.random.random() < 0.3:
            self._soon(60, 240, dials)

    def _from_the_web(self, number, parties):
        page, key = self.pages[number], f"start-{number[1:]}"
        wanted = {"host_id": self._host_id(number), "parties": self._named(number, parties)}
        self.wish(ids.derived("web", number, key), parties, "start")

        def promised(status, board):
            if status == 201:
                self.promised.setdefault((number, key), set()).add(board["id"])
                self._steer(number, board["id"])

        for _ in range(self.random.choice([1, 1, 2, 3])):  # pressed twice, or in two tabs
            self._soon(
                0, 30, lambda: page.ask("POST /api/conferences", wanted, key=key, heard=promised)
            )

    def _named(self, number, parties):
        """Return parties as a page sends them: by names that only this host has for them."""
        return [
            {"number": one, "name": f"{FRIENDS[number]}{n}"} for n, one in enumerate(parties, 1)
        ]

    def _host_id(self, number):
        choices = [hosts.REGISTERED, "office"] if number == WANG else [hosts.REGISTERED]
        return self.random.choice(choices)

    def _reserved(self, number, parties):
        self.longest = LONG
        host_id = self._host_id(number)
        people = [Party(one) for one in parties if host_id == hosts.REGISTERED or one != OFFICE]
        at = {}

        def reserve():
            at.setdefault("moment", earliest())
            plan = Plan(at["moment"], host_id, people, notify=False)
            return reservations.reserve(accounts.find(number), plan, made_by="web", key="later")

        def reserved(rows):
            self._before_its_time(number, rows[0])

        self._soon(0, 40, lambda: self._deed("", reserve, reserved))

    def _before_its_time(self, number, row):
        """Let it be called off at the very moment that it is due, or be put off a little before."""
        left = (row.starts_at - self.timeline.now).total_seconds()
        drawn = self.random.random()
        if drawn < 0.4:
            self.armed[row.reservation_id] = number, row.starts_at
        elif drawn < 0.6:
            self._soon(left - 0.1, left + 0.5, lambda: self._call_off(number, row.reservation_id))
        if self.random.random() < 0.2:
            self._soon(1, left, lambda: self._change(number, row.reservation_id))
        for wait in (30, 60, 90):
            self.timeline.after(left + wait, lambda: self._steer_reserved(number, row))

    def hold_up(self, reservation_id):
        """Return for how many seconds a worker is held up that takes up a reservation.

        Who was to call it off in the moment in which it is due does so now.
        """
        number, due_at = self.armed.get(reservation_id, (None, None))
        if number is None or self.timeline.now < due_at:
            return 0
        del self.armed[reservation_id]
        self._soon(0, 0.03, lambda: self._call_off(number, reservation_id))
        return 0.02

    def _call_off(self, number, reservation_id):
        def cancel():
            return rearrange.cancel(accounts.find(number), reservation_id)

        def cancelled(rows):
            del rows
            self.cancelled[reservation_id] = self.timeline.now

        self._deed(reservation_id, cancel, cancelled)

    def _change(self, number, reservation_id):
        def change():
            account = accounts.find(number)
            row = reservations.find(account, reservation_id)
            return rearrange.change(account, reservation_id, row.version, Changes(title="later"))

        self._deed(reservation_id, change, unheard)

    def _steer_reserved(self, number, row):
        row.refresh(consistent_read=True)
        if row.conference_id and self.world.faults.on:
            self._steer(number, row.conference_id, most=1)

    # ——— what is done on the page ———

    def _steer(self, number, conference_id, most=4):
        """Let some deeds be done to a conference within the next minutes, and others try to."""
        self.private[number].add(conference_id)
        page = self.pages[number]
        if self.random.random() < 0.5:
            self._soon(15, 60, lambda: self._crowd(page, conference_id))
        for n in range(self.random.randint(0, most * self.strictness)):
            deed = self.random.choice(DEEDS if self.strictness == 1 else STRICT)
            drawn = self.random.choice([LI, ZHAO, SUN, CHEN])
            self._soon(
                5, 150, lambda d=deed, one=drawn, n=n: self._steers(page, conference_id, d, one, n)
            )
        if self.random.random() < 0.2:
            stranger = self.pages[CHEN if number == WANG else WANG]
            for n, deed in enumerate(("look", "mute all", "end")):
                self._soon(5, 150, partial(self._steers, stranger, conference_id, deed, LI, 60 + n))

    def _crowd(self, page, conference_id):
        """Let three people be added at once."""
        for n, number in enumerate((LI, ZHAO, SUN)):
            self._soon(
                0, 0.05, partial(self._steers, page, conference_id, "invite", number, 40 + n)
            )

    def _steers(self, page, conference_id, deed, number, n):
        there = f"/api/conferences/{conference_id}"
        party = f"{there}/parties/{legs.party_of(conference_id, number)}"
        request, body = {
            "look": (f"GET {there}", None),
            "list": ("GET /api/conferences", None),
            "invite": (f"POST {there}/parties", {"parties": self._named(page.owner, [number])}),
            "redial": (f"POST {party}/redial", {}),
            "mute": (f"PATCH {party}", {"muted": True}),
            "mute all": (f"PATCH {there}", {"all_muted": True}),
            "lock": (f"PATCH {there}", {"locked": self.random.random() < 0.5}),
            "hang up": (f"POST {party}/hang-up", {}),
            "let speak": (f"POST {party}/speak", {}),
            "end": (f"POST {there}/end", {}),
        }[deed]
        key = f"{conference_id[:12]}-page-{n:02}"
        if deed in {"invite", "redial"}:
            self.wish(conference_id, [number], key)
        page.ask(request, body, key=key)
        if self.random.random() < 0.2:  # pressed twice
            self._soon(0.05, 4, lambda: page.ask(request, body, key=key))

    def end_what_goes_on(self):
        """Have each host end on the page what goes on, if that is how this run comes to its end."""
        now, phones = self.timeline.now, self.world.phones
        if phones.way_to_leave != THE_HOST_ENDS_IT or now - self.world.quiet_since < STAY:
            return
        for there, page in self._going_on():
            page.ask(f"POST {there}/end", {})

    def hang_up_some(self):
        """Have each host hang up one who is there, before all comes to its end."""
        for there, page in self._going_on():
            mine = self.world.watch.legs(there.rpartition("/")[2])
            present = [row for row in mine if row["state"]["S"] == "joined"]
            for row in [one for one in present if not one["host"]["BOOL"]][:1]:
                page.ask(f"POST {there}/parties/{row['party_id']['S']}/hang-up", {})

    def _going_on(self):
        for row in self.world.watch.rows("test-conferences"):
            page = self.pages.get(row.get("billing_number", {}).get("S"))
            if page and row["kind"]["S"] == "conference" and row["state"]["S"] == "live":
                yield f"/api/conferences/{row['conference_id']['S']}", page

    # ——— what is not done on a page here ———

    def _deed(self, subject, deed, done, tries=3):
        """Do one deed of a reservation; without an answer it is done again with the same key."""
        if self.timeline.now < self.world.down_until:
            return

        def over(task):
            if task.error is None:
                done(task.value)
            elif not isinstance(task.error, Refused) and tries > 1:
                self._soon(1, 8, lambda: self._deed(subject, deed, done, tries - 1))

        self.world.begin("api", subject, deed, over)


STRICT = ("hang up", "hang up", "hang up", "lock", "invite", "invite", "redial", "look")
DEEDS = (
    *("invite", "invite", "redial", "mute", "mute all"),
    *("lock", "hang up", "let speak", "end", "look", "list"),
)
