"""docs/operations.md: every alarm of the stack is explained, and none that there is not."""

import re

import pytest

from infra.package import ROOT
from infra.template import alarms

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ALARMS = PAGE.partition("## Alarms")[2].partition("\n## ")[0]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in ALARMS.splitlines()
    if line.startswith("| `")
]


def test_every_alarm_is_explained_once() -> None:
    told = [name for row in ROWS for name in re.findall(r"`(\w+)`", row[0])]
    assert sorted(told) == sorted(alarm.name for alarm in alarms.ALL)


def test_an_alarm_says_what_it_means_and_what_to_do() -> None:
    assert all(len(row) == 3 and len(row[1]) > 20 and len(row[2]) > 20 for row in ROWS)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("LoginsGuessed", "{} wrong passwords"),
        ("LoginsThrottled", "{} refused"),
        ("CodeCallsMany", "{} code calls in five"),
        ("StrangersRung", "{} people in an hour"),
        ("JobsLate", "more than {} s"),
        ("WebhooksForged", "{} wrong signatures"),
        ("ServerErrors", "{} answers of 5xx"),
        ("ProviderFailing", "{} legs in five"),
    ],
)
def test_a_figure_in_the_page_is_the_one_in_the_stack(name: str, words: str) -> None:
    (at,) = (alarm.at for alarm in alarms.ALL if alarm.name == name)
    (means,) = (row[1] for row in ROWS if f"`{name}`" in row[0])
    assert words.format(f"{at:,}") in means
