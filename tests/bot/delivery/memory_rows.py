"""What the queue in memory keeps: messages and live cards, and how each stands."""

from dataclasses import dataclass, replace
from datetime import datetime

from programme.message import Delivery, LiveCard, Message, MessageKind, PostedCard
from programme.ports import MessageFate, Receipt


@dataclass(slots=True)
class Queued:
    """A message of a council, and how it stands."""

    tenant_id: str
    message: Message
    delivery: Delivery = Delivery.WAITING
    reason: str | None = None
    at: datetime | None = None
    overtaken: bool = False
    put_back_at: datetime | None = None

    @property
    def fate(self) -> MessageFate:
        """How it stands, as the QA officer's card counts it."""
        undeliverable = self.delivery is Delivery.UNDELIVERABLE
        return MessageFate(
            self.message.person_id,
            self.message.kind,
            self.delivery,
            self.reason if undeliverable else None,
            self.at,
            self.message.key,
        )

    @property
    def about(self) -> tuple[str, MessageKind, str]:
        """What a person has one live card for."""
        return self.message.person_id, self.message.kind, self.message.subject

    def is_due(self, now: datetime) -> bool:
        """Whether it waits, and its time has come."""
        return self.delivery is Delivery.WAITING and self.message.not_before <= now

    def settle(self, receipt: Receipt) -> None:
        """It has ended so, or waits again."""
        self.delivery, self.reason = receipt.delivery, receipt.reason
        if receipt.delivery is not Delivery.WAITING:
            self.at, self.put_back_at = receipt.at, None
            return
        assert receipt.not_before is not None
        self.put_back_at = receipt.at
        self.message = replace(
            self.message,
            attempts=self.message.attempts + receipt.attempted,
            not_before=receipt.not_before,
            first_due=self.message.own_time,
        )


@dataclass(slots=True)
class Kept:
    """A live card of a council, what it shows and when it may next be tried."""

    tenant_id: str
    card: LiveCard
    shows: tuple[str, ...]
    not_before: datetime | None = None
    editing: bool = False

    @property
    def about(self) -> tuple[str, str, MessageKind, str]:
        """What a person of the council has one live card for."""
        return self.tenant_id, self.card.person_id, self.card.kind, self.card.subject

    def is_behind(self, now: datetime) -> bool:
        """Whether it is to be edited, and its time to try has come."""
        due = self.not_before is None or self.not_before <= now
        return due and not self.editing and self.card.wanted > self.card.shown


def posted(tenant_id: str, card_id: int, of: PostedCard) -> Kept:
    """A card that was posted where others read along."""
    card = LiveCard(
        id=card_id,
        person_id=of.person_id,
        kind=of.kind,
        subject=of.subject,
        service_url=of.service_url,
        conversation_id=of.conversation_id,
        activity_id=of.activity_id,
        wanted=int(of.behind),
        shown=0,
    )
    return Kept(tenant_id, card, of.shows)
