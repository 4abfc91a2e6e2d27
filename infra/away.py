"""Why a command could not read or write the tables, for whoever gave it (够不到数据表)."""

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
)
from pynamodb.exceptions import PynamoDBException

AWAY = (PynamoDBException, BotoCoreError, ClientError)
"""What a command is ended by that needs the tables, or the secrets, and cannot have them."""
HERE = "For what make run serves on this machine:  python -m local.operate …"


def why(error: Exception) -> str:
    """Return what is wrong, one of AWAY, and what to do about it if we know."""
    cause = getattr(error, "cause", None) or error
    match cause:
        case NoRegionError():
            return f"In which region are the tables? Set AWS_DEFAULT_REGION.\n{HERE}"
        case NoCredentialsError() | PartialCredentialsError():
            return f"No credentials of AWS: set AWS_PROFILE, or run  aws configure\n{HERE}"
        case ClientError() if cause.response["Error"]["Code"] == "ResourceNotFoundException":
            return "There are no such tables here. On AWS, set TABLE_PREFIX to duoyoutong-STAGE-"
    return str(error)
