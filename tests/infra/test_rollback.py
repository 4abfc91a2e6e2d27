"""A release that ran before runs again, and one can go forward again."""

import pytest

from infra import artifacts, deploy, rollback
from infra import stage as stages
from infra.artifacts import Release
from infra.stage import CommandError
from tests.cloud import STACK

FIRST, SECOND, THIRD = (Release(f"2011021{n}T020000Z-{n * 12}", f"t{n}", "s") for n in "123")


@pytest.fixture
def newer(deployed, made, portal_files, clock):
    """Have a second release with a table more and another home page."""
    clock.advance(minutes=1)
    made.tables = ["accounts", "contacts"]
    (portal_files / "main.js").write_text("export { one }")
    assert deploy.main(["dev", "--yes", "--warm", "2"]) == 0
    return deployed


def home(cloud):
    return cloud.object(cloud.outputs()["SiteBucket"], "index.html").decode()


def names(out):
    return [line.split()[0] for line in out.splitlines() if line.startswith("2011")]


def test_the_release_before_runs_again_with_the_parameters_of_now(newer, capsys):
    late = home(newer)

    assert rollback.main(["dev", "--yes", "--force"]) == 0

    assert f"{STACK}-accounts" in newer.tables()
    assert newer.stack()["WarmInstances"] == "2"
    assert home(newer) != late
    said = capsys.readouterr().out
    assert "Remove  ContactsTable" in said
    assert "runs." in said


def test_a_table_that_only_the_newer_one_has_is_not_taken_out_without_force(newer, capsys):
    late = home(newer)

    assert rollback.main(["dev", "--yes"]) == 1

    assert "What these hold would be lost: ContactsTable" in capsys.readouterr().err
    assert home(newer) == late


def test_one_goes_forward_again_by_name(newer, capsys):
    late = home(newer)
    rollback.main(["dev", "--yes", "--force"])
    newest = names(capsys.readouterr().out)[-1]

    assert rollback.main(["dev", "--yes", "--to", newest]) == 0

    assert home(newer) == late


def test_whoever_does_not_say_yes_stays_where_they_are(newer, answers, capsys):
    late = home(newer)
    answers.append("n")

    assert rollback.main(["dev", "--force"]) == 0

    assert "Nothing was changed." in capsys.readouterr().out
    assert home(newer) == late


@pytest.mark.parametrize(("said", "back"), [("y", True), ("n", False)])
def test_files_alone_go_back_too(said, back, deployed, portal_files, answers):
    early = home(deployed)
    (portal_files / "main.js").write_text("export { one }")
    answers += ["y", said]
    deploy.main(["dev"])

    assert rollback.main(["dev"]) == 0

    assert (home(deployed) == early) is back


def test_before_the_first_there_is_nothing(deployed, capsys):
    del deployed

    assert rollback.main(["dev", "--yes"]) == 1

    assert "Nothing ran before it." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("current", "name", "found"),
    [
        (THIRD, None, SECOND),
        (SECOND, None, FIRST),
        (FIRST, THIRD.name, THIRD),
    ],
)
def test_the_one_before_is_by_age_and_any_by_name(current, name, found):
    assert rollback.chosen([FIRST, SECOND, THIRD], current, name) == found


@pytest.mark.parametrize(("current", "name"), [(FIRST, None), (None, None), (THIRD, "other")])
def test_what_never_ran_cannot_be_gone_back_to(current, name):
    with pytest.raises(CommandError):
        rollback.chosen([FIRST, SECOND, THIRD], current, name)


def test_a_release_of_an_earlier_stack_whose_files_are_gone_is_refused(newer, capsys):
    bucket, before = newer.outputs()["SiteBucket"], newer.stack()
    gone = artifacts.Artifacts(stages.Stage("dev", newer.session)).releases()[0]
    newer.client("s3").delete_object(Bucket=bucket, Key=f"r/{gone.site}/index.html")

    assert rollback.main(["dev", "--yes", "--force"]) == 1

    assert f"The portal's files of {gone.name} went" in capsys.readouterr().err
    assert newer.stack() == before
