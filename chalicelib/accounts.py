"""Who may start conferences, and how many at once (注册用户, S3–S6, S19)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib import clock, config, phone_numbers, tables
from chalicelib.errors import Refused
from chalicelib.tables import Account as Account  # noqa: PLC0414 - the doors' name for it
from chalicelib.tables import (
    AccountItem,
    Action,
    Awaited,
    Block,
    Change,
    Condition,
    Conference,
    Hosting,
    Invitation,
    Leg,
    NumberException,
)

ALLOWED, BARRED = "allowed", "barred"
ACTIVATED, REGISTERED, CLOSED = "activated", "registered", "closed"  # states of an account
HOUR = 3600
MOST_AWAITED = 5  # browsers that wait for one number: who asks for more keeps nobody busy
HOLDING = timedelta(minutes=1)  # from keeping the host's phone to the start
BLOCKED_FOR = timedelta(days=1)
BLOCKED_AGAIN = timedelta(minutes=3)  # told again in one call, it is the same day
STARTING = timedelta(minutes=10)  # from the first number keyed in to the start
COUNT_KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept under a number that somebody calls from, or that is to be called for the web."""

    account: Account | None
    """Its account; to who calls, only if it may host."""
    invitations: list[Invitation]
    """Newest first."""
    verdict: str | None = None
    """The operator's word, if there is one: allowed or barred."""
    awaited: tuple[str, ...] = ()
    """The verifications of browsers that wait for this number to dial 116323 (S35)."""
    blocked: bool = False
    """Whoever answers there does not want to be called for the web."""


def arrive(number: str, call_sid: str) -> Known:
    """Return what we know of a *number* that dialled 116323; its first call opens the service.

    “无需去营业厅申请,即打即通” (S3). A number that may not host gets no account; only the day's
    count of such calls is kept.
    """
    known = look_up(number)
    if not eligible(number, known.verdict):
        tables.count(f"ineligible#{clock.now():%Y-%m-%d}", expires_at=clock.now() + COUNT_KEPT)
        return replace(known, account=None)
    account = known.account or _open(number, call_sid)
    return replace(known, account=None if account.state == CLOSED else account)


def eligible(number: str, verdict: str | None) -> bool:
    """Say whether *number* may host: the operator's *verdict* first, then the number plan.

    One function, so that a subscriber database can take its place (S4–S6).
    """
    if verdict is not None:
        return verdict == ALLOWED
    return phone_numbers.may_host(number)


def find(billing_number: str) -> Account | None:
    """Return the account of a number, None if it has none."""
    return tables.find(Account, billing_number, Account.ITEM)


def host(number: str) -> Account | None:
    """Return the account that *number* may start conferences with, None if it may not."""
    known = look_up(number)
    if known.account is None or known.account.state == CLOSED:
        return None
    return known.account if eligible(number, known.verdict) else None


def look_up(number: str) -> Known:
    """Return what is kept under *number*, with one query."""
    account, verdict, blocked = None, None, False
    invitations: list[Invitation] = []
    awaited: list[Awaited] = []
    now = clock.now()
    for item in AccountItem.query(number, AccountItem.item.startswith(Account.ITEM)):
        match item:
            case Account():
                account = item
            case NumberException():
                verdict = item.verdict
            case Invitation() if item.expires_at > now:
                invitations.append(item)
            case Awaited() if item.expires_at > now:
                awaited.append(item)
            case Block() if item.expires_at > now:
                blocked = True
    invitations.sort(key=lambda invitation: invitation.expires_at, reverse=True)
    awaited.sort(key=lambda wait: wait.expires_at)
    first = tuple(wait.verification_id for wait in awaited[:MOST_AWAITED])
    return Known(account, invitations, verdict, first, blocked)


