"""What was deployed and can be again: code, templates, releases, in a bucket (制品).

`code/` and `templates/` are named after their contents; `releases/STAGE/` has a record for each
deployment, and `current/STAGE` names the one that runs.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from chalicelib import clock
from infra.stage import Client, CommandError, Stage, missing

NOT_PUBLIC = {
    "BlockPublicAcls": True,
    "BlockPublicPolicy": True,
    "IgnorePublicAcls": True,
    "RestrictPublicBuckets": True,
}
ENCRYPTED = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
OLDEST_REGION = "us-east-1"
"""The one region that must not be named when a bucket is made in it."""


@dataclass(frozen=True, slots=True)
class Release:
    """What was deployed together: the key of its *template*, the hash of its *site*.

    The *name* begins with its moment, so that releases sort by age.
    """

    name: str
    template: str
    site: str


class Artifacts:
    """The bucket of one account and region; all stages there share it."""

    def __init__(self, stage: Stage) -> None:
        account = stage.client("sts").get_caller_identity()["Account"]
        self.bucket = f"duoyoutong-packages-{account}-{stage.region}"
        self._account: str = account
        self._region = stage.region
        self._stage = stage.name
        self._s3: Client = stage.client("s3")

    def make(self) -> None:
        """Make the bucket if it is not there; in any case private, encrypted, with versions."""
        if not self._is_there():
            where = {"CreateBucketConfiguration": {"LocationConstraint": self._region}}
            self._s3.create_bucket(
                Bucket=self.bucket, **({} if self._region == OLDEST_REGION else where)
            )
        self._s3.put_public_access_block(
            Bucket=self.bucket, PublicAccessBlockConfiguration=NOT_PUBLIC
        )
        self._s3.put_bucket_encryption(
            Bucket=self.bucket, ServerSideEncryptionConfiguration=ENCRYPTED
        )
        self._s3.put_bucket_versioning(
            Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled"}
        )

    def keep_code(self, file: Path) -> str:
        """Return the key of the zip, which is uploaded if it was not before."""
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        key = f"code/{digest}.zip"
        if not self._has(key):
            self._s3.upload_file(str(file), self.bucket, key)
        return key

    def keep_template(self, template: dict[str, Any]) -> str:
        """Return the key of the template, uploaded without blanks: its size is limited."""
        text = json.dumps(template, separators=(",", ":"), ensure_ascii=False).encode()
        key = f"templates/{hashlib.sha256(text).hexdigest()}.json"
        self._s3.put_object(Bucket=self.bucket, Key=key, Body=text, ContentType="application/json")
        return key

    def template(self, key: str) -> dict[str, Any]:
        """Return a template that was kept."""
        read: dict[str, Any] = json.loads(self._read(key))
        return read

    def url(self, key: str) -> str:
        """Return where CloudFormation finds what is kept as *key*."""
        return f"{self._s3.meta.endpoint_url}/{self.bucket}/{key}"

    def keep_release(self, template: str, site: str) -> Release:
        """Record what runs now and return it; what ran already is no new release."""
        now = self.current()
        if now and (now.template, now.site) == (template, site):
            return now
        digest = hashlib.sha256(f"{template} {site}".encode()).hexdigest()[:12]
        release = Release(f"{clock.now():%Y%m%dT%H%M%SZ}-{digest}", template, site)
        self._write(f"releases/{self._stage}/{release.name}.json", json.dumps(asdict(release)))
        self.switch(release)
        return release

    def switch(self, release: Release) -> None:
        """Write down that *release* is the one that runs."""
        self._write(f"current/{self._stage}", release.name)

    def releases(self) -> list[Release]:
        """Return all releases of the stage, oldest first."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=f"releases/{self._stage}/"
        )
        keys = sorted(found["Key"] for page in pages for found in page.get("Contents", ()))
        return [Release(**json.loads(self._read(key))) for key in keys]

    def current(self) -> Release | None:
        """Return the release that runs, None before the first."""
        key = f"current/{self._stage}"
        if not self._has(key):
            return None
        name = self._read(key).decode()
        return Release(**json.loads(self._read(f"releases/{self._stage}/{name}.json")))

    def _is_there(self) -> bool:
        try:
            self._s3.head_bucket(Bucket=self.bucket, ExpectedBucketOwner=self._account)
        except ClientError as e:
            if missing(e):
                return False
            raise CommandError(f"The bucket {self.bucket} is not ours to use: {e}") from e
        return True

    def _has(self, key: str) -> bool:
        try:
            self._s3.head_object(Bucket=self.bucket, Key=key)
        except ClientError as e:
            if missing(e):
                return False
            raise
        return True

    def _read(self, key: str) -> bytes:
        body: bytes = self._s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return body

    def _write(self, key: str, text: str) -> None:
        self._s3.put_object(Bucket=self.bucket, Key=key, Body=text.encode())
