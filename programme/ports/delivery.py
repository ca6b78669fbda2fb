"""What delivery needs of storage."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from programme.message import Conversation, Delivery, LiveCard, Message
from programme.record import record


@record(frozen=True, slots=True)
class Receipt:
    """How an attempt to send a message ended.

    `sent`: `activity_id` (None where the Connector gave none) and what the card `shows`.
    `waiting`: try again not before `not_before`, for `reason`; nothing was tried yet unless
    `attempted`. Otherwise final, for `reason`.
    """

    message: Message
    delivery: Delivery
    at: datetime
    conversation: Conversation | None = None
    activity_id: str | None = None
    shows: tuple[str, ...] = ()
    reason: str | None = None
    not_before: datetime | None = None
    attempted: bool = True


@record(frozen=True, slots=True)
class EditReceipt:
    """How an attempt to bring a live card up to date ended.

    With `not_before` it is tried again then; with `gone` the card is forgotten.
    """

    card: LiveCard
    shows: tuple[str, ...] = ()
    not_before: datetime | None = None
    gone: bool = False


class DeliveryQueue(Protocol):
    """What the delivery worker needs: leases, batches, receipts. Each call is one transaction."""

    async def councils_with_work(self, owner: str, now: datetime) -> tuple[str, ...]:
        """Tenants with a message due, a card to bring up to date, or something left half done;
        without those whose lease another than `owner` has."""

    async def lease(self, tenant_id: str, owner: str, now: datetime, until: datetime) -> bool:
        """Takes or prolongs the council's lease; False while another's holds. What several machines
        share goes by a clock of its own, and the lease lasts as long as from `now` to `until`."""

    async def release(self, tenant_id: str, owner: str) -> None: ...
    async def claim(self, tenant_id: str, now: datetime, limit: int) -> tuple[Message, ...]:
        """Takes messages that are due, oldest first, and marks them as being sent; what has
        expired is marked so instead, and of several about one card the newest is taken: one that
        was put back isn't sent after a newer one."""

    async def recover(self, tenant_id: str) -> int:
        """Puts back what a stopped process left as being sent or edited, and returns how many
        messages; for the holder of the lease."""

    async def settle(self, tenant_id: str, receipts: Sequence[Receipt]) -> None:
        """Stores how the attempts ended, the live cards, and touches what they report to."""

    async def claim_edits(self, tenant_id: str, now: datetime, limit: int) -> tuple[LiveCard, ...]:
        """Live cards whose `wanted` is ahead of `shown`, and whose time to try has come; each is
        given out once until it is settled or recovered."""

    async def settle_edits(self, tenant_id: str, receipts: Sequence[EditReceipt]) -> None:
        """Stores that each shows what was wanted when it was claimed, or when to try again."""
