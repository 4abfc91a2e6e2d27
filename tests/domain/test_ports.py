"""The queue's door and the clock's door, with the events that AWS sends."""

import json

import boto3
import pytest

from chalicelib import conference, config, jobs
from chalicelib.job import Job
from tests import factories
from tests.people import LI

pytestmark = pytest.mark.usefixtures("product")


def test_a_message_of_the_queue_is_one_deed(phone, network):
    conference_id = factories.started(LI)
    body = json.dumps({"job": "ring", "subject": conference_id, "about": ""})
    event = phone.client.events.generate_sqs_event([body])

    phone.client.lambda_.invoke("work", event)

    assert network.rung == [LI]


@pytest.mark.parametrize("body", ["", "{}", '{"job": "dance", "subject": "", "about": ""}'])
def test_a_message_nobody_understands_comes_back(phone, body):
    event = phone.client.events.generate_sqs_event([body])

    with pytest.raises((ValueError, KeyError)):
        phone.client.lambda_.invoke("work", event)


def test_the_minute_has_what_is_due_looked_at(phone, queue, clock):
    factories.started(LI)
    queue.run()
    clock.advance(seconds=55)
    event = phone.client.events.generate_cw_event("aws.events", "Scheduled Event", {}, [], "cn")

    phone.client.lambda_.invoke("minute", event)

    assert queue.asked == [("sweep", "")]


@pytest.fixture
def real_queue(monkeypatch, aws):
    """Make a queue of SQS in this process, and undo what stands in for the way to it."""
    del aws
    monkeypatch.undo()
    client = boto3.client("sqs")
    url = client.create_queue(QueueName="work")["QueueUrl"]
    factories.settings_with(monkeypatch, queue_url=url)
    jobs.queue.cache_clear()  # a client made before would not know this queue
    yield client, url
    client.delete_queue(QueueUrl=url)
    jobs.queue.cache_clear()  # likewise


def test_a_job_asked_for_is_a_message_on_the_queue(real_queue):
    client, url = real_queue
    conference_id = conference.id_of("CA1")

    jobs.ask(Job.HANG_UP, conference_id, "CA1")
    jobs.ask(Job.SETTLE, conference_id, delay=config.settings.goodbye_seconds)

    counts = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    (message,) = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert json.loads(message["Body"]) == {
        "job": "hang_up",
        "subject": conference_id,
        "about": "CA1",
    }
    assert counts["ApproximateNumberOfMessagesDelayed"] == "1"
