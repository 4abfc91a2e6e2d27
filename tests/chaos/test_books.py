"""Books that were altered after the chaos: each alteration is told, by the rule that it breaks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.chaos.books import Books
from tests.chaos.promises import DIAL_IN, RESERVED, WEB, Documents, Promise
from tests.chaos.written import Told, Written

BEGAN = datetime(2026, 11, 28, 12, tzinfo=UTC)
HOSTS = ("+8618600000077", "+8618600010077", "+8618600020077")
WAYS = dict(zip(HOSTS, (DIAL_IN, WEB, RESERVED), strict=True))
MATCH = "records = ledger, each call once, to the second"
LOST = "room documents lost on their way: 1 at most"
TOLD = "page = file = records, for each payer"
HELD = "each conference that was promised is there"
BEGUN = "each reservation began, or was missed and says so"
RUNG = "no phone rung twice for one leg"
LEG = "http://127.0.0.1/voice/c/l"


def _call(sid: str, from_: str, to: str, direction: str, seconds: int) -> dict[str, Any]:
    return {
        "sid": sid,
        "from": from_,
        "to": to,
        "direction": direction,
        "status": "completed",
        "ended_at": (BEGAN + timedelta(seconds=seconds)).isoformat(),
        "duration": seconds,
        "times_rung": 1,
        "rooms": [{"room": "a room"}],
    }


def _leg(conference_id: str, payer: str, call: dict[str, Any]) -> dict[str, Any]:
    inbound = call["direction"] == "inbound"
    return {
        "kind": "leg",
        "conference_id": conference_id,
        "state": "completed",
        "number": call["from"] if inbound else call["to"],
        "inbound": inbound,
        "call_sid": call["sid"],
        "billing_number": payer,
        "billing_month": f"{payer}#2026-11",
        "seconds": call["duration"],
        "charge": -(-call["duration"] // 60) * 20,
    }


def _written() -> Written:
    """Return the books of three hosts, each with one party, in which nothing is amiss."""
    ledger, rows, told, promised = [], [], {}, {Promise(RESERVED, "reservation")}
    for n, (host, way) in enumerate(WAYS.items()):
        conference_id, party = f"conference-{way}", f"+861370{n}000001"
        direction = "inbound" if way == DIAL_IN else "outbound-api"
        ends = (host, "116323") if way == DIAL_IN else ("116323", host)
        calls = [
            _call(f"CA-{way}-host", *ends, direction, 61),
            _call(f"CA-{way}-party", "116323", party, "outbound-api", 60),
        ]
        legs = [_leg(conference_id, host, call) for call in calls]
        bill = sorted((leg["call_sid"], leg["seconds"], leg["charge"]) for leg in legs)
        reserved = {"reservation": "started"} if way == RESERVED else {}
        ledger += calls
        rows += [_conference(conference_id, host), *legs]
        told[host] = Told(bill, list(bill), reserved)
        if way != RESERVED:
            promised.add(Promise(way, conference_id))
    return Written(
        ledger=ledger,
        rows=rows,
        reservations=[_reservation()],
        accounts=[{"billing_number": host, "live": set()} for host in WAYS],
        orphans=[],
        told=told,
        ways=dict(WAYS),
        promised=frozenset(promised),
        documents=Documents(),
        alive=[],
        dead=0,
        errors=[],
    )


def _conference(conference_id: str, host: str) -> dict[str, Any]:
    return {
        "kind": "conference",
        "conference_id": conference_id,
        "billing_number": host,
        "state": "ended",
        "confirmed_at": "then",
    }


def _reservation() -> dict[str, Any]:
    return {
        "billing_number": HOSTS[2],
        "reservation_id": "reservation",
        "state": "started",
        "conference_id": "conference-reserved",
    }


# ——— what is done to them ———


def _record(books: Written, way: str = WEB, who: str = "party") -> dict[str, Any]:
    return next(row for row in books.records if row["call_sid"] == f"CA-{way}-{who}")


def _entry(books: Written, way: str = WEB, who: str = "party") -> dict[str, Any]:
    return next(call for call in books.ledger if call["sid"] == f"CA-{way}-{who}")


def _remove_the_record(books: Written) -> None:
    books.rows.remove(_record(books))


def _remove_the_record_everywhere(books: Written) -> None:
    record = _record(books)
    books.rows.remove(record)
    told = books.told[record["billing_number"]]
    for lines in (told.page, told.file):
        lines[:] = [line for line in lines if line[0] != record["call_sid"]]


def _double_the_record(books: Written) -> None:
    books.rows.append(dict(_record(books)))


def _lengthen_the_record(books: Written) -> None:
    _record(books)["seconds"] += 1


def _lengthen_the_page(books: Written) -> None:
    sid, seconds, charge = books.told[HOSTS[0]].page[0]
    books.told[HOSTS[0]].page[0] = (sid, seconds + 1, charge)


def _keep_the_call_out(books: Written) -> None:
    """Let a call be billed that was in no room, and was not cut off."""
    _entry(books)["rooms"] = []


def _lose_two_documents(books: Written) -> None:
    for who in ("host", "party"):
        _entry(books, who=who)["rooms"] = []
        _ask(books, f"CA-{WEB}-{who}", "error")


def _contradict_the_page(books: Written) -> None:
    books.told[HOSTS[0]] = replace(books.told[HOSTS[0]], contradicts="its sum is not its lines'")


def _charge_more(books: Written) -> None:
    _record(books)["charge"] += 20


def _leave_somebody(books: Written) -> None:
    _entry(books)["status"] = "in-progress"


def _leave_a_conference(books: Written) -> None:
    books.conferences[0]["state"] = "ending"


def _leave_a_line(books: Written) -> None:
    books.alive.append("CA-alive")


def _ring_a_party_again(books: Written) -> None:
    books.ledger.append({**_entry(books), "sid": "CA-again", "rooms": []})


def _ring_a_host_who_dialled_in(books: Written) -> None:
    host = _entry(books, DIAL_IN, "host")["from"]
    books.ledger.append({**_entry(books), "sid": "CA-again", "to": host, "rooms": []})


def _hold_it_twice(books: Written) -> None:
    books.rows.append(_conference("another", HOSTS[1]))


def _forget_the_conference(books: Written) -> None:
    books.rows.remove(books.conferences[1])


def _forget_all_of_a_conference(books: Written) -> None:
    books.rows[:] = [row for row in books.rows if row["conference_id"] != "conference-dial_in"]


def _forget_the_reservation(books: Written) -> None:
    books.reservations.clear()


def _leave_the_reservation(books: Written) -> None:
    books.reservations[0]["state"] = "starting"


def _confirm_nothing(books: Written) -> None:
    books.conferences[2]["confirmed_at"] = None


def _say_nothing_of_the_missed(books: Written) -> None:
    books.reservations[0] |= {"state": "missed", "reason": "late"}


def _count_it_still(books: Written) -> None:
    books.accounts[0]["live"] = {"conference-dial_in"}


def _find_an_orphan(books: Written) -> None:
    books.orphans.append({"call_sid": "CA-orphan"})


ALTERED: dict[Callable[[Written], None], str] = {
    _remove_the_record: MATCH,
    _remove_the_record_everywhere: MATCH,
    _double_the_record: MATCH,
    _lengthen_the_record: MATCH,
    _keep_the_call_out: MATCH,
    _lose_two_documents: LOST,
    _lengthen_the_page: TOLD,
    _contradict_the_page: TOLD,
    _charge_more: "charge = started minutes",
    _leave_somebody: "nothing alive 60 s after the end",
    _leave_a_conference: "nothing alive 60 s after the end",
    _leave_a_line: "nothing alive 60 s after the end",
    _ring_a_party_again: RUNG,
    _ring_a_host_who_dialled_in: RUNG,
    _hold_it_twice: "one conference for one wish",
    _forget_the_conference: HELD,
    _forget_all_of_a_conference: HELD,
    _forget_the_reservation: BEGUN,
    _leave_the_reservation: BEGUN,
    _confirm_nothing: BEGUN,
    _say_nothing_of_the_missed: BEGUN,
    _count_it_still: "no account counts a conference that is over",
    _find_an_orphan: "no call that is nobody's",
}


def test_books_that_agree_are_not_complained_of() -> None:
    assert all(amiss == [] for amiss in Books(_written()).compared().values())


@pytest.mark.parametrize("alter", ALTERED, ids=lambda alter: alter.__name__.strip("_"))
def test_books_that_were_altered_are_told(alter: Callable[[Written], None]) -> None:
    books = _written()

    alter(books)

    assert Books(books).compared()[ALTERED[alter]]


def test_a_leg_without_its_conference_is_told_once_it_was_rung() -> None:
    books, rule = _written(), "no leg that was rung is without its conference"
    keyed_in = {"kind": "leg", "conference_id": "never began", "number": "1", "state": "waiting"}
    books.rows.append(keyed_in)
    assert Books(books).compared()[rule] == []

    keyed_in["state"] = "no_answer"

    assert Books(books).compared()[rule] == [keyed_in]
    keyed_in["asked_by"] = "noted"
    assert Books(books).compared()[rule] == []


def test_dead_letters_and_errors_are_told() -> None:
    amiss = Books(replace(_written(), dead=1, errors=["KeyError: 'x'"])).compared()

    assert amiss["no message given up by the queue"] == [1]
    assert amiss["no error in the log that no fault explains"] == ["KeyError: 'x'"]


def test_a_missed_reservation_that_says_so_is_not_lost() -> None:
    books = _written()
    books.reservations[0] |= {"state": "missed", "reason": "host_no_answer"}
    books.told[HOSTS[2]].reserved["reservation"] = "missed"

    assert Books(books).compared()[BEGUN] == []


# ——— a call that is billed and was in no room ———


def _ask(books: Written, sid: str, *outcomes: str, at: int = 1) -> None:
    """Let documents be asked for *sid*, *at* seconds from the beginning."""
    answers: dict[str, dict[str, Any]] = {
        "room": {
            "status": 200,
            "response": "<Dial><Conference wait='x'>a-room</Conference></Dial>",
        },
        "other": {"status": 200, "response": "<Response/>"},
        "error": {"status": 500, "response": ""},
        "double": {"kind": "fault", "fault": "double"},
        "notice doubled": {"kind": "fault", "fault": "double", "url": f"{LEG}/status#rc=3"},
        "end": {"url": f"{LEG}/ended", "status": 200, "response": "<Response/>"},
    }
    moment = (BEGAN + timedelta(seconds=at)).isoformat()
    for outcome in outcomes:
        event = {"kind": "webhook", "url": f"{LEG}/enter#rc=1", "call_sid": sid, "at": moment}
        books.documents.note(event | answers[outcome])


@pytest.mark.parametrize(
    ("outcomes", "at", "excused"),
    [
        (["error"], 1, True),
        (["room", "error"], 1, True),
        (["error", "room"], 1, False),  # repeated with success, long before the end
        (["error", "other"], 1, False),
        (["room"], 59, True),  # hung up as the answer was on its way
        (["room"], 1, False),
        (["other"], 59, False),
        (["other"], 61, False),
        (["error", "other"], 61, True),  # whatever the second said, nobody was there any more
        (["room", "other"], 61, False),
        (["double", "room", "other"], 61, True),  # the network waited for the second answer
        (["double", "room", "end"], 61, False),
        (["notice doubled", "room", "other"], 61, False),
        ([], 1, False),
    ],
)
def test_billed_without_a_room_is_excused_only_by_the_last_document(
    outcomes: list[str], at: int, *, excused: bool
) -> None:
    books = _written()
    _entry(books)["rooms"] = []
    _ask(books, f"CA-{WEB}-party", *outcomes, at=at)

    assert (Books(books).compared()[MATCH] == []) is excused


def test_an_excused_call_is_excused_once_and_to_the_second() -> None:
    books = _written()
    _entry(books)["rooms"] = []
    _ask(books, f"CA-{WEB}-party", "error")
    assert Books(books).compared()[MATCH] == []

    _record(books)["seconds"] = 59

    assert Books(books).compared()[MATCH]


def test_a_notice_in_vain_excuses_nothing_and_the_busy_file_is_no_document() -> None:
    documents, at = Documents(), BEGAN.isoformat()
    asked = {"kind": "webhook", "call_sid": "CA1", "at": at}
    documents.note({**asked, "url": f"{LEG}/status#rc=3", "error": "cut"})
    documents.note({**asked, "kind": "error", "message": f"{LEG}/room#x: cut"})
    assert not documents.in_vain("CA1")

    documents.note({**asked, "kind": "error", "message": f"{LEG}/enter#x: cut"})
    busy = {"url": "http://127.0.0.1/busy.xml", "status": 200, "response": "<Response/>"}
    documents.note(asked | busy)

    assert documents.in_vain("CA1")
