"""One line of JSON per event, and no phone number in any of it (日志, F51)."""

import json
import logging
import sys

from chalicelib import phone_numbers

PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "taskName"}


class Lines(logging.Formatter):
    """Formats a record with its extra fields as JSON; numbers are masked, tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of one *record*."""
        fields: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        fields |= {k: v for k, v in vars(record).items() if k not in PLAIN}
        if record.exc_info:
            fields["error"] = self.formatException(record.exc_info)
        return phone_numbers.mask(json.dumps(fields, ensure_ascii=False, default=str))


def set_up() -> None:
    """Send the product's logs to standard error as masked JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("botocore").setLevel(logging.WARNING)
    logging.getLogger("twilio").setLevel(logging.WARNING)
