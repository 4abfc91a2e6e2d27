"""Asking for many jobs: ten with each request; what the queue did not take is not said taken."""

import json
import threading

import botocore.session
import pytest
from botocore.stub import ANY, Stubber

from chalicelib import jobs
from chalicelib.job import Job
from chalicelib.jobs import Ask


class Requests:
    """Stands for the queue's client: it keeps what is sent, and refuses some places."""

    def __init__(self, *refused):
        self.refused, self.sent, self._lock = set(refused), [], threading.Lock()

    def send_message_batch(self, *, QueueUrl, Entries):  # noqa: N803 - as the client names them
        with self._lock:
            self.sent.append((QueueUrl, Entries))
        ids = [entry["Id"] for entry in Entries]
        return {
            key: [{"Id": one} for one in ids if (int(one) in self.refused) == failed]
            for key, failed in (("Successful", False), ("Failed", True))
        }


@pytest.fixture
def queue_of(monkeypatch):
    """Put a client in the place of the queue's that refuses these places."""

    def queue_of(*refused):
        client = Requests(*refused)
        monkeypatch.setattr(jobs, "queue", lambda: client)
        return client

    return queue_of


def many(count):
    return [Ask(Job.RESERVATION, "subject", f"about {n}", delay=n) for n in range(count)]


def asked(client):
    """Return the messages sent, by what they are about."""
    entries = [entry for _, entries in client.sent for entry in entries]
    found = [(json.loads(entry["MessageBody"]), entry["DelaySeconds"]) for entry in entries]
    return sorted(found, key=lambda message: message[1])


@pytest.mark.parametrize(
    ("count", "batches"), [(0, []), (1, [1]), (10, [10]), (11, [1, 10]), (205, [5, *[10] * 20])]
)
def test_ten_are_asked_for_with_each_request(queue_of, count, batches):
    client = queue_of()

    assert jobs.ask_all(many(count)) == list(range(count))

    assert sorted(len(entries) for _, entries in client.sent) == batches
    assert {url for url, _ in client.sent} <= {"https://queue.example/work"}
    assert asked(client) == [
        ({"job": "reservation", "subject": "subject", "about": f"about {n}"}, n)
        for n in range(count)
    ]


def test_no_two_of_a_request_have_the_same_id(queue_of):
    client = queue_of()

    jobs.ask_all(many(25))

    for _, entries in client.sent:
        assert len({entry["Id"] for entry in entries}) == len(entries)


def test_what_the_queue_did_not_take_is_not_among_the_taken(queue_of):
    queue_of(0, 9, 10, 24)

    taken = jobs.ask_all(many(25))

    assert taken == [n for n in range(25) if n not in {0, 9, 10, 24}]


def test_nothing_is_taken_where_all_failed(queue_of):
    queue_of(*range(25))

    assert jobs.ask_all(many(25)) == []


def test_the_queue_understands_the_request(monkeypatch):
    client = botocore.session.get_session().create_client("sqs")
    monkeypatch.setattr(jobs, "queue", lambda: client)
    failed = {"Id": "1", "SenderFault": False, "Code": "InternalError"}
    answer = {
        "Successful": [{"Id": "0", "MessageId": "m", "MD5OfMessageBody": "5"}],
        "Failed": [failed],
    }
    with Stubber(client) as stub:
        stub.add_response("send_message_batch", answer, {"QueueUrl": ANY, "Entries": ANY})
        taken = jobs.ask_all(many(2))

    assert taken == [0]


def test_a_request_that_fails_is_not_hidden(monkeypatch):
    client = botocore.session.get_session().create_client("sqs")
    monkeypatch.setattr(jobs, "queue", lambda: client)
    with Stubber(client) as stub:
        stub.add_client_error("send_message_batch", "ServiceUnavailable", http_status_code=503)

        with pytest.raises(client.exceptions.ClientError):
            jobs.ask_all(many(2))
