"""The money of the operating company: `python -m infra.billing --help` (计费运营).

Prices, rating anew, comparing with the provider, closing months, handing out statements. What would
change a bill is shown first; `--yes` does it. Progress goes to standard error.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from chalicelib import clock, tables
from chalicelib.billing import (
    closing,
    comparison,
    exports,
    findings,
    months,
    reconcile,
    rerating,
    tariffs,
)
from chalicelib.billing.comparison import Difference
from chalicelib.billing.rerating import Rerating
from chalicelib.billing.tariffs import Tariff, TariffError
from chalicelib.phone_numbers import mask
from infra.away import AWAY, why

SHOWN = 20  # lines of a long list
ACTS = ("tariffs", "load", "rerate", "reconcile", "findings", "settle", "close", "export")
DRY = "Nothing was written. Add --yes to do it."


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and tell it."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.deed(given) or 0)
    except AWAY as e:
        print(why(e), file=sys.stderr)
    except (TariffError, ValueError, LookupError, OSError) as e:
        print(e, file=sys.stderr)
    return 1


def yuan(fen: int) -> str:
    """Return *fen* as “-1.20 元”."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02} 元"


# ——— tariffs ———


def list_tariffs(given: argparse.Namespace) -> None:
    """Print the price list, a line for each row, by way and moment."""
    del given
    now = clock.now()
    tariffs.forget()
    in_force = {tariffs.in_force(way, now).name for way in tariffs.WAYS}
    for row in sorted(tariffs.known(), key=lambda row: (row.way, row.valid_from, row.version)):
        print(_told(row), "<- now" if row.name in in_force else "")


def load_tariffs(given: argparse.Namespace) -> int:
    """Load the rows of a file that are not there yet, if all of them fit."""
    tariffs.forget()
    rows = tariffs.read(given.file.read_text(encoding="utf-8"))
    new = tariffs.check(rows, tariffs.known(), past=given.past)
    for row in new:
        print(_told(row))
    print(f"{len(new)} new of {len(rows)} rows.")
    if new and given.past:
        print("Calls of the past were rated without them: rate the period anew (rerate)")
        print("two minutes from then.")
    if new and given.yes:
        tariffs.load(new)
        print("Loaded; every process knows them within a minute.")
    elif new:
        print(DRY)
    return 0


def _told(row: Tariff) -> str:
    most = "" if row.max_charge is None else f", at most {yuan(row.max_charge)}"
    fee = f", {yuan(row.connect_fee)} a connection" if row.connect_fee else ""
    least = f", at least {row.minimum_seconds} s" if row.minimum_seconds else ""
    host = "" if row.host_pays else ", the host free"
    price = f"{yuan(row.price)} each {row.increment} s{least}{fee}{most}{host}"
    return f"{row.way:8} {row.tariff_id} v{row.version} from {_beijing(row.valid_from)}: {price}"


# ——— rating anew ———


def rerate(given: argparse.Namespace) -> int:
    """Show by how much the records of a period differ from the price list, or adjust them."""
    since, until = clock.beginning(given.since), clock.beginning(given.until)
    if tariffs.settling():
        raise TariffError("A price was loaded this minute: wait for two, until all have read it.")
    looked, amiss = 0, []
    with tqdm(unit=" records", desc="rated") as bar:
        for part in rerating.period(since, until):
            looked += len(part)
            bar.update(len(part))
            amiss += [one for one in part if one.difference]
    _sum_up(looked, amiss)
    if not amiss:
        return 0
    if not given.yes:
        print(DRY)
        return 0
    bar = tqdm(rerating.apply_all(amiss), total=len(amiss), unit=" records", desc="adjusted")
    made = list(bar)
    print(f"{sum(one is not None for one in made)} adjustments were written.")
    return 0


def _sum_up(looked: int, amiss: list[Rerating]) -> None:
    for one in amiss[:SHOWN]:
        leg = one.standing.leg
        tariff = "{} v{}".format(*one.tariff.name)
        month = mask(one.standing.billing_month or "")
        print(f"{month} {leg.call_sid} {yuan(one.difference)} by {tariff}")
    if len(amiss) > SHOWN:
        print(f"… and {len(amiss) - SHOWN} more")
    total = yuan(sum(one.difference for one in amiss))
    print(f"{looked} records, {len(amiss)} rated otherwise, {total} in all.")


# ——— the provider's side ———


def compare(given: argparse.Namespace) -> int:
    """Compare a Beijing day with the provider's list, or with a file of it."""
    calls = comparison.calls_of(given.file.read_text(encoding="utf-8")) if given.file else None
    found: list[Difference] = []
    hours = reconcile.day(given.day, calls, dry_run=not given.yes)
    for part in tqdm(hours, total=24, unit=" hours", desc="compared"):
        found += part
    for one in found:
        print(one.what, one.call_sid, _sides(one.ours, one.theirs))
    print(f"{given.day}: {len(found)} findings.")
    if found and not given.yes:
        print(DRY)
    return 0


