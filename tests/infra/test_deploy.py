"""A stage is brought up, brought up to date, and left alone where nothing changed."""

import pytest

from infra import artifacts, deploy, runtimes
from infra import stage as stages
from tests.cloud import ADDRESS, REGION, STACK


def kept():
    return artifacts.Artifacts(stages.Stage("dev", stages.boto3.Session(region_name=REGION)))


def records(cloud):
    return [key for key in cloud.objects(kept().bucket) if key.startswith("releases/dev/")]


def test_a_stage_comes_up_with_one_question(cloud, made, answers, capsys):
    del made
    answers.append("y")

    assert deploy.main(["dev"]) == 0

    said = capsys.readouterr().out
    assert "Add     AccountsTable  AWS::DynamoDB::Table" in said
    assert f"CREATE_COMPLETE          {STACK}" in said
    assert cloud.tables() == [f"{STACK}-accounts"]
    assert answers == []


def test_it_is_told_its_own_address_and_is_protected(deployed):
    now = deployed.stack()

    assert now["PublicBaseUrl"] == ADDRESS
    assert now["DeletionProtection"] == "yes"
    assert deployed.protected == {STACK: True}


def test_its_site_is_there_and_its_release_is_recorded(deployed):
    release = kept().current()

    page = deployed.object(deployed.outputs()["SiteBucket"], "index.html").decode()
    assert f"/r/{release.site}/main.js" in page
    assert kept().releases() == [release]
    assert kept().template(release.template)["Parameters"]["ServiceNumber"]


def test_the_functions_run_the_zip_that_was_uploaded(deployed, made):
    template = kept().template(kept().current().template)

    found = {
        name: one["Properties"]["CodeUri"]
        for name, one in template["Resources"].items()
        if one["Type"] == "AWS::Serverless::Function"
    }
    assert set(found) == {"APIHandler", "Work", "Minute", "Day"}
    assert {code["Bucket"] for code in found.values()} == {kept().bucket}
    (key,) = {code["Key"] for code in found.values()}
    assert deployed.object(kept().bucket, key) == made.code


@pytest.mark.parametrize("said", [["n"], [""], []])
def test_whoever_does_not_say_yes_changes_nothing(said, cloud, made, answers, capsys):
    del made
    answers += said

    assert deploy.main(["dev"]) == 0

    assert "Nothing was changed." in capsys.readouterr().out
    assert cloud.stack() is None
    assert cloud.tables() == []


def test_the_same_again_changes_nothing_and_is_no_new_release(deployed, capsys):
    assert deploy.main(["dev"]) == 0

    assert "Nothing changes in the stack." in capsys.readouterr().out
    assert len(records(deployed)) == 1


def test_other_code_is_another_release(deployed, made, clock):
    made.code = b"other code"
    clock.advance(minutes=1)

    assert deploy.main(["dev", "--yes"]) == 0

    assert len(records(deployed)) == 2
    assert kept().current() == kept().releases()[-1]


def test_other_files_alone_are_another_release_too(deployed, portal_files, answers, capsys):
    (portal_files / "main.js").write_text("export { one }")
    answers.append("y")

    assert deploy.main(["dev"]) == 0

    assert "Nothing changes in the stack.\nThe portal's files change.\n" in capsys.readouterr().out
    assert len(records(deployed)) == 2


def test_other_files_stay_where_they_are_if_nobody_says_yes(deployed, portal_files, answers):
    (portal_files / "main.js").write_text("export { one }")
    answers.append("n")

    assert deploy.main(["dev"]) == 0

    assert len(records(deployed)) == 1


def test_a_table_is_not_lost_without_force(deployed, made, capsys):
    made.tables = ["contacts"]

    assert deploy.main(["dev", "--yes"]) == 1

    assert "What these hold would be lost: AccountsTable" in capsys.readouterr().err
    assert deployed.tables() == [f"{STACK}-accounts"]
    assert deploy.main(["dev", "--yes", "--force"]) == 0
    assert f"{STACK}-contacts" in deployed.tables()


