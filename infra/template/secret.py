"""The secrets of the stack: where they lie; `make secrets` says later what they are (密钥)."""

import json
from typing import Any

from infra.template.tables import KEPT

NAMES = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_API_SECRET")
"""What a person says."""
PROXY = "PORTAL_PROXY_SECRET"
"""What is made by chance: it proves to the API that CloudFront asks."""


def resources() -> dict[str, dict[str, Any]]:
    """Return the one secret, empty but for what is made by chance."""
    return {
        "Secrets": {
            "Type": "AWS::SecretsManager::Secret",
            **KEPT,
            "Properties": {
                "Name": {"Fn::Sub": "${AWS::StackName}/provider"},
                "Description": "Credentials of the telephony provider, and of our own proxy",
                "GenerateSecretString": {
                    "SecretStringTemplate": json.dumps(dict.fromkeys(NAMES, "")),
                    "GenerateStringKey": PROXY,
                    "PasswordLength": 43,
                    "ExcludePunctuation": True,
                },
            },
        }
    }


def proxy_secret() -> dict[str, str]:
    """Return what CloudFormation reads the proxy's secret by, never shown in the template."""
    return {"Fn::Sub": f"{{{{resolve:secretsmanager:${{Secrets}}:SecretString:{PROXY}}}}}"}
