"""The errors in the product's log that no fault of its surroundings explains."""

import json
import re

LAST_LINE = re.compile(
    r"^Traceback \(most recent call last\):\n(?:[ \t].*\n|\n)*(\S.*)$"
    r"(?!\n\n(?:During handling of|The above exception))",  # what it led to is what counts
    re.MULTILINE,
)
EXPLAINED = (
    *("botocore.", "pynamodb.", "requests.", "urllib3.", "http.client.", "twilio."),
    *("chalicelib.provider.", "local.processes.StartError"),
)
"""What is raised where a store or a network fails: the beginnings of the exceptions' names."""


def unexplained(log: str) -> list[str]:
    """Return the errors in *log* that are not of the store's making, or of the network's."""
    return [one for one in complaints(log) if not one.startswith(EXPLAINED)]


def complaints(log: str) -> list[str]:
    """Return what each error in *log* comes down to: its exception, or the event."""
    found, plain = [], []
    for line in log.splitlines(keepends=True):
        entry = _entry(line)
        if entry is None:
            plain.append(line)
        elif entry.get("level") in {"ERROR", "CRITICAL"}:
            raised = LAST_LINE.findall(str(entry.get("error", "")))
            found.append(raised[-1] if raised else f"{entry.get('logger')}: {entry.get('event')}")
    return found + LAST_LINE.findall("".join(plain))


def _entry(line: str) -> dict[str, object] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None
