"""What the functions say, a line each."""

from datetime import timedelta

import pytest

from infra import logs
from infra.template.functions import ALL
from tests.cloud import STACK


@pytest.fixture
def said(cloud, clock, monkeypatch):
    """Have functions that have said something in the last hour; moto's logs are of today."""
    client, now = cloud.client("logs"), logs.datetime.now(logs.UTC)
    monkeypatch.setattr(logs.clock, "now", lambda: now)
    del clock
    for function in ALL:
        group = f"/aws/lambda/{STACK}-{function.name}"
        client.create_log_group(logGroupName=group)
        client.create_log_stream(logGroupName=group, logStreamName="1")

    def say(function, message, minutes=0):
        at = int((now - timedelta(minutes=minutes)).timestamp() * 1000)
        client.put_log_events(
            logGroupName=f"/aws/lambda/{STACK}-{function}",
            logStreamName="1",
            logEvents=[{"timestamp": at, "message": message}],
        )

    say("api", '{"message": "one"}\n', minutes=3)
    say("work", "two\nin two lines", minutes=2)
    say("api", "three", minutes=1)
    say("day", "long ago", minutes=30)
    return say


def printed(capsys):
    return [line.split(" ", 1)[1] for line in capsys.readouterr().out.splitlines()]


@pytest.mark.usefixtures("said")
def test_all_functions_are_told_in_the_order_of_their_lines(capsys):
    assert logs.main(["dev"]) == 0

    assert printed(capsys) == [
        'api    {"message": "one"}',
        "work   two in two lines",
        "api    three",
    ]


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--function", "work"], ["work   two in two lines"]),
        (["--function", "day", "--since", "1h"], ["day    long ago"]),
        (["--since", "90m", "--words", "three"], ["api    three"]),
        (["--function", "minute"], []),
    ],
)
def test_only_what_is_asked_for_is_told(arguments, told, capsys):
    assert logs.main(["dev", *arguments]) == 0

    assert printed(capsys) == told


def test_whoever_follows_hears_each_line_once(said, monkeypatch, capsys):
    rounds = iter(["four", "five"])

    def wait(_):
        message = next(rounds, None)
        if message is None:
            raise KeyboardInterrupt
        said("api", message)

    monkeypatch.setattr(logs.clock, "sleep", wait)

    assert logs.main(["dev", "--follow", "--function", "api"]) == 130

    assert printed(capsys) == [
        'api    {"message": "one"}',
        "api    three",
        "api    four",
        "api    five",
    ]


@pytest.mark.parametrize("since", ["", "5", "1w", "-1h", "1.5h"])
def test_a_span_is_a_number_and_its_unit(since, capsys):
    with pytest.raises(SystemExit):
        logs.main(["dev", f"--since={since}"])

    assert "write 30m, 6h or 2d" in capsys.readouterr().err


def test_a_line_is_told_with_its_moment_in_utc():
    line = {"timestamp": 1_297_821_600_042, "group": f"{STACK}-api", "message": " a\n b "}

    assert logs.told(line) == "2011-02-16T02:00:00.042Z api    a b"


def test_without_a_stack_it_says_so(cloud, capsys):
    del cloud

    assert logs.main(["dev"]) == 1
    assert "ResourceNotFoundException" in capsys.readouterr().err
