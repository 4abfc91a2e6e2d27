"""The product's HTTP alone, telling how long it waited: the jobs are done by another process.

So it is on AWS: what the queue's function does makes no webhook wait for the interpreter.
"""

from bench import timed_serve
from local import sqs


class Nobody:
    """In the place of the queue's worker."""

    def __init__(self, *_: object) -> None:
        """Take nothing."""

    def stop(self) -> None:
        """Do nothing, as before."""


def main() -> None:
    """Serve until terminated, with the arguments of `python -m local`."""
    sqs.Worker = Nobody  # type: ignore[misc,assignment]
    timed_serve.main()


if __name__ == "__main__":
    main()
