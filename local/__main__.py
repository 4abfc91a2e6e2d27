"""Run the service on one machine: `python -m local`; `--help` tells the rest."""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from local.processes import StartError, free_port
from local.serve import serve
from local.store import Kind

DESCRIPTION = """\
116323 多方通话，全部在这一台电脑上。 The multi-party call service on one machine.

  python -m local          everything: store, queue, phone network, phone wall, product
  python -m local serve    the product alone, against what AWS_ENDPOINT_URL* and
                           TWILIO_API_BASE_URL name; makes missing tables and the queue
  python -m local network  the simulated phone network alone, for a product at PUBLIC_BASE_URL
  python -m local deployed the stack of `make deploy` in MiniStack, with the phones before it
"""


def main() -> int:
    """Do what the command line says."""
    arguments = _parser().parse_args()
    try:
        asyncio.run(_run(arguments))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 0
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m local",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=["all", "serve", "network", "deployed"],
        default="all",
        help="all by default",
    )
    parser.add_argument(
        "--port", type=int, default=8000, help="8000, or the next free one (serve: exactly this)"
    )
    parser.add_argument("--data", type=Path, default=Path(".data"), help="where records are kept")
    parser.add_argument(
        "--store",
        type=Kind,
        choices=list(Kind),
        default=os.environ.get("STORE") or Kind.DYNAMODB_LOCAL,
        help="what is behind the tables; also STORE in the environment",
    )
    parser.add_argument("--network", metavar="URL", help="serve: a phone network to link to")
    parser.add_argument(
        "--movable-clock",
        action="store_true",
        default=os.environ.get("MOVABLE_CLOCK") == "1",
        help="serve: let PUT /_local/clock move the time; also MOVABLE_CLOCK=1 in the environment",
    )
    return parser


async def _run(arguments: argparse.Namespace) -> None:
    port, data = arguments.port, arguments.data.absolute()
    match arguments.what:
        case "serve":
            await serve(port=port, network=arguments.network, movable_clock=arguments.movable_clock)
        case "network":
            from local.phones import serve_phones  # noqa: PLC0415 - the product needs no sound

            await serve_phones(port=free_port(port), data=data)
        case "deployed":
            from local import deployed  # noqa: PLC0415 - likewise

            await deployed.run(port=port, data=data / "deployed")
        case _:
            from local.supervisor import run  # noqa: PLC0415 - likewise

            await run(port=port, data=data, kind=arguments.store)


if __name__ == "__main__":
    sys.exit(main())
