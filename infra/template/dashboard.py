"""One page that shows how the service is: its figures side by side (看板)."""

import json
from typing import Any

from infra.template import functions, metrics
from infra.template.functions import STAGE
from infra.template.routes import STATUS_ROUTE

WIDTH, HEIGHT = 8, 6  # of the 24 columns that a dashboard has
STACK = "${AWS::StackName}"


def resources() -> dict[str, dict[str, Any]]:
    """Return the dashboard, under the name of the stack."""
    body = json.dumps({"widgets": [_widget(n, *one) for n, one in enumerate(_graphs())]})
    return {
        "Dashboard": {
            "Type": "AWS::CloudWatch::Dashboard",
            "Properties": {
                "DashboardName": {"Fn::Sub": "${AWS::StackName}-${AWS::Region}"},
                "DashboardBody": {"Fn::Sub": body},
            },
        }
    }


def _graphs() -> list[tuple[str, str, list[list[str]]]]:
    status = ["ApiName", STACK, "Stage", STAGE, "Method", "POST", "Resource", STATUS_ROUTE]
    api = ["ApiName", STACK, "Stage", STAGE]
    every = [["FunctionName", f"{STACK}-{function.name}"] for function in functions.ALL]
    return [
        ("会议中 live conferences", "Maximum", [[STACK, metrics.LIVE.name]]),
        ("回调 p99 webhooks, ms", "p99", [["AWS/ApiGateway", "Latency", *status]]),
        ("5xx", "Sum", [["AWS/ApiGateway", "5XXError", *api]]),
        ("函数错误 errors of functions", "Sum", [["AWS/Lambda", "Errors", *one] for one in every]),
        ("计费 charged, fen", "Sum", [[STACK, metrics.CHARGED.name]]),
        ("验证来电 code calls", "Sum", [[STACK, metrics.CODE_CALLS.name]]),
        (
            "队列 oldest job, s",
            "Maximum",
            [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", f"{STACK}-jobs"]],
        ),
        (
            "死信 dead jobs",
            "Maximum",
            [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", f"{STACK}-dead-jobs"]],
        ),
        (
            "核对 findings, parked statements",
            "Sum",
            [[STACK, metrics.FINDINGS.name], [STACK, metrics.PARKED.name]],
        ),
        (
            "语音服务商 provider",
            "Sum",
            [[STACK, metrics.PROVIDER.name], [STACK, metrics.UNKNOWN_RINGS.name]],
        ),
    ]


def _widget(number: int, title: str, statistic: str, shown: list[list[str]]) -> dict[str, Any]:
    row, column = divmod(number, 24 // WIDTH)
    return {
        "type": "metric",
        "x": column * WIDTH,
        "y": row * HEIGHT,
        "width": WIDTH,
        "height": HEIGHT,
        "properties": {
            "title": title,
            "region": "${AWS::Region}",
            "stat": statistic,
            "period": 60,
            "metrics": shown,
        },
    }
