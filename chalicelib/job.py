"""The names of the deeds that can be asked for (任务名称)."""

from enum import StrEnum


class Job(StrEnum):
    """What the queue worker can be asked to do; `workers` names the deed of each."""

    RING = "ring"
    WELCOME = "welcome"
    FAREWELL = "farewell"
    MISSED = "missed"
    MUTES = "mutes"
    HANG_UP = "hang_up"
    WARN_ALONE = "warn_alone"
    END = "end"
    SETTLE = "settle"
    SWEEP = "sweep"
    WATCH = "watch"
    HOST_GONE = "host_gone"
    CAP = "cap"
    RESERVATION = "reservation"
    TEXT = "text"
    CODE = "code"
    PURGE = "purge"
    RECONCILE = "reconcile"
    RECONCILE_HOUR = "reconcile_hour"
