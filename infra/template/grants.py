"""Which requests each function makes, and so may make; the stand-ins know it as well (权限)."""

GET = ("GetItem", "BatchGetItem", "Query")
PUT = ("PutItem", "UpdateItem")
DELETE = ("DeleteItem",)
BATCH = ("BatchWriteItem",)
CHECK = ("ConditionCheckItem",)
SCAN = ("Scan",)

MAY: dict[str, dict[str, tuple[str, ...]]] = {
    "api": {
        "accounts": (*GET, *PUT, *DELETE, *BATCH),
        "audit": ("Query", "PutItem"),
        "bills": GET,
        "conferences": (*GET, *PUT, *DELETE, *CHECK),
        "counters": (*GET, *PUT, *DELETE),
        "desk-sessions": (*GET, *PUT, *DELETE),
        "operators": (*GET, "UpdateItem"),
        "orphans": PUT,
        "reservations": (*GET, *PUT, *DELETE, *CHECK),
        "sessions": (*GET, *PUT, *DELETE, *BATCH),
        "tariffs": SCAN,
        "verifications": (*GET, *PUT),
    },
    "work": {
        "accounts": (*GET, *PUT, *DELETE, *BATCH),
        "bills": (*GET, *PUT),
        "conferences": (*GET, *PUT, *DELETE, *CHECK),
        "counters": (*GET, *PUT),
        "orphans": (*GET, *PUT),
        "reconciliations": (*GET, *PUT),
        "reservations": (*GET, *PUT, *DELETE, *CHECK),
        "sessions": (*GET, *DELETE, *BATCH),
        "tariffs": SCAN,
        "verifications": (*GET, *PUT),
    },
    "minute": {"conferences": ("Query",), "reservations": ("Query", "UpdateItem")},
    "day": {},
}
"""Which requests of DynamoDB each function makes of each table; its indexes go with `Query`."""
QUEUE: dict[str, tuple[str, ...]] = {
    "api": ("SendMessage",),
    "work": ("SendMessage", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"),
    "minute": ("SendMessage",),
    "day": ("SendMessage",),
}
SECRETS = frozenset({"api", "work"})
