"""The template without SAM in it: what AWS makes of ours before it creates anything (译本)."""

import json
import os
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from samtranslator.translator.transform import transform

from infra.template import functions

NO_MANAGED_POLICIES = SimpleNamespace(load=dict)
"""The translator would ask IAM for the names of policies; we name none."""


def translated(template: Mapping[str, Any], *, bucket: str, code: str) -> dict[str, Any]:
    """Return plain CloudFormation for *template*, its functions' code being *code* in *bucket*."""
    whole: dict[str, Any] = json.loads(json.dumps(template))
    for function in functions.ALL:
        properties = whole["Resources"][function.logical_id]["Properties"]
        properties["CodeUri"] = {"Bucket": bucket, "Key": code}
    region = os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")  # it asks botocore for one
    try:
        return dict(transform(whole, {}, NO_MANAGED_POLICIES))
    finally:
        os.environ["AWS_DEFAULT_REGION"] = region
