"""What a deployment may be given, and what follows from it (参数)."""

from typing import Any


def parameters() -> dict[str, dict[str, Any]]:
    """Return the parameters; what is not given in an update stays as it was."""
    return {
        "PublicBaseUrl": _text(
            "Exact URL prefix that the provider is given, no slash at the end; "
            "deploy fills in the address of the site where there is no domain",
            "https://not-yet.invalid",
        ),
        "TwilioApiBaseUrl": _text("REST base of the provider", "https://api.twilio.com"),
        "ServiceNumber": _text("The E.164 number behind 116323", "+861065116323"),
        "DomainName": _text("Name that the site is known by; empty: CloudFront's own", ""),
        "CertificateArn": _text("Certificate of that name, in us-east-1", ""),
        "AlarmEmail": _text("Who is told of alarms; empty: nobody is", ""),
        "WarmInstances": {
            "Type": "Number",
            "Default": 0,
            "MinValue": 0,
            "Description": "API functions that are kept warm (provisioned concurrency)",
        },
        "ReserveConcurrency": _choice(
            "Hold concurrency for the clock's functions; an account that has less than 110 must "
            "say no"
        ),
        "DeletionProtection": _choice("Tables cannot be deleted while it is so"),
    }


def conditions() -> dict[str, Any]:
    """Return what is asked of the parameters, by name."""
    return {
        "HasDomain": _given("DomainName"),
        "HasEmail": _given("AlarmEmail"),
        "Warm": {"Fn::Not": [{"Fn::Equals": [{"Ref": "WarmInstances"}, 0]}]},
        "Reserved": {"Fn::Equals": [{"Ref": "ReserveConcurrency"}, "yes"]},
        "Protected": {"Fn::Equals": [{"Ref": "DeletionProtection"}, "yes"]},
    }


def _text(description: str, default: str) -> dict[str, Any]:
    return {"Type": "String", "Default": default, "Description": description}


def _choice(description: str) -> dict[str, Any]:
    return {**_text(description, "yes"), "AllowedValues": ["yes", "no"]}


def _given(name: str) -> dict[str, Any]:
    return {"Fn::Not": [{"Fn::Equals": [{"Ref": name}, ""]}]}
