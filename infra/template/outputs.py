"""What the stack tells of itself, for the commands of `infra` (输出)."""

from typing import Any

PUBLIC_ADDRESS = {
    "Fn::If": [
        "HasDomain",
        {"Fn::Sub": "https://${DomainName}"},
        {"Fn::Sub": "https://${Front.DomainName}"},
    ]
}


def outputs() -> dict[str, dict[str, Any]]:
    """Return the outputs by name."""
    return {
        "PublicAddress": {"Value": PUBLIC_ADDRESS},
        "SiteBucket": {"Value": {"Ref": "Site"}},
        "FrontName": {"Value": {"Fn::GetAtt": ["Front", "DomainName"]}},
        "FrontId": {"Value": {"Ref": "Front"}},
        "SecretsId": {"Value": {"Ref": "Secrets"}},
        "JobsUrl": {"Value": {"Ref": "Jobs"}},
        "DeadJobsArn": {"Value": {"Fn::GetAtt": ["DeadJobs", "Arn"]}},
        "DeadJobsUrl": {"Value": {"Ref": "DeadJobs"}},
        "TablePrefix": {"Value": {"Fn::Sub": "${AWS::StackName}-"}},
    }
