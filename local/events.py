"""The events AWS hands to the product, in the very shape the real services send."""

import base64
import itertools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from multidict import MultiMapping

Event = dict[str, Any]

ACCOUNT_ID = "000000000000"
REGION = "cn-north-1"
STAGE = "local"
UNKNOWN_IDENTITY = (
    "accessKey",
    "accountId",
    "apiKey",
    "apiKeyId",
    "caller",
    "cognitoAuthenticationProvider",
    "cognitoAuthenticationType",
    "cognitoIdentityId",
    "cognitoIdentityPoolId",
    "principalOrgId",
    "user",
    "userArn",
)

_ids = itertools.count(1)


def new_id() -> str:
    """Return the next request id: shaped like Amazon's, and the same in every run."""
    return str(uuid.UUID(int=next(_ids)))


@dataclass(frozen=True, slots=True)
class Context:
    """What a Lambda function learns about its own call."""

    function_name: str
    aws_request_id: str = field(default_factory=new_id)
    function_version: str = "$LATEST"
    memory_limit_in_mb: str = "512"
    invoked_function_arn: str = ""
    log_group_name: str = ""
    log_stream_name: str = ""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What came over HTTP; *resource* is the route that it fits, with *parameters* in its path."""

    method: str
    path: str
    resource: str
    parameters: Mapping[str, str]
    query: MultiMapping[str]
    headers: MultiMapping[str]
    body: bytes
    source_ip: str


def rest_api_event(request: HttpRequest, *, binary: bool, now: datetime) -> Event:
    """Return the proxy event (version 1.0) of API Gateway; a *binary* body goes as base64."""
    headers = _multi(request.headers)
    query = _multi(request.query)
    return {
        "resource": request.resource,
        "path": request.path,
        "httpMethod": request.method,
        "headers": _last(headers),
        "multiValueHeaders": headers,
        "queryStringParameters": _last(query) or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": dict(request.parameters) or None,
        "stageVariables": None,
        "requestContext": _request_context(request, now),
        "body": _text(request.body, binary=binary),
        "isBase64Encoded": binary and bool(request.body),
    }


def _multi(values: MultiMapping[str]) -> dict[str, list[str]]:
    gathered: dict[str, list[str]] = {}
    for name, value in values.items():
        gathered.setdefault(name, []).append(value)
    return gathered


def _last(values: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: several[-1] for name, several in values.items()}


def _text(body: bytes, *, binary: bool) -> str | None:
    if not body:
        return None
    return base64.b64encode(body).decode() if binary else body.decode(errors="replace")


def _request_context(request: HttpRequest, now: datetime) -> Event:
    request_id = new_id()
    host = request.headers.get("Host", "")
    return {
        "accountId": ACCOUNT_ID,
        "apiId": "local",
        "deploymentId": "local",
        "domainName": host,
        "domainPrefix": host.partition(".")[0],
        "extendedRequestId": request_id,
        "httpMethod": request.method,
        "identity": {
            **dict.fromkeys(UNKNOWN_IDENTITY),
            "sourceIp": request.source_ip,
            "userAgent": request.headers.get("User-Agent"),
        },
        "path": f"/{STAGE}{request.path}",
        "protocol": "HTTP/1.1",
        "requestId": request_id,
        "requestTime": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "requestTimeEpoch": int(now.timestamp() * 1000),
        "resourceId": "local",
        "resourcePath": request.resource,
        "stage": STAGE,
    }


def sqs_event(message: Mapping[str, Any], queue_arn: str) -> Event:
    """Return the event Lambda makes of one received SQS *message*."""
    return {
        "Records": [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": dict(message["Attributes"]),
                "messageAttributes": dict(message.get("MessageAttributes", {})),
                "md5OfBody": message["MD5OfBody"],
                "eventSource": "aws:sqs",
                "eventSourceARN": queue_arn,
                "awsRegion": REGION,
            }
        ]
    }


def scheduled_event(rule: str, now: datetime) -> Event:
    """Return the event EventBridge sends when the schedule of *rule* is due."""
    return {
        "version": "0",
        "id": new_id(),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT_ID,
        "time": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT_ID}:rule/{rule}"],
        "detail": {},
    }
