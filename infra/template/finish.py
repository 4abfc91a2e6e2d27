"""The last touches on the merged template, where a merge can only add (收尾)."""

import json
from typing import Any

from infra.template.functions import API

SNAP_START_SINCE = (3, 12)
"""The first Python that Lambda keeps a snapshot of."""


def finished(template: dict[str, Any], python: tuple[int, int]) -> dict[str, Any]:
    """Return the *template* of Chalice and ours with what neither can say by itself.

    The API asks for the alias of its function, so that a version that is kept warm, or a snapshot,
    is what answers; functions are entered by `app`, which registers everything and sets up logs.
    """
    text = json.dumps(template).replace("${APIHandler.Arn}", "${APIHandler.Alias}")
    done: dict[str, Any] = json.loads(text)
    resources = done["Resources"]
    # Its name for metrics, which the definition gives it and not the property alone.
    title = resources["RestAPI"]["Properties"]["DefinitionBody"]["info"]
    title["title"] = {"Ref": "AWS::StackName"}
    resources["APIHandlerInvokePermission"]["Properties"]["FunctionName"] = {
        "Ref": "APIHandler.Alias"
    }
    if python >= SNAP_START_SINCE:
        resources[API.logical_id]["Properties"]["SnapStart"] = {
            "ApplyOn": {"Fn::If": ["Warm", "None", "PublishedVersions"]}
        }
    return done
