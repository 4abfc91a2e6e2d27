"""Messages of the queue reach the product's handler as Lambda hands them over."""

import hashlib
import threading
import time

import pytest

from local import sqs, store
from local.function import Function


@pytest.fixture(scope="module")
def endpoints():
    with store.running(store.Kind.MINISTACK, in_memory=True) as endpoints:
        yield endpoints


@pytest.fixture
def queue(endpoints, monkeypatch, request):
    """Yield a client and the URL of a new queue, whose failed messages return after a second."""
    for name, value in endpoints.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sqs, "INVISIBLE", 1)
    monkeypatch.setattr(sqs, "TRIES", 2)
    monkeypatch.setattr(sqs, "LONG_POLL", 1)
    client = sqs.client()
    name = "jobs-" + hashlib.sha256(request.node.name.encode()).hexdigest()[:8]
    yield client, sqs.ensure_queue(client, name)
    client.close()


class Seen:
    """A handler that keeps its events and wakes who waits for a number of them."""

    def __init__(self, *, fails=0):
        self.events = []
        self._fails = fails
        self._changed = threading.Condition()

    def __call__(self, event, context):
        with self._changed:
            self.events.append((event, context))
            self._changed.notify_all()
            if len(self.events) <= self._fails:
                msg = "the provider is down"
                raise ConnectionError(msg)

    def wait_for(self, count):
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.events) >= count, timeout=10)


def run(queue, handler, until):
    """Run a worker on *queue* until *until* returns."""
    client, url = queue
    function = Function("work", handler, at_once=sqs.AT_ONCE)
    worker = sqs.Worker(client, url, function)
    try:
        until()
    finally:
        worker.stop()
        function.close()


def left(queue):
    """Return how many messages a queue holds, in view or not."""
    client, url = queue
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    answer = client.get_queue_attributes(QueueUrl=url, AttributeNames=names)
    return sum(int(answer["Attributes"][name]) for name in names)


def test_a_message_comes_as_the_event_that_lambda_makes_of_it(queue, event_of):
    client, url = queue
    handler = Seen()

    client.send_message(QueueUrl=url, MessageBody='{"job": "ring"}')
    run(queue, handler, lambda: handler.wait_for(1))

    [(event, context)] = handler.events
    [record] = event["Records"]
    assert record["md5OfBody"] == hashlib.md5(b'{"job": "ring"}').hexdigest()  # noqa: S324 - SQS's
    assert record["eventSourceARN"] == sqs.queue_arn(client, url)
    record |= {"messageId": "ID", "receiptHandle": "HANDLE"}
    record |= {"eventSourceARN": "ARN", "md5OfBody": "DIGEST"}
    record["attributes"] |= dict.fromkeys(
        ("ApproximateFirstReceiveTimestamp", "SentTimestamp"), "TIME"
    )
    record["attributes"] |= {"SenderId": "SENDER"}
    assert event == event_of("sqs")
    assert context.function_name == "work"


def test_a_message_that_was_handled_is_gone(queue):
    client, url = queue
    handler = Seen()

    client.send_message(QueueUrl=url, MessageBody="once")
    run(queue, handler, lambda: handler.wait_for(1))

    assert len(handler.events) == 1
    assert left(queue) == 0


def test_a_message_whose_handling_failed_comes_again(queue):
    client, url = queue
    handler = Seen(fails=1)

    client.send_message(QueueUrl=url, MessageBody="twice")
    run(queue, handler, lambda: handler.wait_for(2))

    counts = [
        event["Records"][0]["attributes"]["ApproximateReceiveCount"] for event, _ in handler.events
    ]
    assert counts == ["1", "2"]
    assert left(queue) == 0


def test_a_message_that_always_fails_ends_among_the_dead_letters(queue):
    client, url = queue
    dead = f"{url}-dead"
    handler = Seen(fails=99)

    def until():
        deadline = time.monotonic() + 10
        while left((client, dead)) == 0 and time.monotonic() < deadline:
            time.sleep(0.05)

    client.send_message(QueueUrl=url, MessageBody="poison")
    run(queue, handler, until)

    assert len(handler.events) == sqs.TRIES
    assert left((client, dead)) == 1
    assert left(queue) == 0


def test_several_messages_are_in_work_at_once(queue):
    client, url = queue
    together = threading.Barrier(4, timeout=10)
    done = Seen()

    def handler(event, context):
        together.wait()
        done(event, context)

    for number in range(4):
        client.send_message(QueueUrl=url, MessageBody=str(number))
    run(queue, handler, lambda: done.wait_for(4))

    assert {event["Records"][0]["body"] for event, _ in done.events} == {"0", "1", "2", "3"}


def test_a_queue_that_is_there_is_used_as_it_is(queue):
    client, url = queue
    name = url.rpartition("/")[2]

    client.send_message(QueueUrl=url, MessageBody="kept")
    again = sqs.ensure_queue(client, name)

    assert again == url
    assert left(queue) == 1


def test_a_queue_that_does_not_answer_is_asked_again(queue, monkeypatch, caplog):
    client, url = queue
    monkeypatch.setattr(sqs, "RETRY_AFTER", 0.05)
    name = url.rpartition("/")[2]
    handler = Seen()

    def until():
        deadline = time.monotonic() + 10
        client.delete_queue(QueueUrl=url)
        while "queue does not answer" not in caplog.messages and time.monotonic() < deadline:
            time.sleep(0.05)
        sqs.ensure_queue(client, name)
        client.send_message(QueueUrl=url, MessageBody="late")
        handler.wait_for(1)

    run(queue, handler, until)

    assert "queue does not answer" in caplog.messages
    assert left(queue) == 0
