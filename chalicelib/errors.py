"""How the product says no (拒绝)."""


class Refused(Exception):  # noqa: N818 - the glossary's word; an expected answer, not an error
    """A rule of the product forbids it; *reason* is a code the doors turn into words."""

    def __init__(self, reason: str, **details: str | int | list[str]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details
