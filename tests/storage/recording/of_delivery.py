"""Messages and cards in every state that delivery leaves them in, the awkward ones as well."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.simulation.post import met
from programme.cause import caused_by
from programme.message import Delivery, Message, MessageKind
from programme.people import Person
from programme.ports import EditReceipt, Receipt
from storage.delivery_queue import StoredDeliveryQueue
from storage.engine import Engine
from storage.work import StoredWork
from tests.storage.recording.of_people import NOW

AN_HOUR = timedelta(hours=1)
NAMES = (
    *("waits", "once", "twice", "held", "put off", "astray", "revived", "over", "expired"),
    *("sending", "sending again"),
)
"""One message each, called by what becomes of it."""


async def add_deliveries(engine: Engine, tenant_id: str) -> None:
    """Messages that wait, were tried, held back and put off, are being sent, and went astray."""
    work, queue = StoredWork(engine), StoredDeliveryQueue(engine)
    async with work(tenant_id) as w:
        people = [person for person in await w.people.all() if person.active]
        with caused_by("ab" * 16):
            await w.outbox.add([*_messages(people)])
        await w.conversations.block(people[0].id, "MessageWritesBlocked")
        await w.commit()
    await queue.lease(tenant_id, "1-abc", NOW, NOW + timedelta(seconds=27))
    first = await queue.claim(tenant_id, NOW, 500)
    await queue.settle(tenant_id, [each for message in first for each in _ending(message)])
    second = await queue.claim(tenant_id, NOW + AN_HOUR / 2, 500)
    await queue.settle(tenant_id, [each for message in second for each in _ending(message)])
    async with work(tenant_id) as w:
        await w.outbox.put_off({"state:put off": NOW + timedelta(days=3)})
        await w.outbox.revive(people[NAMES.index("revived")].id, NOW)
        await w.commit()
    await _edit_cards(queue, tenant_id)


def _messages(people: Sequence[Person]) -> Iterator[Message]:
    for name, person in zip(NAMES, people, strict=False):
        yield Message(
            key=f"state:{name}",
            person_id=person.id,
            kind=MessageKind.DIGEST,
            subject="2027-01-29",
            not_before=NOW + (AN_HOUR if name in ("waits", "put off") else -AN_HOUR),
            expires=NOW - AN_HOUR / 2 if name == "expired" else None,
        )


def _ending(message: Message) -> Iterator[Receipt]:
    """How an attempt ends; of what is being sent, there is none yet."""
    name = message.key.partition(":")[2]
    again = Receipt(message, Delivery.WAITING, NOW, not_before=NOW + 16 * AN_HOUR)
    if name == "held":
        yield replace(again, attempted=False)
    elif name in ("twice", "sending again") and not message.attempts:
        yield replace(again, not_before=NOW + AN_HOUR / 4)
    elif name in ("once", "twice"):
        yield again
    elif name in ("astray", "revived"):
        why, place = "They haven't got Sightline, or have blocked it.", met(message.person_id)
        yield Receipt(message, Delivery.UNDELIVERABLE, NOW, place, reason=why)
    elif name == "over":
        yield Receipt(message, Delivery.SUPERSEDED, NOW)


async def _edit_cards(queue: StoredDeliveryQueue, tenant_id: str) -> None:
    """Some cards show what is wanted, one is tried again, one is gone, and two are being edited."""
    _, _, again, gone, *shown = await queue.claim_edits(tenant_id, NOW, 12)
    await queue.settle_edits(
        tenant_id,
        [
            EditReceipt(again, not_before=NOW + AN_HOUR / 4),
            EditReceipt(gone, gone=True),
            *(EditReceipt(card, (f"audit:{card.subject}",)) for card in shown),
        ],
    )