def list_findings(given: argparse.Namespace) -> int:
    """Print what was found on a Beijing day, and what its hours came to."""
    hours, found = tables.reconciled(given.day)
    calls, revenue = sum(int(h.calls) for h in hours), sum(int(h.revenue) for h in hours)
    print(f"{given.day}: {len(hours)} of 24 hours compared, {calls} calls, {yuan(revenue)}")
    for currency, cost in reconcile.cost_of(hours).items():
        print(f"the provider's price so far: {cost} {currency}")
    for one in found:
        payer = mask(one.billing_number or "nobody")
        note = one.note or ""
        print(one.state, one.what, one.call_sid, payer, _sides(one.ours, one.theirs), note)
    return 0


def _sides(ours: dict[str, Any] | None, theirs: dict[str, Any] | None) -> str:
    told = [
        f"{who} {json.dumps(side)}" for who, side in (("ours", ours), ("theirs", theirs)) if side
    ]
    return mask(" / ".join(told))


def settle(given: argparse.Namespace) -> int:
    """Settle an open finding by a person's word, so that the statement is parked no more."""
    if not given.yes:
        print(DRY)
    elif not findings.settle(given.day, given.call_sid, given.note):
        print("There is no open finding of this day and call.", file=sys.stderr)
        return 1
    return 0


# ——— months and statements ———


def close_month(given: argparse.Namespace) -> int:
    """Close a Beijing month for every payer that is not in doubt."""
    if clock.month(clock.beginning(given.month)) != given.month:
        raise ValueError(f"write a month as 2026-11, not {given.month!r}")
    if obstacles := closing.obstacles(given.month):
        print("\n".join(obstacles), file=sys.stderr)
        if not given.force or clock.now() < closing.earliest(given.month):
            return 1
    payers = closing.look(given.month)
    ready = [one for one in payers if one.state == "open"]
    parked = [one for one in payers if one.state == "parked"]
    done = []
    if given.yes:
        done = [one for one in tqdm(ready, unit=" payers", desc="closed") if closing.close(one)]
        parked += [one for one in ready if one not in done]  # in doubt since
    for one in parked:
        print(f"parked: {mask(one.billing_number)} {yuan(one.sums.charge)}")
    told, some = ("closed now", done) if given.yes else ("open", ready)
    total = yuan(sum(one.sums.charge for one in some))
    print(
        f"{given.month}: {len(payers)} payers, {len(some)} {told} ({total}), {len(parked)} parked."
    )
    if ready and not given.yes:
        print(DRY)
    return 0


def export(given: argparse.Namespace) -> int:
    """Write the statement of one payer's month into a file, CSV or XLSX by its name."""
    lines = tqdm(months.lines_of(given.number, given.month), unit=" records", desc="exported")
    if given.file.suffix == ".xlsx":
        given.file.write_bytes(exports.xlsx(lines))
    else:
        given.file.write_text(exports.csv_of(lines), encoding="utf-8", newline="")
    return 0


def _beijing(moment: datetime) -> str:
    return f"{moment.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.billing", description="The money of the operating company."
    )
    acts = parser.add_subparsers(required=True, metavar="|".join(ACTS))

    def act(name: str, deed: Callable[[argparse.Namespace], object]) -> argparse.ArgumentParser:
        told = (deed.__doc__ or "").strip()
        one = acts.add_parser(name, help=told.rstrip("."), description=told)
        one.set_defaults(deed=deed)
        one.add_argument("--yes", action="store_true", help="do it; without, it is only shown")
        return one

    act("tariffs", list_tariffs)
    one = act("load", load_tariffs)
    one.add_argument("file", type=Path, help="JSON, as chalicelib/billing/tariffs.json")
    one.add_argument("--past", action="store_true", help="allow rows that are in force already")
    one = act("rerate", rerate)
    one.add_argument("since", help="first Beijing day or month of the answer, 2026-11-01")
    one.add_argument("until", help="the day or month after the last one")
    one = act("reconcile", compare)
    one.add_argument("day", help="Beijing date, 2026-11-26")
    one.add_argument("--file", type=Path, help="the provider's calls as JSON, instead of asking it")
    act("findings", list_findings).add_argument("day", help="Beijing date")
    one = act("settle", settle)
    one.add_argument("day", help="Beijing date")
    one.add_argument("call_sid", help="of the finding")
    one.add_argument("--note", required=True, help="why it is settled, for the books")
    one = act("close", close_month)
    one.add_argument("month", help="Beijing month, 2026-11")
    one.add_argument("--force", action="store_true", help="though not every hour was compared")
    one = act("export", export)
    one.add_argument("number", help="who pays, E.164")
    one.add_argument("month", help="Beijing month")
    one.add_argument("file", type=Path, help="to be written, .csv or .xlsx")
    return parser


if __name__ == "__main__":
    sys.exit(main())
