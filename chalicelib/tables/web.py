"""What the portal keeps for a while: who is logged in, and which phone is being proved (网站)."""

from pynamodb.attributes import (
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from chalicelib import config
from chalicelib.tables.table import Settings, Table
from chalicelib.tables.writes import Action, Condition, change


class Session(Table):
    """One browser that is logged in (登录会话), under the hash of its token."""

    class Meta(Settings):
        table_name = config.settings.table_prefix + "sessions"

    token_hash = UnicodeAttribute(hash_key=True)
    billing_number = UnicodeAttribute()
    made_at = UTCDateTimeAttribute()
    seen_at = UTCDateTimeAttribute()
    browser = UnicodeAttribute(default="")
    address = UnicodeAttribute(default="")
    expires_at = TTLAttribute()


class Verification(Table):
    """A phone that is being proved by a code call (激活码); kept to explain the call afterwards."""

    class Meta(Settings):
        table_name = config.settings.table_prefix + "verifications"

    verification_id = UnicodeAttribute(hash_key=True)
    purpose = UnicodeAttribute()
    state = UnicodeAttribute()
    number = UnicodeAttribute()
    language = UnicodeAttribute(default="zh")
    made_at = UTCDateTimeAttribute()
    asked = UnicodeAttribute()
    """Hash of what was asked for: the same key with other words is refused."""
    asked_at = UTCDateTimeAttribute()
    """When the queue was last asked for its call."""
    wait_until = UTCDateTimeAttribute(null=True)
    """End of the two minutes in which the number may dial 116323 (S35)."""
    calls = NumberAttribute(default=0)
    """How often it was rung; each call has a code of its own."""
    call_key = UnicodeAttribute(null=True)
    """Idempotency-Key of the latest wish for another call."""
    called_at = UTCDateTimeAttribute(null=True)
    retry_at = UTCDateTimeAttribute(null=True)
    valid_until = UTCDateTimeAttribute(null=True)
    """End of the life of the latest code."""
    guesses = NumberAttribute(default=0)
    call_sid = UnicodeAttribute(null=True)
    billing_number = UnicodeAttribute(null=True)
    """Whose host number it is to become."""
    operator = UnicodeAttribute(null=True)
    """Login of who asks for the customer's word at the desk."""
    agreed_at = UTCDateTimeAttribute(null=True)
    """When the customer gave it."""
    name = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    password = UnicodeAttribute(null=True)
    agreement = UnicodeAttribute(null=True)
    note = UnicodeAttribute(null=True)
    """These five are what the form said; they are taken away when the code is right."""
    expires_at = TTLAttribute()

    def move(
        self, state: str, *actions: Action, after: set[str], condition: Condition | None = None
    ) -> bool:
        """Move to *state* if we are in one of *after*; on winning, this object holds all of it."""
        held = Verification.state.is_in(*after)
        if condition is not None:
            held &= condition
        return change(self, Verification.state.set(state), *actions, condition=held)
