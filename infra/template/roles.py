"""What each function may do, and nothing more: actions on tables by name (权限)."""

from typing import Any

from chalicelib import tables
from infra.template import functions, grants
from infra.template.functions import Function
from infra.template.tables import indexes, logical_id, name

Statement = dict[str, Any]


def resources() -> dict[str, dict[str, Any]]:
    """Return a role for each function."""
    return {function.role: _role(function) for function in functions.ALL}


def _role(function: Function) -> dict[str, Any]:
    statements = [_logs(function), *_tables(function), _queue(function)]
    if function.name in grants.SECRETS:
        statements.append(_allow(["secretsmanager:GetSecretValue"], [{"Ref": "Secrets"}]))
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            },
            "Policies": [
                {
                    "PolicyName": function.name,
                    "PolicyDocument": {"Version": "2012-10-17", "Statement": statements},
                }
            ],
        },
    }


def _logs(function: Function) -> Statement:
    group = (
        "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}"
        f":log-group:/aws/lambda/${{AWS::StackName}}-{function.name}:log-stream:*"
    )
    return _allow(["logs:CreateLogStream", "logs:PutLogEvents"], [{"Fn::Sub": group}])


def _tables(function: Function) -> list[Statement]:
    may = grants.MAY[function.name]
    return [
        _allow([f"dynamodb:{action}" for action in may[name(model)]], _arns(model, may))
        for model in tables.ALL
        if name(model) in may
    ]


def _arns(model: Any, may: dict[str, tuple[str, ...]]) -> list[dict[str, Any]]:  # noqa: ANN401
    table = logical_id(model)
    queried = indexes(model) if "Query" in may[name(model)] else []
    return [
        {"Fn::GetAtt": [table, "Arn"]},
        *({"Fn::Sub": f"${{{table}.Arn}}/index/{index}"} for index in queried),
    ]


def _queue(function: Function) -> Statement:
    actions = [f"sqs:{action}" for action in grants.QUEUE[function.name]]
    return _allow(actions, [{"Fn::GetAtt": ["Jobs", "Arn"]}])


def _allow(actions: list[str], resources: list[dict[str, Any]]) -> Statement:
    return {"Effect": "Allow", "Action": actions, "Resource": resources}
