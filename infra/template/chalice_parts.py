"""What goes over the parts that Chalice makes: functions, API, schedules, the queue's mapping."""

from typing import Any

from infra.template import functions
from infra.template.functions import API, DAY, MINUTE, SETTINGS, WORK, Function
from infra.template.routes import STATUS_ROUTE

LOGINS_A_SECOND, LOGINS_AT_ONCE = 20, 40
"""Each hashes a password with 19 MiB; many more at a time are nobody's customers."""
HASHING = ("/api/sessions", "/api/desk/sessions", "/api/registrations")
REQUESTS_A_SECOND, REQUESTS_AT_ONCE = 2_000, 1_000
"""Of all routes together; docs/capacity.md says for how many conferences that is."""
WORKERS_AT_ONCE = 50
"""Jobs done at the same time: the provider places one or a few calls a second."""
NO_VALUE = {"Ref": "AWS::NoValue"}


def resources() -> dict[str, dict[str, Any]]:
    """Return the properties that are added to, or go before, Chalice's own."""
    parts: dict[str, dict[str, Any]] = {"RestAPI": {"Properties": _rest_api()}}
    for function in functions.ALL:
        parts[function.logical_id] = {"Properties": _function(function)}
        group = {"Fn::Sub": f"/aws/lambda/${{AWS::StackName}}-{function.name}"}
        parts[function.log_group] = {"Properties": {"LogGroupName": group}}
    parts[API.logical_id]["Properties"] |= {
        "AutoPublishAlias": "live",
        "VersionDeletionPolicy": "Delete",  # a snapshot is paid for as long as its version is there
        "ProvisionedConcurrencyConfig": {
            "Fn::If": [
                "Warm",
                {"ProvisionedConcurrentExecutions": {"Ref": "WarmInstances"}},
                NO_VALUE,
            ]
        },
    }
    parts[WORK.logical_id]["Properties"]["Events"] = {
        "WorkSqsEventSource": {
            "Properties": {
                "Queue": {"Fn::Sub": "${Jobs.Arn}"},  # Chalice says Fn::Sub: a merge only adds
                "ScalingConfig": {"MaximumConcurrency": WORKERS_AT_ONCE},
            }
        }
    }
    # It asks for itself while a conference ends: a chain that Lambda would cut off at 16.
    parts[WORK.logical_id]["Properties"]["RecursiveLoop"] = "Allow"
    # A minute that failed is made up for by the next; a night has no next one to do it.
    parts[MINUTE.logical_id]["Properties"]["EventInvokeConfig"] = {
        "MaximumEventAgeInSeconds": 60,
        "MaximumRetryAttempts": 0,
    }
    parts[DAY.logical_id]["Properties"]["EventInvokeConfig"] = {"MaximumRetryAttempts": 2}
    return parts


def _function(function: Function) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "FunctionName": function.full_name,
        # By way of `app`, which registers every part and sets the logs up.
        "Handler": f"app.{function.handler}",
        "MemorySize": function.megabytes,
        "Timeout": function.seconds,
        "Role": {"Fn::GetAtt": [function.role, "Arn"]},
        "Environment": {"Variables": SETTINGS},
    }
    if function.at_once:
        properties["ReservedConcurrentExecutions"] = {
            "Fn::If": ["Reserved", function.at_once, NO_VALUE]
        }
    return properties


def encoded(route: str) -> str:
    """Return *route* as a stage's settings name it: its slashes but the first are “~1”."""
    return "/" + route.replace("/", "~1")


def _rest_api() -> dict[str, Any]:
    slow = {
        "ThrottlingRateLimit": LOGINS_A_SECOND,
        "ThrottlingBurstLimit": LOGINS_AT_ONCE,
        "MetricsEnabled": True,
    }
    return {
        "Name": {"Ref": "AWS::StackName"},
        "OpenApiVersion": "2.0",  # without it SAM makes a second stage, which nothing throttles
        "MethodSettings": [
            {
                "ResourcePath": "/*",
                "HttpMethod": "*",
                "ThrottlingRateLimit": REQUESTS_A_SECOND,
                "ThrottlingBurstLimit": REQUESTS_AT_ONCE,
            },
            {"ResourcePath": encoded(STATUS_ROUTE), "HttpMethod": "POST", "MetricsEnabled": True},
            *({"ResourcePath": encoded(path), "HttpMethod": "POST", **slow} for path in HASHING),
        ],
    }
