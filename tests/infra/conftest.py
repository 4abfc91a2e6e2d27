"""An account of AWS that is empty for each test, and what is deployed to it."""

from functools import cache
from unittest.mock import patch

import pytest
from botocore.client import BaseClient
from botocore.loaders import JSONFileLoader
from moto import mock_aws
from moto.backends import get_backend

from infra import deploy, package, portal
from tests.cloud import ACCOUNT, REGION, SERVICES, Cloud, Made


@pytest.fixture(scope="session", autouse=True)
def described_once():
    """Read what botocore knows of a service once, and not in each session of each command."""
    load = cache(JSONFileLoader().load_file)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(JSONFileLoader, "load_file", lambda _, path: load(path))
        yield


@pytest.fixture
def cloud(monkeypatch, clock):
    """Be in an empty account, in a region that the other tests' tables are not in."""
    del clock
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    aws = mock_aws()
    aws.start(reset=False)
    for service in SERVICES:
        get_backend(service)[ACCOUNT][REGION].reset()
    get_backend("s3")[ACCOUNT]["aws"].reset()
    made = Cloud()
    with patch.object(BaseClient, "_make_api_call", made.calls()):
        made.keep_a_secret()
        yield made
    aws.stop(remove_data=False)


@pytest.fixture
def answers(monkeypatch):
    """Answer the questions of a command so, one after the other; without an answer: nobody does."""
    waiting = []

    def answer(_):
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    monkeypatch.setattr("builtins.input", answer)
    return waiting


@pytest.fixture
def portal_files(tmp_path, monkeypatch):
    """Have a portal of a few files."""
    folder = tmp_path / "site"
    (folder / "audio").mkdir(parents=True)
    (folder / "index.html").write_text('<script src="main.js"></script><a href="#/x">x</a>')
    (folder / "main.js").write_text("export {}")
    (folder / "busy.xml").write_text("<Response/>")
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "audio" / "ringback.wav").write_bytes(b"RIFF")
    monkeypatch.setattr(portal, "SITE", folder)
    return folder


@pytest.fixture
def made(tmp_path, monkeypatch, portal_files):
    """Package in no time."""
    del portal_files
    made = Made(tmp_path)
    monkeypatch.setattr(package, "package", made.package)
    monkeypatch.setattr(deploy, "resolves", lambda _: True)
    return made


@pytest.fixture
def deployed(cloud, made):
    """Have the stage dev deployed once."""
    del made
    assert deploy.main(["dev", "--yes"]) == 0
    return cloud
