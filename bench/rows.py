"""Many rows into a table at once, as they are stored."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3

AT_ONCE, BATCH = 4, 25  # requests, and rows in one
Row = dict[str, dict[str, Any]]


def put(table: str, rows: Iterable[Row]) -> None:
    """Write *rows* into the *table* of that name, whatever was there."""
    client = boto3.client("dynamodb")

    def write(some: list[Row]) -> None:
        wanted = {table: [{"PutRequest": {"Item": row}} for row in some]}
        if client.batch_write_item(RequestItems=wanted)["UnprocessedItems"]:
            raise RuntimeError("the store did not take all")

    every = list(rows)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(write, [every[n : n + BATCH] for n in range(0, len(every), BATCH)]))
    client.close()
