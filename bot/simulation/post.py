"""Delivery in a simulated year: messages are rendered and settled as ever, and posted nowhere.

Cards aren't edited: an edit makes no sound, and nobody counts it.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.delivery.ports import Rendered, Renderer
from programme.message import Conversation, Delivery, Message, MessageKind
from programme.ports import DeliveryQueue, Receipt

AT_ONCE = 500
NOWHERE = "https://simulated.example/"


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that a person would have got; `at` is UTC."""

    at: datetime
    message: Message

    @property
    def kind(self) -> MessageKind:
        """What sort of card it is."""
        return self.message.kind


class Post:
    """Empties a council's outbox."""

    def __init__(self, tenant_id: str, queue: DeliveryQueue, renderer: Renderer) -> None:
        self._tenant_id = tenant_id
        self._queue = queue
        self._renderer = renderer
        self._count = 0

    async def deliver(self, now: datetime) -> list[Sent]:
        """Sends all that is due, and says what was sent."""
        sent: list[Sent] = []
        while messages := await self._queue.claim(self._tenant_id, now, AT_ONCE):
            rendered = await self._renderer.messages(self._tenant_id, messages, now)
            receipts = [self._receipt(each, rendered.get(each.key), now) for each in messages]
            await self._queue.settle(self._tenant_id, receipts)
            sent += [Sent(now, each) for each in messages if each.key in rendered]
        return sent

    def _receipt(self, message: Message, rendered: Rendered | None, now: datetime) -> Receipt:
        if rendered is None:
            return Receipt(message, Delivery.SUPERSEDED, now)
        self._count += 1
        return Receipt(
            message,
            Delivery.SENT,
            now,
            conversation=met(message.person_id),
            activity_id=str(self._count),
            shows=rendered.shows,
        )


def met(person_id: str) -> Conversation:
    """Where a simulated person would be met."""
    return Conversation(person_id, NOWHERE, f"chat-{person_id}", f"29:{person_id}")
