"""The queue of jobs, and where jobs end that cannot be done (队列)."""

from typing import Any

WORKER_SECONDS = 50
"""The longest life of a job: below LOST_RING_SECONDS, so that no ring is looked for early."""
INVISIBLE_SECONDS = 60
"""How soon a job that failed is begun again; Lambda demands no less than its function's time."""
TRIES = 5
KEPT_SECONDS = 14 * 24 * 3600
"""How long a job that cannot be done waits for a person: the longest there is."""


def resources() -> dict[str, dict[str, Any]]:
    """Return the queue `Jobs` and its dead-letter queue."""
    return {
        "Jobs": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "QueueName": {"Fn::Sub": "${AWS::StackName}-jobs"},
                "VisibilityTimeout": INVISIBLE_SECONDS,
                "SqsManagedSseEnabled": True,
                "RedrivePolicy": {
                    "deadLetterTargetArn": {"Fn::GetAtt": ["DeadJobs", "Arn"]},
                    "maxReceiveCount": TRIES,
                },
            },
        },
        "DeadJobs": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "QueueName": {"Fn::Sub": "${AWS::StackName}-dead-jobs"},
                "MessageRetentionPeriod": KEPT_SECONDS,
                "SqsManagedSseEnabled": True,
            },
        },
        "JobsOverTls": _over_tls("Jobs"),
        "DeadJobsOverTls": _over_tls("DeadJobs"),
    }


def _over_tls(queue: str) -> dict[str, Any]:
    return {
        "Type": "AWS::SQS::QueuePolicy",
        "Properties": {
            "Queues": [{"Ref": queue}],
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "sqs:SendMessage",
                        "Resource": {"Fn::GetAtt": [queue, "Arn"]},
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    }
                ],
            },
        },
    }
