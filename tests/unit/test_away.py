"""A command whose tables are out of reach says what to do, in words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
)
from pynamodb.exceptions import GetError, PutError

from infra import billing, exceptions, operators
from infra.away import why

ROOT = Path(__file__).parents[2]
NOBODY = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_DEFAULT_REGION": "cn-north-1",
}
NO_CREDENTIALS = "No credentials of AWS: set AWS_PROFILE, or run  aws configure"


def refused(code):
    return ClientError({"Error": {"Code": code, "Message": f"AWS says {code}"}}, "GetItem")


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (NoRegionError(), "Set AWS_DEFAULT_REGION"),
        (NoCredentialsError(), NO_CREDENTIALS),
        (PartialCredentialsError(provider="env", cred_var="AWS_SECRET"), NO_CREDENTIALS),
        (refused("ResourceNotFoundException"), "set TABLE_PREFIX to duoyoutong-STAGE-"),
        (refused("AccessDeniedException"), "AWS says AccessDeniedException"),
        (EndpointConnectionError(endpoint_url="https://there"), "https://there"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_the_store_could_not_do_is_told_by_its_cause(cause, told):
    assert told in why(GetError(f"Failed to get item: {cause}", cause))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (NoCredentialsError(), NO_CREDENTIALS),
        (ProfileNotFound(profile="prod"), "The config profile (prod) could not be found"),
        (refused("AccessDeniedException"), "AWS says AccessDeniedException"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_aws_refuses_before_that_is_told_too(error, told):
    assert told in why(error)


@pytest.fixture(params=["store", "aws"])
def away(request):
    """Return a function that fails as the store does, or AWS before it."""
    none = NoCredentialsError()

    def fails(*_, **__):
        raise PutError("away", none) if request.param == "store" else none

    return fails


@pytest.mark.parametrize(
    ("command", "words", "deed"),
    [
        (exceptions, "clear 65550101", "infra.exceptions.clear"),
        (operators, "off lin-01", "chalicelib.operators.set_active"),
        (billing, "findings 2026-11-26", "chalicelib.tables.reconciled"),
    ],
    ids=["exceptions", "operators", "billing"],
)
def test_each_command_says_it_and_fails(command, words, deed, away, capsys):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deed, away)

        assert command.main(words.split()) == 1
    told = capsys.readouterr()
    assert told.err.startswith(f"{NO_CREDENTIALS}\n")
    assert "local.operate" in told.err
    assert told.out == ""


def test_without_credentials_there_is_no_traceback():
    free = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}

    ended = subprocess.run(
        [sys.executable, "-m", "infra.exceptions", "allow", "13800000201"],
        cwd=ROOT,
        env=free | NOBODY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"{NO_CREDENTIALS}\n")
    assert "Traceback" not in ended.stderr
