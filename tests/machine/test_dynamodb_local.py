"""The archive of the store's classes: it is used where there is one, and does without."""

from pathlib import Path

import pytest

from local import dynamodb_local
from local.processes import Child, StartError
from local.setup import CLASSES


def test_a_store_is_started_out_of_the_archive_that_the_tests_set_up(tmp_path):
    child = Child(dynamodb_local.command(tmp_path, in_memory=True))
    try:
        child.wait_until_ready()
        maps = Path(f"/proc/{child.pid}/maps").read_text()
    finally:
        child.stop()

    assert str(CLASSES) in maps  # an archive of another JVM, or of other classes, it lets go


@pytest.mark.parametrize("there", [True, False])
def test_the_archive_is_named_where_there_is_one(tmp_path, monkeypatch, there):
    archive = tmp_path / "classes.jsa"
    monkeypatch.setattr(dynamodb_local, "CLASSES", archive)
    if there:
        archive.touch()

    command = dynamodb_local.command(tmp_path, in_memory=True)

    assert (f"-XX:SharedArchiveFile={archive}" in command.argv) == there


def test_without_the_store_a_person_is_told_the_line_to_run(tmp_path, monkeypatch):
    monkeypatch.setattr(dynamodb_local, "DYNAMODB_LOCAL", tmp_path / "none")

    with pytest.raises(StartError, match=r"python3 -m local\.setup"):
        dynamodb_local.command(tmp_path, in_memory=True)