def admit(account: Account, conference_id: str, *, parties: int, from_web: bool = False) -> Account:
    """Count a conference of a host and *parties* against its account's limits, once.

    *from_web* it rings the host as well, and is the account's last one only once that host agreed.

    Return the account as it is stored. Raise Refused("too_many_calls") past the hour's calls and
    Refused("too_many_legs") past the legs at once; the account is then as it was.
    """
    calls, since = parties + from_web, clock.now()
    number, last = account.billing_number, account.last_conference_id
    account = Account(number, Account.ITEM)
    new = ~Account.live.contains(conference_id) | Account.live.does_not_exist()
    new &= Account.state.is_in(ACTIVATED, REGISTERED)
    marks: list[Action] = [Account.live.add({conference_id}), Account.admissions.add(1)]
    if not from_web:
        marks.append(Account.last_conference_id.set(conference_id))
    if not _count(account, calls, *marks, condition=new):
        stored = find(number)
        if stored is None or conference_id not in (stored.live or set()):
            raise Refused("too_many_calls")
        if tables.find(Conference, conference_id, Conference.ITEM) is not None:
            return stored
        account = stored  # whoever counted it may have come no further
    if _alive(account, besides=conference_id) + 1 + parties > config.settings.max_account_legs:
        before = [] if from_web else [_last(None if last == conference_id else last)]
        _take_back(number, conference_id, calls, *before, counted_at=since)
        raise Refused("too_many_legs")
    return account


def dismiss(known: Account, conference_id: str, *, parties: int, counted_at: datetime) -> None:
    """Undo the admission of a start repeated after its end; *known* is as it was before it."""
    if conference_id in (known.live or set()):
        return  # it was not counted again
    last = _last(known.last_conference_id)
    _take_back(known.billing_number, conference_id, parties, last, counted_at=counted_at)


def one_more(billing_number: str, *, calls: int) -> Change:
    """Return what counts one more leg of a live conference, and the *calls* placed for it.

    It is written with the leg, and fails if another leg of the account was counted meanwhile: of
    two at once one has to look again. Raise Refused("too_many_calls") past the hour's calls and
    Refused("too_many_legs") past the legs at once.
    """
    account, hour = find(billing_number), int(clock.now().timestamp()) // HOUR
    if account is None or account.state == CLOSED or (calls and account.hour > hour):
        raise Refused("too_many_calls")
    before = int(account.hour_calls) if account.hour == hour else 0
    if before + calls > config.settings.max_account_calls_per_hour:
        raise Refused("too_many_calls")
    if _alive(account) + 1 > config.settings.max_account_legs:
        raise Refused("too_many_legs")
    held = Account.admissions == account.admissions
    if account.admissions == 0:
        held |= Account.admissions.does_not_exist()
    actions: list[Action] = [Account.admissions.add(1)]
    if calls and before:
        actions.append(Account.hour_calls.add(calls))
    elif calls:
        actions += [Account.hour.set(hour), Account.hour_calls.set(calls)]
    held &= Account.state.is_in(ACTIVATED, REGISTERED)
    return Change(Account(billing_number, Account.ITEM), actions, held)


def uncount(billing_number: str, calls: int, *, counted_at: datetime) -> None:
    """Take back *calls* that were counted and never placed, if that hour is not over."""
    account, fewer = Account(billing_number, Account.ITEM), Account.hour_calls.add(-calls)
    tables.change(account, fewer, condition=_still_counted(calls, counted_at))


def remember(billing_number: str, conference_id: str) -> None:
    """Note the account's last conference, whose people key 6 calls again."""
    account = Account(billing_number, Account.ITEM)
    last = Account.last_conference_id.set(conference_id)
    tables.change(account, last, condition=Account.state.exists())


def has_live_conference(account: Account) -> bool:
    """Say whether a conference that *account* pays for goes on."""
    return _alive(account) > 0


def release(billing_number: str, conference_id: str) -> None:
    """Take a conference that is over out of its account's limits; repeating it does nothing."""
    account = Account(billing_number, Account.ITEM)
    tables.change(account, Account.live.delete({conference_id}), condition=Account.state.exists())


def invite_back(number: str, conference_id: str, leg_id: str) -> None:
    """Remember that *number* missed or left a live conference and may call back into it."""
    Invitation(
        number,
        f"{Invitation.ITEM}#{conference_id}",
        conference_id=conference_id,
        leg_id=leg_id,
        expires_at=clock.now() + timedelta(seconds=config.settings.max_call_seconds),
    ).save()


def block(number: str) -> None:
    """Ring *number* no more for the web for a day: who answers there pressed 9 (非本人操作)."""
    until = clock.now() + BLOCKED_FOR
    older = Block.expires_at.does_not_exist() | (Block.expires_at < until - BLOCKED_AGAIN)
    tables.won(lambda: Block(number, Block.ITEM, expires_at=until).save(condition=older))


