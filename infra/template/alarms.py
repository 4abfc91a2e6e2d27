"""When somebody is told: the alarms of docs/operations.md, and where they are sent (告警)."""

from dataclasses import dataclass, field
from typing import Any

from infra.template import functions, metrics
from infra.template.functions import STAGE, Function
from infra.template.metrics import Metric
from infra.template.routes import LOGIN_ROUTE, STATUS_ROUTE

MINUTE, FIVE_MINUTES, HOUR = 60, 300, 3_600  # seconds
NIGHT = 26 * HOUR
"""The window slides: of a day alone it would hold parts of two nights for some minutes."""
SLOW = 1_000  # milliseconds; the provider waits for 15 seconds, a caller for less
LATE = 150  # seconds; a job may be put off for 90, and comes back after 60
HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm: it rings when the *metric* is at least *at* (or, if *below*, less)."""

    name: str
    metric: str
    at: int
    namespace: Any = field(default_factory=lambda: {"Ref": "AWS::StackName"})
    dimensions: dict[str, Any] = field(default_factory=dict)
    statistic: str = "Sum"
    period: int = FIVE_MINUTES
    """Seconds that one figure is made of."""
    times: int = 1
    """How many of them in a row."""
    below: bool = False
    """It rings for less, and for no figure at all."""


def _of_lines(name: str, metric: Metric, at: int, **more: Any) -> Alarm:  # noqa: ANN401
    return Alarm(name, metric.name, at, **more)


def _of_function(name: str, function: Function, metric: str, **more: Any) -> Alarm:  # noqa: ANN401
    dimensions = {"FunctionName": function.full_name}
    return Alarm(name, metric, 1, "AWS/Lambda", dimensions, **more)


def _of_queue(name: str, queue: str, metric: str, at: int, **more: Any) -> Alarm:  # noqa: ANN401
    dimensions = {"QueueName": {"Fn::GetAtt": [queue, "QueueName"]}}
    return Alarm(name, metric, at, "AWS/SQS", dimensions, statistic="Maximum", **more)


def _of_table(name: str, table: str) -> Alarm:
    return Alarm(name, "WriteThrottleEvents", 1, "AWS/DynamoDB", {"TableName": {"Ref": table}})


API_NAME = {"ApiName": {"Ref": "AWS::StackName"}, "Stage": STAGE}
OF_LOGIN = {**API_NAME, "Method": "POST", "Resource": LOGIN_ROUTE}
OF_STATUS = {**API_NAME, "Method": "POST", "Resource": STATUS_ROUTE}

ALL = (
    _of_function(
        "MinuteMissing", functions.MINUTE, "Invocations", period=MINUTE, times=3, below=True
    ),
    _of_function("ApiFailed", functions.API, "Errors"),
    _of_function("WorkFailed", functions.WORK, "Errors"),
    _of_function("MinuteFailed", functions.MINUTE, "Errors"),
    _of_function("NightFailed", functions.DAY, "Errors"),
    _of_function("ApiThrottled", functions.API, "Throttles"),
    Alarm("ServerErrors", "5XXError", 5, "AWS/ApiGateway", API_NAME),
    Alarm("WebhooksSlow", "Latency", SLOW, "AWS/ApiGateway", OF_STATUS, "p99", times=3),
    _of_queue("JobsDead", "DeadJobs", "ApproximateNumberOfMessagesVisible", 1),
    _of_queue("JobsLate", "Jobs", "ApproximateAgeOfOldestMessage", LATE, period=MINUTE, times=3),
    _of_table("ConferencesThrottled", "ConferencesTable"),
    _of_table("CountersThrottled", "CountersTable"),
    _of_table("ReservationsThrottled", "ReservationsTable"),
    Alarm("LoginsThrottled", "4XXError", 1_000, "AWS/ApiGateway", OF_LOGIN),
    _of_lines("WebhooksForged", metrics.FORGED, 10),
    _of_lines("LoginsGuessed", metrics.GUESSES, 300),
    _of_lines("CallsOrphaned", metrics.ORPHANS, 1),
    _of_lines("RingsUnknown", metrics.UNKNOWN_RINGS, 1),
    _of_lines("CallsUnknown", metrics.UNKNOWN_CALLS, 1),
    _of_lines("ProviderFailing", metrics.PROVIDER, 5),
    _of_lines("CodeCallsMany", metrics.CODE_CALLS, 100),
    _of_lines("StrangersRung", metrics.STRANGERS, 3, period=HOUR),
    _of_lines("ChargedMuch", metrics.CHARGED, 100_000, period=HOUR),
    _of_lines("FindingOpen", metrics.FINDINGS, 1),
    _of_lines("StatementParked", metrics.PARKED, 1),
    _of_lines("NightIncomplete", metrics.HOURS, HOURS_OF_A_DAY, period=NIGHT, below=True),
)


def resources() -> dict[str, dict[str, Any]]:
    """Return every alarm, and the topic that tells of them."""
    return {"Alarms": _topic(), "AlarmMail": _mail(), **{one.name: _alarm(one) for one in ALL}}


def _topic() -> dict[str, Any]:
    return {
        "Type": "AWS::SNS::Topic",
        "Properties": {"TopicName": {"Fn::Sub": "${AWS::StackName}-alarms"}},
    }


def _mail() -> dict[str, Any]:
    return {
        "Type": "AWS::SNS::Subscription",
        "Condition": "HasEmail",
        "Properties": {
            "TopicArn": {"Ref": "Alarms"},
            "Protocol": "email",
            "Endpoint": {"Ref": "AlarmEmail"},
        },
    }


def _alarm(alarm: Alarm) -> dict[str, Any]:
    percentile = alarm.statistic.startswith("p")
    statistic = "ExtendedStatistic" if percentile else "Statistic"
    than = "LessThanThreshold" if alarm.below else "GreaterThanOrEqualToThreshold"
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmName": {"Fn::Sub": f"${{AWS::StackName}}-{alarm.name}"},
            "AlarmDescription": f"docs/operations.md says what to do: {alarm.name}",
            "Namespace": alarm.namespace,
            "MetricName": alarm.metric,
            "Dimensions": [{"Name": k, "Value": v} for k, v in alarm.dimensions.items()],
            statistic: alarm.statistic,
            "Period": alarm.period,
            "EvaluationPeriods": alarm.times,
            "ComparisonOperator": than,
            "Threshold": alarm.at,
            **({"EvaluateLowSampleCountPercentile": "ignore"} if percentile else {}),
            "TreatMissingData": "breaching" if alarm.below else "notBreaching",
            "AlarmActions": [{"Ref": "Alarms"}],
            "OKActions": [{"Ref": "Alarms"}],
        },
    }
