"""What is counted of the product's own log lines: one metric for each question (指标)."""

from dataclasses import dataclass
from typing import Any

from infra.template import functions
from infra.template.functions import Function

BOTH = (functions.API, functions.WORK)


@dataclass(frozen=True, slots=True)
class Metric:
    """How often a log line that fits *pattern* was written, or the sum of its field *value*."""

    name: str
    pattern: str
    value: str = "1"
    of: tuple[Function, ...] = BOTH


def _event(*names: str, also: str = "") -> str:
    either = " || ".join(f'$.event = "{name}"' for name in names)
    return f"{{ ({either}){f' && {also}' if also else ''} }}"


LIVE = Metric("LiveConferences", _event("minute"), "$.due", (functions.MINUTE,))
CHARGED = Metric("ChargedFen", _event("leg over", also="$.charge > 0"), "$.charge")
CODE_CALLS = Metric("CodeCalls", _event("code call placed"))
FORGED = Metric("ForgedWebhooks", _event("forged webhook refused"), of=(functions.API,))
GUESSES = Metric(
    "WrongLogins",
    _event("refused", also='($.reason = "bad_login" || $.reason = "wrong_code")'),
    of=(functions.API,),
)
ORPHANS = Metric("OrphanCalls", _event("orphan call"))
UNKNOWN_RINGS = Metric(
    "UnknownRings",
    _event("unknown whether a leg was rung", "unknown whether a code call was placed"),
)
PROVIDER = Metric("ProviderFailures", _event("leg failed", also='$.reason = "provider_*"'))
UNKNOWN_CALLS = Metric("UnknownCalls", _event("call unknown to the provider"))
STRANGERS = Metric(
    "StrangersRung", _event("code call stopped by who answered", "start stopped by who answered")
)
FINDINGS = Metric("Findings", _event("finding", also='$.level = "ERROR"'))
PARKED = Metric("ParkedStatements", _event("statement parked"))
HOURS = Metric("HoursReconciled", _event("hour reconciled"), of=(functions.WORK,))

ALL = (
    *(LIVE, CHARGED, CODE_CALLS, FORGED, GUESSES, ORPHANS, UNKNOWN_RINGS, PROVIDER),
    *(UNKNOWN_CALLS, STRANGERS, FINDINGS, PARKED, HOURS),
)


def resources() -> dict[str, dict[str, Any]]:
    """Return a filter for each metric and each function whose lines it is counted in."""
    return {
        f"{metric.name}In{function.name.capitalize()}": _filter(metric, function)
        for metric in ALL
        for function in metric.of
    }


def _filter(metric: Metric, function: Function) -> dict[str, Any]:
    transformation: dict[str, Any] = {
        "MetricNamespace": {"Ref": "AWS::StackName"},
        "MetricName": metric.name,
        "MetricValue": metric.value,
    }
    return {
        "Type": "AWS::Logs::MetricFilter",
        "Properties": {
            "LogGroupName": {"Ref": function.log_group},
            "FilterPattern": metric.pattern,
            "MetricTransformations": [transformation],
        },
    }