def hold(number: str, conference_id: str) -> None:
    """Keep the phone *number* for hosting one conference from the web.

    Raise Refused("host_in_conference") while it hosts another one. What is kept is not given back:
    it is free as soon as its conference is over, or did not come about.
    """
    held = Hosting(number, Hosting.ITEM, conference_id=conference_id, taken_at=clock.now())
    while not tables.put_new(held, Hosting.billing_number):
        before = tables.find(Hosting, number, Hosting.ITEM)
        if before is None:
            continue
        if before.conference_id == conference_id:
            return
        if _hosts(before):
            raise Refused("host_in_conference")
        as_read = Hosting.conference_id == before.conference_id
        mine = Hosting.conference_id.set(conference_id), Hosting.taken_at.set(clock.now())
        if tables.change(before, *mine, condition=as_read):
            return


def hosting(number: str) -> str | None:
    """Return the conference that the phone *number* is kept for, None if it never was for one."""
    held = tables.find(Hosting, number, Hosting.ITEM)
    return held.conference_id if held else None


def free(number: str, conference_id: str) -> None:
    """Let go of the phone of a conference that did not come about."""
    held = Hosting(number, Hosting.ITEM)
    tables.won(lambda: held.delete(condition=Hosting.conference_id == conference_id))


def _hosts(held: Hosting) -> bool:
    conference = tables.find(Conference, held.conference_id, Conference.ITEM)
    if conference is None:
        return clock.now() - held.taken_at < HOLDING
    return not conference.over


def _open(number: str, call_sid: str) -> Account:
    account = Account(
        number, Account.ITEM, activated_at=clock.now(), activated_by=call_sid, state=ACTIVATED
    )
    if tables.put_new(account, Account.billing_number):
        return account
    return Account.get(number, Account.ITEM, consistent_read=True)


def _count(account: Account, calls: int, *marks: Action, condition: Condition) -> bool:
    """Add *calls* to the clock hour if the limit allows it, opening a new hour where one began."""
    hour, most = int(clock.now().timestamp()) // HOUR, config.settings.max_account_calls_per_hour
    if calls > most:
        return False
    room = (Account.hour == hour) & (Account.hour_calls <= most - calls)
    if tables.change(account, Account.hour_calls.add(calls), *marks, condition=condition & room):
        return True
    fresh = [Account.hour.set(hour), Account.hour_calls.set(calls)]
    return tables.change(account, *fresh, *marks, condition=condition & (Account.hour < hour))


def _take_back(
    number: str, conference_id: str, calls: int, *marks: Action, counted_at: datetime
) -> None:
    """Take a conference out of what was counted, once; its *calls* unless their hour is over."""
    account, held = Account(number, Account.ITEM), Account.live.contains(conference_id)
    gone = [Account.live.delete({conference_id}), *marks]
    counted = held & _still_counted(calls, counted_at)
    if not tables.change(account, Account.hour_calls.add(-calls), *gone, condition=counted):
        tables.change(account, *gone, condition=held)


def _still_counted(calls: int, counted_at: datetime) -> Condition:
    held: Condition = Account.hour_calls >= calls
    held &= Account.hour == int(counted_at.timestamp()) // HOUR
    return held


def _last(conference_id: str | None) -> Action:
    """Set which conference is the account's last one again."""
    attribute = Account.last_conference_id
    action: Action = attribute.set(conference_id) if conference_id else attribute.remove()
    return action


def _alive(account: Account, *, besides: str = "") -> int:
    """Return how many legs *account* has that are not over; forget conferences that are."""
    alive = 0
    for conference_id in (account.live or set()) - {besides}:
        conference, legs = tables.collection(conference_id)
        if conference.state == tables.ENDED if conference else not _starting(legs):
            release(account.billing_number, conference_id)
        else:
            alive += places(conference, legs)
    return alive


def places(found: Conference | None, legs: list[Leg]) -> int:
    """Return how many are in a conference or may come into it: its host's place is kept."""
    kept = found is None or not found.over or any(leg.host and not leg.over for leg in legs)
    return kept + sum(not leg.over and not leg.host for leg in legs)


def _starting(legs: list[Leg]) -> bool:
    """Say whether these legs are those of a conference that is admitted and not written yet."""
    return any(clock.now() - leg.added_at < STARTING for leg in legs)
