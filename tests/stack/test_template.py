"""The stack as AWS would make it: translated, created in moto, and compared with the code."""

import json
import re
import warnings
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws
from pynamodb.models import Model

import app
from chalicelib import tables
from infra.headers import HEADERS
from infra.package import ROOT
from infra.template import functions, grants, metrics, site
from infra.template.tables import expires_by, logical_id, name, schema

NAME = "duoyoutong-test"
PREFIX = NAME + "-"
Resources = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def aws(translated: dict[str, Any]) -> Iterator[boto3.Session]:
    """Create the stack in moto; the session inside sees what it made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("AWS_ENDPOINT_URL", raising=False)
        patch.delenv("AWS_ENDPOINT_URL_DYNAMODB", raising=False)
        cloud = mock_aws()
        cloud.start(reset=False)  # other tests of this process have tables in it
        try:
            session = boto3.Session("key", "secret", region_name="us-east-1")
            bucket = session.client("s3")
            bucket.create_bucket(Bucket="packages")
            bucket.put_object(Bucket="packages", Key="code.zip", Body=b"PK\5\6" + bytes(18))
            bucket.put_object(Bucket="packages", Key="t.json", Body=json.dumps(known(translated)))
            with warnings.catch_warnings():
                # moto says of each kind that it leaves out: filters, policies of queues, …
                warnings.filterwarnings("ignore", "Tried to parse .* not supported by moto")
                session.client("cloudformation").create_stack(
                    StackName=NAME,
                    TemplateURL="https://packages.s3.amazonaws.com/t.json",
                    Capabilities=["CAPABILITY_IAM"],
                )
            yield session
        finally:
            cloud.stop(remove_data=False)


def known(translated: dict[str, Any]) -> dict[str, Any]:
    """Return the template without what moto knows not: aliases, routes of one document, a front."""
    beyond = ("AWS::ApiGateway::Deployment", "AWS::ApiGateway::Stage")
    resources = {
        key: resource
        for key, resource in translated["Resources"].items()
        if resource["Type"] not in beyond and key != "APIHandlerInvokePermission"
    }
    outputs = {k: v for k, v in translated["Outputs"].items() if k != "FrontName"}
    return {**translated, "Resources": resources, "Outputs": outputs}


def of_kind(translated: dict[str, Any], kind: str) -> Resources:
    return {k: v for k, v in translated["Resources"].items() if v["Type"] == kind}


# ——— tables ———


def test_the_tables_of_the_stack_are_those_of_the_code(aws: boto3.Session) -> None:
    made = aws.client("dynamodb").list_tables()["TableNames"]
    assert sorted(made) == sorted(PREFIX + name(model) for model in tables.ALL)


@pytest.mark.parametrize("model", tables.ALL, ids=name)
def test_a_table_has_the_keys_and_indexes_of_its_model(
    aws: boto3.Session, model: type[Model]
) -> None:
    table = aws.client("dynamodb").describe_table(TableName=PREFIX + name(model))["Table"]
    said = schema(model)

    def keys(of: list[dict[str, str]]) -> set[tuple[str, str]]:
        return {(key["AttributeName"], key["KeyType"]) for key in of}

    made = {i["IndexName"]: i for i in table.get("GlobalSecondaryIndexes", [])}
    wanted = {i["index_name"]: i for i in said["global_secondary_indexes"]}
    assert keys(table["KeySchema"]) == keys(said["key_schema"])
    assert {n: keys(i["KeySchema"]) for n, i in made.items()} == {
        n: keys(i["key_schema"]) for n, i in wanted.items()
    }
    assert {n: i["Projection"] for n, i in made.items()} == {
        n: i["projection"] for n, i in wanted.items()
    }


@pytest.mark.parametrize("model", tables.ALL, ids=name)
def test_a_table_lets_expire_what_the_model_says(
    translated: dict[str, Any], model: type[Model]
) -> None:
    said = translated["Resources"][logical_id(model)]["Properties"]
    expires = said.get("TimeToLiveSpecification", {"AttributeName": None, "Enabled": True})
    assert expires == {"AttributeName": expires_by(model), "Enabled": True}


def test_records_are_kept_protected_and_encrypted(translated: dict[str, Any]) -> None:
    for key, table in of_kind(translated, "AWS::DynamoDB::Table").items():
        said = table["Properties"]
        assert table["DeletionPolicy"] == "RetainExceptOnCreate", key
        assert table["UpdateReplacePolicy"] == "Retain", key
        assert said["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], key
        assert said["SSESpecification"]["SSEEnabled"], key
        assert said["DeletionProtectionEnabled"] == {"Fn::If": ["Protected", True, False]}, key


# ——— functions, clock and queue ———


def test_the_clock_calls_its_functions(aws: boto3.Session) -> None:
    events = aws.client("events")
    called = {}
    for rule in events.list_rules()["Rules"]:
        (target,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
        called[target["Arn"].rpartition(":")[2]] = rule["ScheduleExpression"]
    assert called == {
        PREFIX + "minute": "rate(1 minute)",
        PREFIX + "day": "cron(30 19 * * ? *)",
    }


def test_a_function_is_entered_by_app_and_lives_as_long_as_it_may(
    translated: dict[str, Any],
) -> None:
    made = {
        f["Properties"]["Handler"]: f["Properties"]
        for f in of_kind(translated, "AWS::Lambda::Function").values()
    }
    assert {handler: said["Timeout"] for handler, said in made.items()} == {
        f"app.{f.handler}": f.seconds for f in functions.ALL
    }
    assert all(callable(getattr(app, handler.partition(".")[2])) for handler in made)
    assert all(said["Architectures"] for said in made.values())


def test_the_queue_has_its_worker_and_a_place_for_what_cannot_be_done(
    aws: boto3.Session, translated: dict[str, Any]
) -> None:
    sqs = aws.client("sqs")
    url = sqs.get_queue_url(QueueName=PREFIX + "jobs")["QueueUrl"]
    said = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    (mapping,) = of_kind(translated, "AWS::Lambda::EventSourceMapping").values()
    dead = json.loads(said["RedrivePolicy"])
    assert dead["deadLetterTargetArn"].endswith(PREFIX + "dead-jobs")
    assert mapping["Properties"]["EventSourceArn"] == {"Fn::Sub": "${Jobs.Arn}"}
    assert mapping["Properties"]["FunctionName"] == {"Ref": "Work"}
    assert mapping["Properties"]["BatchSize"] == 1
    # Lambda wants a job to be invisible for as long as it may run; a lost ring is looked for later.
    worker = of_kind(translated, "AWS::Lambda::Function")["Work"]["Properties"]["Timeout"]
    assert worker <= int(said["VisibilityTimeout"]) <= 60


def test_the_api_asks_the_alias_and_may(translated: dict[str, Any]) -> None:
    api = translated["Resources"]["RestAPI"]["Properties"]["Body"]
    uris = {
        json.dumps(method["x-amazon-apigateway-integration"]["uri"])
        for path in api["paths"].values()
        for method in path.values()
    }
    permission = translated["Resources"]["APIHandlerInvokePermission"]["Properties"]
    alias = {"Ref": "APIHandlerAliaslive"}
    assert set(api["paths"]) == set(app.app.routes)
    assert len(uris) == 1
    assert "${APIHandlerAliaslive}" in uris.pop()
    assert permission["FunctionName"] == alias


def test_there_is_one_stage_and_its_settings_are_of_routes_that_there_are(
    translated: dict[str, Any],
) -> None:
    (stage,) = of_kind(translated, "AWS::ApiGateway::Stage").values()
    (deployment,) = of_kind(translated, "AWS::ApiGateway::Deployment").values()
    named = [one["ResourcePath"] for one in stage["Properties"]["MethodSettings"]]
    assert stage["Properties"]["StageName"] == functions.STAGE
    assert "StageName" not in deployment["Properties"]  # it would be a second one
    assert named[0] == "/*"
    assert {path[1:].replace("~1", "/") for path in named[1:]} <= set(app.app.routes)
    assert all("/" not in path[1:] for path in named[1:])


# ——— what may be done ———


def test_no_role_has_a_star_but_for_the_streams_of_its_own_log(
    translated: dict[str, Any],
) -> None:
    roles = of_kind(translated, "AWS::IAM::Role")
    assert sorted(roles) == sorted(function.role for function in functions.ALL)
    for role in roles.values():
        assert not role["Properties"].get("ManagedPolicyArns")
        (policy,) = role["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]:
            stars = [
                text
                for text in re.findall(r'"[^"]*\*[^"]*"', json.dumps(statement))
                if not text.endswith(':log-stream:*"')
            ]
            assert not stars, statement


def test_a_function_may_do_what_is_granted_to_it_on_each_table(
    translated: dict[str, Any],
) -> None:
    for function in functions.ALL:
        role = translated["Resources"][function.role]["Properties"]["Policies"][0]
        granted = {
            statement["Resource"][0]["Fn::GetAtt"][0]: statement["Action"]
            for statement in role["PolicyDocument"]["Statement"]
            if statement["Action"][0].startswith("dynamodb:")
        }
        names = {
            translated["Resources"][key]["Properties"]["TableName"]["Fn::Sub"].partition("}-")[2]: [
                action.partition(":")[2] for action in actions
            ]
            for key, actions in granted.items()
        }
        assert names == {k: list(v) for k, v in grants.MAY[function.name].items()}


def test_every_grant_is_of_a_table_that_there_is() -> None:
    there = {name(model) for model in tables.ALL}
    assert all(set(may) <= there for may in grants.MAY.values())


def test_nothing_changes_or_deletes_an_audit() -> None:
    assert {*grants.MAY["api"]["audit"]} == {"Query", "PutItem"}
    assert "audit" not in grants.MAY["work"] | grants.MAY["minute"]


# ——— the front ———


def test_the_front_sends_the_headers_that_one_machine_sends(translated: dict[str, Any]) -> None:
    said = translated["Resources"]["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    security = said["SecurityHeadersConfig"]
    sent = {one["Header"]: one["Value"] for one in said["CustomHeadersConfig"]["Items"]}
    sent["Content-Security-Policy"] = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    sent["Referrer-Policy"] = security["ReferrerPolicy"]["ReferrerPolicy"]
    seconds = security["StrictTransportSecurity"]["AccessControlMaxAgeSec"]
    sent["Strict-Transport-Security"] = f"max-age={seconds}; includeSubDomains"
    assert security["StrictTransportSecurity"]["IncludeSubdomains"]
    assert security["ContentTypeOptions"]["Override"]
    sent["X-Content-Type-Options"] = "nosniff"
    assert sent == HEADERS


def test_every_route_of_the_api_goes_to_the_api_and_all_else_to_the_files() -> None:
    prefixes = {"/" + route.split("/")[1] + "/*" for route in app.app.routes}
    assert prefixes == set(site.API_PATHS)


def test_the_front_keeps_no_error_and_compresses_the_files(translated: dict[str, Any]) -> None:
    config = translated["Resources"]["Front"]["Properties"]["DistributionConfig"]
    assert {one["ErrorCachingMinTTL"] for one in config["CustomErrorResponses"]} == {0}
    assert {404, 500, 503} <= {one["ErrorCode"] for one in config["CustomErrorResponses"]}
    assert not any("ResponsePagePath" in one for one in config["CustomErrorResponses"])
    assert config["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
    assert {one["ViewerProtocolPolicy"] for one in config["CacheBehaviors"]} == {"https-only"}


def test_what_is_named_for_a_whole_account_is_named_after_the_region(
    translated: dict[str, Any],
) -> None:
    resources = translated["Resources"]
    access = resources["SiteAccess"]["Properties"]["OriginAccessControlConfig"]
    headers = resources["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    board = resources["Dashboard"]["Properties"]["DashboardName"]
    assert access["Name"] == headers["Name"] == board
    assert board == {"Fn::Sub": "${AWS::StackName}-${AWS::Region}"}


def test_the_files_are_for_the_front_alone(translated: dict[str, Any]) -> None:
    bucket = translated["Resources"]["Site"]["Properties"]
    allowed, denied = translated["Resources"]["SitePolicy"]["Properties"]["PolicyDocument"][
        "Statement"
    ]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert "${Front}" in json.dumps(allowed["Condition"])
    assert (denied["Effect"], denied["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )


# ——— what is watched ———


def test_a_metric_counts_lines_that_the_product_writes() -> None:
    sources = (ROOT / "chalicelib").rglob("*.py")
    code = "".join(source.read_text(encoding="utf-8") for source in sources)
    for metric in metrics.ALL:
        for words in re.findall(r'= "([^"]+)"', metric.pattern):
            assert words == "ERROR" or f'"{words.rstrip("*")}' in code, (metric.name, words)


def test_logs_are_kept_for_half_a_year(translated: dict[str, Any]) -> None:
    groups = of_kind(translated, "AWS::Logs::LogGroup").values()
    assert {g["Properties"]["RetentionInDays"] for g in groups} == {180}
    assert sorted(g["Properties"]["LogGroupName"]["Fn::Sub"] for g in groups) == sorted(
        f"/aws/lambda/${{AWS::StackName}}-{f.name}" for f in functions.ALL
    )
