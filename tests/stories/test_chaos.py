"""The chaos in its short form: a few hosts, the product killed twice, store and network faulty."""

from pprint import pformat

import pytest

from local.store import Endpoints
from tests.chaos.run import Plan, chaos


@pytest.mark.timeout(300)  # a minute, and what a busy machine makes of it
def test_killed_amid_faults_of_store_and_network_the_books_agree(
    endpoints: Endpoints, capfd: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []
    patient = 60.0  # other tests may keep the machine busy
    plan = Plan(
        seed=1, conferences=10, kills=(2, 2), pause=(3, 6), ready_within=patient, thorough=False
    )

    outcome = chaos(endpoints, plan, said.append, lambda: capfd.readouterr().err)

    assert not outcome.amiss, pformat([said, outcome.amiss], width=150)  # in full: it may be rare
