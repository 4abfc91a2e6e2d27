"""Everything kept under one number, in one item collection (注册用户、通讯录)."""

from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    ListAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)

from chalicelib import config
from chalicelib.tables.table import Settings, Table


class AccountItem(Table):
    """One item under a number; those that begin with “account” are read when somebody calls."""

    class Meta(Settings):
        table_name = config.settings.table_prefix + "accounts"

    billing_number = UnicodeAttribute(hash_key=True)
    item = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()


class Account(AccountItem, discriminator="account"):
    """Who pays: opened by the first call to 116323 (S3, S19), registered on the web (S30–S41)."""

    ITEM = "account"

    state = UnicodeAttribute(default="activated")
    activated_at = UTCDateTimeAttribute()
    activated_by = UnicodeAttribute()
    """Sid of the call that opened it, so that the same webhook twice says the same."""
    registered_at = UTCDateTimeAttribute(null=True)
    closed_at = UTCDateTimeAttribute(null=True)
    """When it was closed last: what is older is not shown to who has the number now."""
    agreement = UnicodeAttribute(null=True)
    """The version of 116323多方通话用户协议 that was agreed to (S31)."""
    password = UnicodeAttribute(null=True)
    """argon2id, with its parameters in it."""
    name = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    language = UnicodeAttribute(default="zh")
    large_type = BooleanAttribute(default=False)
    """大字版."""
    welcomed = BooleanAttribute(default=False)
    """Was asked 您是第一次使用,是否需要帮助? (S43, S44), which is never asked again."""
    accept_by_1 = BooleanAttribute(default=False)
    """接听后按1加入."""
    call_back_host = BooleanAttribute(default=False)
    """主持人掉线回呼."""
    call_cap = NumberAttribute(null=True)
    month_cap = NumberAttribute(null=True)
    """费用上限 in fen, of one conference and of a month; none if null."""
    sessions = UnicodeSetAttribute(null=True)
    """Hashes of the tokens of its browsers: what is not here is not logged in."""
    live = UnicodeSetAttribute(null=True)
    """Ids of the conferences that count against its limits."""
    hour = NumberAttribute(default=0)
    """Hours since 1970 of the last ring, and the legs rung in it."""
    hour_calls = NumberAttribute(default=0)
    admissions = NumberAttribute(default=0)
    """How often legs were counted: who read another number looks again."""
    last_conference_id = UnicodeAttribute(null=True)


class NumberException(AccountItem, discriminator="exception"):
    """What the number plan cannot know: a number *allowed* or *barred* by the operator (S4–S6)."""

    ITEM = "account#exception"

    verdict = UnicodeAttribute()
    note = UnicodeAttribute(null=True)


class Invitation(AccountItem, discriminator="invitation"):
    """A live conference that this number missed or dropped out of and may call back into."""

    ITEM = "account#invitation"

    conference_id = UnicodeAttribute()
    leg_id = UnicodeAttribute()
    expires_at = TTLAttribute()


class Awaited(AccountItem, discriminator="awaited"):
    """A browser waits for this number to dial 116323, to go on with its registration (S35).

    One item for each: nobody who asks later takes another's wait away.
    """

    PREFIX = "account#awaited#"

    verification_id = UnicodeAttribute()
    expires_at = TTLAttribute()


class Block(AccountItem, discriminator="block"):
    """Who answers this phone pressed 9, 非本人操作: it is not rung for the web until then."""

    ITEM = "account#block"

    expires_at = TTLAttribute()


class Hosting(AccountItem, discriminator="hosting"):
    """The conference that this phone was last called to host from the web: one at a time."""

    ITEM = "account#hosting"

    conference_id = UnicodeAttribute()
    taken_at = UTCDateTimeAttribute()


class HostNumber(AccountItem, discriminator="host_number"):
    """Another phone that the account may host from; it was proved by a code call (S77, S78)."""

    PREFIX = "host#"

    number = UnicodeAttribute()
    note = UnicodeAttribute(default="")
    added_at = UTCDateTimeAttribute()


class Contact(AccountItem, discriminator="contact"):
    """Somebody in the address book (我的通讯录, S79)."""

    PREFIX = "contact#"

    name = UnicodeAttribute()
    number = UnicodeAttribute()
    second_number = UnicodeAttribute(null=True)
    note = UnicodeAttribute(default="")
    removed_at = UTCDateTimeAttribute(null=True)
    """When it was removed: it can be put back until `expires_at`."""
    expires_at = TTLAttribute(null=True)

    @property
    def row_id(self) -> str:
        """Its id in the address book."""
        return self.item.removeprefix(self.PREFIX)


class Group(AccountItem, discriminator="group"):
    """A named set of contacts (会议组, S81)."""

    PREFIX = "group#"

    name = UnicodeAttribute()
    members: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    """Ids of contacts, in the order they were put; one that was removed stays and is not shown."""
    added_at = UTCDateTimeAttribute(null=True)
    """When it was made: its place among the others is its number on the phone."""
    removed_at = UTCDateTimeAttribute(null=True)
    expires_at = TTLAttribute(null=True)

    @property
    def row_id(self) -> str:
        """Its id in the address book."""
        return self.item.removeprefix(self.PREFIX)
