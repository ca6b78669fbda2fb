"""programme.ports.DeliveryQueue in memory, for tests of what uses it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from programme.message import Delivery, LiveCard, Message
from programme.ports import EditReceipt, Receipt


@dataclass(slots=True)
class Queued:
    """A message of a council, and how it stands."""

    tenant_id: str
    message: Message
    delivery: Delivery = Delivery.WAITING
    reason: str | None = None
    overtaken: bool = False


@dataclass(slots=True)
class Kept:
    """A live card of a council, what it shows and when it may next be tried."""

    tenant_id: str
    card: LiveCard
    shows: tuple[str, ...]
    not_before: datetime | None = None
    editing: bool = False


class MemoryQueue:
    """A queue that forgets when the test ends."""

    def __init__(self) -> None:
        self.messages: dict[tuple[str, str], Queued] = {}
        self.cards: dict[int, Kept] = {}
        self.leases: dict[str, tuple[str, datetime]] = {}
        self._last_id = 0

    def add(self, tenant_id: str, messages: Sequence[Message]) -> None:
        """As programme.ports.Outbox."""
        for message in messages:
            self.messages.setdefault((tenant_id, message.key), Queued(tenant_id, message))

    def touch(self, tenant_id: str, entities: Collection[str]) -> None:
        """As programme.ports.LiveCards: what is being sent may have been rendered before."""
        if not entities:
            return
        for queued in self.messages.values():
            if queued.tenant_id == tenant_id and queued.delivery is Delivery.SENDING:
                queued.overtaken = True
        for kept in self.cards.values():
            if kept.tenant_id == tenant_id and set(kept.shows) & set(entities):
                kept.card = replace(kept.card, wanted=kept.card.wanted + 1)

    def delivery(self, tenant_id: str, key: str) -> Delivery:
        """How a message stands."""
        return self.messages[tenant_id, key].delivery

    def is_sending(self) -> bool:
        """Whether a message is in a worker's hands."""
        return any(queued.delivery is Delivery.SENDING for queued in self.messages.values())

    async def councils_with_work(self, now: datetime) -> tuple[str, ...]:
        waiting = {queued.tenant_id for queued in self.messages.values() if _due(queued, now)}
        behind = {kept.tenant_id for kept in self.cards.values() if _behind(kept, now)}
        held = {tenant_id for tenant_id, (_, until) in self.leases.items() if until > now}
        return tuple(sorted(waiting | behind | (self._half_done() - held)))

    async def lease(self, tenant_id: str, owner: str, now: datetime, until: datetime) -> bool:
        holder, held_until = self.leases.get(tenant_id, (owner, until))
        if holder != owner and held_until > now:
            return False
        self.leases[tenant_id] = (owner, until)
        return True

    async def release(self, tenant_id: str, owner: str) -> None:
        if self.leases.get(tenant_id, ("", None))[0] == owner:
            del self.leases[tenant_id]

    async def claim(self, tenant_id: str, now: datetime, limit: int) -> tuple[Message, ...]:
        due = [q for q in self.messages.values() if q.tenant_id == tenant_id and _due(q, now)]
        due.sort(key=lambda queued: (queued.message.not_before, queued.message.key))
        late = [
            queued for queued in due if queued.message.expires and queued.message.expires <= now
        ]
        for queued in late:
            queued.delivery = Delivery.EXPIRED
        self.touch(tenant_id, {q.message.reports_to for q in late if q.message.reports_to})
        claimed = [queued for queued in due if queued not in late][:limit]
        for queued in claimed:
            queued.delivery, queued.overtaken = Delivery.SENDING, False
        return tuple(queued.message for queued in claimed)

    async def recover(self, tenant_id: str) -> int:
        put_back = 0
        for queued in self.messages.values():
            if queued.tenant_id == tenant_id and queued.delivery is Delivery.SENDING:
                queued.delivery = Delivery.WAITING
                put_back += 1
        for kept in self.cards.values():
            if kept.tenant_id == tenant_id:
                kept.editing = False
        return put_back

    async def settle(self, tenant_id: str, receipts: Sequence[Receipt]) -> None:
        for receipt in receipts:
            queued = self.messages[tenant_id, receipt.message.key]
            if queued.delivery not in (Delivery.WAITING, Delivery.SENDING):
                continue
            queued.delivery, queued.reason = receipt.delivery, receipt.reason
            if receipt.delivery is Delivery.WAITING:
                assert receipt.not_before is not None
                queued.message = replace(
                    queued.message,
                    attempts=queued.message.attempts + 1,
                    not_before=receipt.not_before,
                )
            elif receipt.delivery is Delivery.SENT:
                self._keep(tenant_id, receipt, overtaken=queued.overtaken)
        reported = {
            receipt.message.reports_to
            for receipt in receipts
            if receipt.message.reports_to and receipt.delivery is not Delivery.WAITING
        }
        self.touch(tenant_id, reported)

    async def claim_edits(self, tenant_id: str, now: datetime, limit: int) -> tuple[LiveCard, ...]:
        behind = [
            kept
            for kept in self.cards.values()
            if kept.tenant_id == tenant_id and _behind(kept, now)
        ][:limit]
        for kept in behind:
            kept.editing = True
        return tuple(kept.card for kept in behind)

    async def settle_edits(self, tenant_id: str, receipts: Sequence[EditReceipt]) -> None:
        for receipt in receipts:
            kept = self.cards.get(receipt.card.id)
            if kept is None or kept.tenant_id != tenant_id:
                continue
            kept.editing = False
            if receipt.gone:
                del self.cards[receipt.card.id]
            elif receipt.not_before is not None:
                kept.not_before = receipt.not_before
                kept.card = replace(kept.card, attempts=kept.card.attempts + 1)
            else:
                kept.not_before, kept.shows = None, receipt.shows
                kept.card = replace(kept.card, shown=receipt.card.wanted, attempts=0)

    def _half_done(self) -> set[str]:
        """Councils with something that a stopped process left in hand."""
        sending = {
            queued.tenant_id
            for queued in self.messages.values()
            if queued.delivery is Delivery.SENDING
        }
        return sending | {kept.tenant_id for kept in self.cards.values() if kept.editing}

    def _keep(self, tenant_id: str, receipt: Receipt, *, overtaken: bool) -> None:
        message, place = receipt.message, receipt.conversation
        if receipt.activity_id is None or place is None:
            return
        about = (message.person_id, message.kind, message.subject)
        for card_id, kept in list(self.cards.items()):
            if about == (kept.card.person_id, kept.card.kind, kept.card.subject):
                del self.cards[card_id]
        self._last_id += 1
        card = LiveCard(
            id=self._last_id,
            person_id=message.person_id,
            kind=message.kind,
            subject=message.subject,
            service_url=place.service_url,
            conversation_id=place.conversation_id,
            activity_id=receipt.activity_id,
            wanted=int(overtaken),
            shown=0,
        )
        self.cards[card.id] = Kept(tenant_id, card, receipt.shows)


def _due(queued: Queued, now: datetime) -> bool:
    return queued.delivery is Delivery.WAITING and queued.message.not_before <= now


def _too_late(queued: Queued, now: datetime) -> bool:
    return queued.message.expires is not None and queued.message.expires <= now


def _behind(kept: Kept, now: datetime) -> bool:
    due = kept.not_before is None or kept.not_before <= now
    return due and not kept.editing and kept.card.wanted > kept.card.shown
