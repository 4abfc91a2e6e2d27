"""The queue on one machine: it is made when missing, and its messages reach the product's handler.

On AWS this is an SQS queue with a dead-letter queue, and Lambda's own poller.
"""

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local.events import sqs_event
from local.function import Function

AT_ONCE = 8
TRIES = 5  # before a message goes to the dead letters
INVISIBLE = 60  # seconds a message is left alone after a failure, or a death in mid-work
LONG_POLL = 2  # seconds; also the longest wait of a clean stop
RETRY_AFTER = 1.0  # seconds, while the queue does not answer

log = logging.getLogger(__name__)


def client() -> Any:  # noqa: ANN401 - boto3 makes its clients' classes as it runs
    """Return an SQS client for the endpoint that the environment names."""
    config = Config(max_pool_connections=AT_ONCE, retries={"mode": "standard"})
    return boto3.client("sqs", config=config)


def ensure_queue(sqs: Any, name: str) -> str:  # noqa: ANN401 - see client
    """Return the URL of the queue *name*; make it and its dead-letter queue if they are missing."""
    dead = sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
    redrive = {"deadLetterTargetArn": queue_arn(sqs, dead), "maxReceiveCount": TRIES}
    attributes = {"VisibilityTimeout": str(INVISIBLE), "RedrivePolicy": json.dumps(redrive)}
    return str(sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"])


def queue_arn(sqs: Any, url: str) -> str:  # noqa: ANN401 - see client
    """Return the queue's name in the way events and policies write it."""
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return str(answer["Attributes"]["QueueArn"])


class Worker:
    """Hands each message of a queue to *function*, several at once, one to a call.

    A message is deleted once the function returned; after a failure it comes again, as on AWS.
    """

    def __init__(self, sqs: Any, queue_url: str, function: Function) -> None:  # noqa: ANN401 - see client
        self._sqs = sqs
        self._url = queue_url
        self._arn = queue_arn(sqs, queue_url)
        self._function = function
        self._stopping = threading.Event()
        self._pollers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="poller")
        self._polling = [self._pollers.submit(self._poll) for _ in range(AT_ONCE)]

    def stop(self) -> None:
        """Take no more messages, and return when those in work are done."""
        self._stopping.set()
        for poll in self._polling:
            poll.result()
        self._pollers.shutdown()

    def _poll(self) -> None:
        while not self._stopping.is_set():
            try:
                self._take_one()
            except (BotoCoreError, ClientError) as error:
                log.warning("queue does not answer", extra={"error": str(error)})
                self._stopping.wait(RETRY_AFTER)

    def _take_one(self) -> None:
        answer = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=1,
            WaitTimeSeconds=LONG_POLL,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        for message in answer.get("Messages", []):
            if self._function.succeeds(sqs_event(message, self._arn)):
                receipt = message["ReceiptHandle"]
                self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=receipt)
