"""What the commands of a deployment find: a cloud in this process, and a package made quickly."""

import json
import warnings

import boto3
from botocore.client import BaseClient
from moto.backends import get_backend

from infra import package
from infra.template.functions import ALL
from infra.template.parameters import conditions, parameters

ACCOUNT, REGION = "123456789012", "eu-west-1"
SERVICES = ("cloudformation", "dynamodb", "logs", "secretsmanager")
STACK = "duoyoutong-dev"
ADDRESS = "https://d111.cloudfront.example"
SECRET = f"{STACK}/provider"
SECRET_OF_THE_STACK = {
    "LogicalResourceId": "Secrets",
    "PhysicalResourceId": SECRET,
    "ResourceType": "AWS::SecretsManager::Secret",
}
KEPT = {"DeletionPolicy": "Retain"}


class Cloud:
    """What these commands ask of AWS.

    moto's stacks have no secrets, and some of its answers are missing: they are made here.
    """

    def __init__(self):
        self.session = boto3.Session(region_name=REGION)
        self.protected = {}
        self.at_once = 1000
        self._call = BaseClient._make_api_call  # noqa: SLF001 - all of HTTP is behind it

    def client(self, service):
        return self.session.client(service)

    def keep_a_secret(self):
        """Have the stack's secret, as it is before anybody was told anything."""
        text = json.dumps({"PORTAL_PROXY_SECRET": "by chance"})
        self.client("secretsmanager").create_secret(Name=SECRET, SecretString=text)

    def calls(self):
        def make_api_call(client, operation, asked):  # a plain function, to become a method
            match operation:
                case "UpdateTerminationProtection":
                    self.protected[asked["StackName"]] = asked["EnableTerminationProtection"]
                    return {}
                case "GetAccountSettings":
                    return {"AccountLimit": {"ConcurrentExecutions": self.at_once}}
                case "ListStackResources":
                    answer = self._quietly(client, operation, asked)
                    answer["StackResourceSummaries"].append(SECRET_OF_THE_STACK)
                    return answer
                case "ExecuteChangeSet":
                    return self._execute(client, operation, asked)
                case _:
                    return self._call(client, operation, asked)

        return make_api_call

    def _execute(self, client, operation, asked):
        """Carry a change set out; moto then still tells the old parameters and outputs."""
        answer = self._quietly(client, operation, asked)
        backend = get_backend("cloudformation")[ACCOUNT][REGION]
        done = backend.change_sets[asked["ChangeSetName"]]
        stack = backend.stacks[done.stack_id]
        stack.parameters, stack.template_dict = done.parameters, done.template_dict
        stack.output_map = stack._create_output_map()  # noqa: SLF001 - it has no other way
        return answer

    def _quietly(self, client, operation, asked):
        """Ask moto without its warnings of the kinds that it has not."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Tried to parse")
            return self._call(client, operation, asked)

    def stack(self):
        """Return the parameters of the stack, None if there is none."""
        stacks = self.client("cloudformation").describe_stacks()["Stacks"]
        found = [one for one in stacks if one["StackName"] == STACK]
        return (
            {p["ParameterKey"]: p["ParameterValue"] for p in found[0]["Parameters"]}
            if found
            else None
        )

    def outputs(self):
        (found,) = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        return {one["OutputKey"]: one["OutputValue"] for one in found["Outputs"]}

    def tables(self):
        return self.client("dynamodb").list_tables()["TableNames"]

    def objects(self, bucket):
        found = self.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])
        return {one["Key"]: self.object(bucket, one["Key"]) for one in found}

    def object(self, bucket, key):
        return self.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()


class Made:
    """What the packaging makes: *code*, and the *template* of a stack with a table or two."""

    def __init__(self, folder):
        self.folder = folder
        self.code = b"code"
        self.tables = ["accounts"]

    def template(self):
        functions = {f.logical_id: {"Type": "AWS::Serverless::Function"} for f in ALL}
        return {
            "Parameters": parameters(),
            "Conditions": conditions(),
            "Resources": {
                "Site": {"Type": "AWS::S3::Bucket", **KEPT},
                **{f"{name.capitalize()}Table": _table(name) for name in self.tables},
                **{name: {**one, "Properties": {}} for name, one in functions.items()},
            },
            "Outputs": {
                "PublicAddress": {"Value": ADDRESS},
                "FrontName": {"Value": "d111.cloudfront.example"},
                "SiteBucket": {"Value": {"Ref": "Site"}},
                "SecretsId": {"Value": SECRET},
            },
        }

    def package(self, stage, architecture=""):
        del stage, architecture
        template, code = self.folder / "template.json", self.folder / "deployment.zip"
        template.write_text(json.dumps(self.template()))
        code.write_bytes(self.code)
        return package.Package(template, code)


def _table(name):
    return {
        "Type": "AWS::DynamoDB::Table",
        **KEPT,
        "Properties": {
            "TableName": {"Fn::Sub": f"${{AWS::StackName}}-{name}"},
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        },
    }
