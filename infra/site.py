"""The portal's files on their way into a bucket, and which release of them people see (发布).

Every file goes to `r/HASH/`. The few that have an address of their own are then copied to the root,
the home page last: what it names is there before it.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from infra.content_types import content_type
from infra.portal import ASKED_AGAIN, AT_THE_ROOT, FOR_GOOD, HOME, content_hash, files, home
from infra.stage import Client

AT_ONCE = 8  # uploads at the same time


def upload(s3: Client, bucket: str, site: Path) -> str:
    """Put the files that are not there yet below `r/HASH/` and return the hash."""
    release = content_hash(site)
    there = set(_names(s3, bucket, f"r/{release}/"))

    def put(name: str, path: Path) -> None:
        body = path.read_bytes()
        if name == HOME:
            body = home(body.decode(), release).encode()
        s3.put_object(
            Bucket=bucket,
            Key=f"r/{release}/{name}",
            Body=body,
            ContentType=content_type(name),
            CacheControl=FOR_GOOD,
        )

    new = {name: path for name, path in files(site).items() if name not in there}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(put, new.keys(), new.values()))
    return release


def is_there(s3: Client, bucket: str, release: str) -> bool:
    """Say whether *release* was uploaded to this very bucket."""
    return HOME in _names(s3, bucket, f"r/{release}/")


def switch(s3: Client, bucket: str, release: str) -> None:
    """Have the address of the site show *release*, which was uploaded before."""
    names = [name for name in _names(s3, bucket, f"r/{release}/") if name.startswith(AT_THE_ROOT)]
    for name in (*names, HOME):
        s3.copy_object(
            Bucket=bucket,
            Key=name,
            CopySource={"Bucket": bucket, "Key": f"r/{release}/{name}"},
            MetadataDirective="REPLACE",
            ContentType=content_type(name),
            CacheControl=ASKED_AGAIN,
        )


def _names(s3: Client, bucket: str, prefix: str) -> Iterator[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    for page in pages:
        for found in page.get("Contents", ()):
            yield found["Key"].removeprefix(prefix)
