"""What waits in a little council's outbox goes, or ends otherwise."""

from datetime import datetime

from programme.message import Conversation, Delivery
from programme.ports import Receipt
from storage.delivery_queue import StoredDeliveryQueue
from tests.little_council import LittleCouncil

MOST = 1000


async def arrived(little: LittleCouncil, at: datetime, delivery: Delivery = Delivery.SENT) -> None:
    """All that is due by then ends so, at that instant."""
    queue = StoredDeliveryQueue(little.engine)
    claimed = await queue.claim(little.tenant_id, at, MOST)
    receipts = [Receipt(each, delivery, at, _met(each.person_id), each.key) for each in claimed]
    await queue.settle(little.tenant_id, receipts)


def _met(person_id: str) -> Conversation:
    return Conversation(person_id, "https://teams.example", f"chat-{person_id}", person_id)