def test_what_is_not_said_stays_as_it_was(deployed):
    assert deploy.main(["dev", "--yes", "--warm", "3", "--email", "on-call@example.com"]) == 0
    assert deploy.main(["dev", "--yes", "--warm", "4"]) == 0

    now = deployed.stack()
    assert (now["WarmInstances"], now["AlarmEmail"]) == ("4", "on-call@example.com")


def test_other_settings_make_another_version_of_the_api():
    template = {
        "Resources": {f: {"Properties": {}} for f in ("APIHandler", "Work", "Minute", "Day")}
    }

    def version(**values):
        made = deploy.packed(template, "bucket", "code/1.zip", values)
        return made["Resources"]["APIHandler"]["Properties"]["AutoPublishCodeSha256"]

    assert version(PublicBaseUrl="a", X="1") == version(X="1", PublicBaseUrl="a")
    assert version(PublicBaseUrl="a") != version(PublicBaseUrl="b")


def test_a_small_account_holds_nothing_for_the_clock(cloud, made, capsys):
    del made
    cloud.at_once = 10

    assert deploy.main(["dev", "--yes"]) == 0

    assert cloud.stack()["ReserveConcurrency"] == "no"
    assert "may run 10 functions at once" in capsys.readouterr().out


def test_a_domain_without_its_certificate_is_refused(cloud, made, capsys):
    del made

    assert deploy.main(["dev", "--yes", "--domain", "116323.example"]) == 1

    assert "A domain needs its certificate" in capsys.readouterr().err
    assert cloud.stack() is None


def test_a_runtime_that_is_over_is_refused_before_anything_is_done(
    cloud, made, monkeypatch, capsys
):
    del made

    def over(*_):
        raise runtimes.RuntimeOver("AWS creates no function of python3.8")

    monkeypatch.setattr(runtimes, "warning", over)

    assert deploy.main(["dev", "--yes"]) == 1

    assert "AWS creates no function of python3.8" in capsys.readouterr().err
    assert cloud.client("s3").list_buckets()["Buckets"] == []


def test_a_runtime_that_ends_soon_is_told(cloud, made, monkeypatch, capsys):
    del cloud, made
    monkeypatch.setattr(runtimes, "warning", lambda *_: "python3.11 gets no more updates")

    assert deploy.main(["dev", "--yes"]) == 0

    assert "python3.11 gets no more updates\n" in capsys.readouterr().out


def test_the_packages_lie_in_a_private_bucket(deployed):
    s3, bucket = deployed.client("s3"), kept().bucket

    assert bucket == f"duoyoutong-packages-123456789012-{REGION}"
    public = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert set(public.values()) == {True}
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"


@pytest.mark.parametrize("stage", ["", "Dev", "dev-2", "2dev", "a" * 17])
def test_a_stage_that_could_be_mistaken_for_another_is_refused(stage, capsys):
    with pytest.raises(SystemExit):
        deploy.main([stage])

    assert "small letters and digits" in capsys.readouterr().err


def test_without_a_region_it_is_asked_for(cloud, made, monkeypatch, capsys):
    del cloud, made
    monkeypatch.delenv("AWS_DEFAULT_REGION")

    assert deploy.main(["dev", "--yes"]) == 1

    assert "In which region?" in capsys.readouterr().err


def test_a_number_is_not_led_to_a_name_that_leads_nowhere(cloud, made, monkeypatch, capsys):
    del cloud, made
    monkeypatch.setattr(deploy, "resolves", lambda _: False)

    assert deploy.main(["dev", "--yes"]) == 0

    said = capsys.readouterr().out
    assert f"{ADDRESS} leads nowhere yet: have the name lead to d111.cloudfront.example" in said
    assert "python -m infra.number dev" in said


def test_whether_a_name_leads_anywhere_is_asked_of_the_network():
    assert deploy.resolves("http://127.0.0.1:8000")
    assert not deploy.resolves("https://116323.invalid")
