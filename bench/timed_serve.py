"""The product as `python -m local serve` runs it, telling with each answer how long it waited.

`Server-Timing: wait;dur=…` is the milliseconds the handler spent waiting for DynamoDB and SQS.
"""

import sys
from typing import Any

from chalice.local import LocalChalice

from bench.waiting import measure_waits


def main() -> None:
    """Serve until terminated, with the arguments of `python -m local`."""
    waits, answer = measure_waits(), LocalChalice.__call__

    def timed(app: LocalChalice, event: Any, context: Any) -> Any:  # noqa: ANN401 - Lambda's own
        waits.reset()
        response = answer(app, event, context)
        response.setdefault("headers", {})["Server-Timing"] = f"wait;dur={waits.seconds * 1000:.2f}"
        return response

    LocalChalice.__call__ = timed  # type: ignore[method-assign,assignment]
    from local.__main__ import main as local_main  # noqa: PLC0415 - after the patch

    sys.exit(local_main())


if __name__ == "__main__":
    main()
