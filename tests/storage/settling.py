"""Messages that are sent and settled, and the cards that are behind after."""

from programme.message import LiveCard
from programme.ports import DeliveryQueue, Receipt, Work
from tests.storage.examples import COUNCIL, NOW, queue_up, touch


async def send(work: Work, queue: DeliveryQueue, *receipts: Receipt) -> None:
    """Their messages are queued, claimed, and end so."""
    await queue_up(work, *(receipt.message for receipt in receipts))
    await queue.claim(COUNCIL, NOW, 100)
    await queue.settle(COUNCIL, receipts)


async def behind(work: Work, queue: DeliveryQueue, *entities: str) -> list[LiveCard]:
    """The cards to edit, once the entities have changed."""
    await touch(work, *entities)
    return list(await queue.claim_edits(COUNCIL, NOW, 100))
