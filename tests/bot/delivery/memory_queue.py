"""programme.ports.DeliveryQueue in memory, for tests of what uses it.

It keeps the contract of the stored one: test_memory_queue.py.
"""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from programme.message import (
    Conversation,
    Delivery,
    LiveCard,
    Message,
    MessageKind,
    PostedCard,
    moved_subject,
)
from programme.ports import EditReceipt, MessageFate, Receipt
from programme.shown import kinds_that_show
from tests.bot.delivery.memory_rows import Kept, Queued, posted

LONGEST_LEASE = timedelta(minutes=10)


class MemoryQueue:
    """A queue that forgets when the test ends."""

    def __init__(self) -> None:
        self.messages: dict[tuple[str, str], Queued] = {}
        self.cards: dict[int, Kept] = {}
        self.leases: dict[str, tuple[str, datetime]] = {}
        self._last_id = 0

    @asynccontextmanager
    async def work(self, tenant_id: str) -> AsyncIterator["MemoryUnit"]:
        """As programme.ports.Work, for what the queue has to do with."""
        yield MemoryUnit(self, tenant_id)

    def add(self, tenant_id: str, messages: Sequence[Message]) -> None:
        """As programme.ports.Outbox."""
        for message in messages:
            self.messages.setdefault((tenant_id, message.key), Queued(tenant_id, message))

    def touch(self, tenant_id: str, entities: Collection[str]) -> None:
        """As programme.ports.LiveCards: what is being sent may have been rendered before."""
        kinds = kinds_that_show(entities)
        for queued in self._of(tenant_id):
            if queued.delivery is Delivery.SENDING and queued.message.kind in kinds:
                queued.overtaken = True
        for kept in self.cards.values():
            if kept.tenant_id == tenant_id and set(kept.shows) & set(entities):
                kept.card = replace(kept.card, wanted=kept.card.wanted + 1)

    def keep(self, tenant_id: str, card: PostedCard) -> None:
        """As programme.ports.LiveCards: the earlier one stays as it is."""
        self._last_id += 1
        new = posted(tenant_id, self._last_id, card)
        self.cards = {key: kept for key, kept in self.cards.items() if kept.about != new.about}
        self.cards[self._last_id] = new

    def move(self, tenant_id: str, met: Conversation) -> None:
        """As programme.ports.Conversations: the person's cards are edited where they are met."""
        for kept in self.cards.values():
            if (kept.tenant_id, kept.card.person_id, kept.card.conversation_id) == (
                tenant_id,
                met.person_id,
                met.conversation_id,
            ):
                kept.card = replace(kept.card, service_url=met.service_url)

    def fates(
        self, tenant_id: str, kinds: Collection[MessageKind], subject: str
    ) -> tuple[MessageFate, ...]:
        """As programme.ports.Outbox."""
        found = [q for q in self._of(tenant_id) if q.message.subject == subject]
        found.sort(key=lambda queued: queued.message.key)
        return tuple(queued.fate for queued in found if queued.message.kind in kinds)

    def delivery(self, tenant_id: str, key: str) -> Delivery:
        """How a message stands."""
        return self.messages[tenant_id, key].delivery

    def is_sending(self) -> bool:
        """Whether a message is in a worker's hands."""
        return any(queued.delivery is Delivery.SENDING for queued in self.messages.values())

    async def councils_with_work(self, owner: str, now: datetime) -> tuple[str, ...]:
        waiting = {queued.tenant_id for queued in self.messages.values() if queued.is_due(now)}
        behind = {kept.tenant_id for kept in self.cards.values() if kept.is_behind(now)}
        held = {
            tenant_id: holder
            for tenant_id, (holder, until) in self.leases.items()
            if now < until <= now + LONGEST_LEASE
        }
        with_work = waiting | behind | (self._half_done() - held.keys())
        return tuple(sorted(each for each in with_work if held.get(each, owner) == owner))

    async def lease(self, tenant_id: str, owner: str, now: datetime, until: datetime) -> bool:
        holder, held_until = self.leases.get(tenant_id, (owner, until))
        if holder != owner and now < held_until <= now + LONGEST_LEASE:
            return False
        self.leases[tenant_id] = (owner, until)
        return True

    async def release(self, tenant_id: str, owner: str) -> None:
        if self.leases.get(tenant_id, ("", None))[0] == owner:
            del self.leases[tenant_id]

    async def claim(self, tenant_id: str, now: datetime, limit: int) -> tuple[Message, ...]:
        while True:
            claimed = self._claim(tenant_id, now, limit)
            late = [queued for queued in claimed if self._sent_meanwhile(queued, claimed)]
            for queued in late:
                queued.delivery, queued.at = Delivery.SUPERSEDED, now
            self.touch(tenant_id, {q.message.reports_to for q in late if q.message.reports_to})
            taken = tuple(queued.message for queued in claimed if queued not in late)
            if taken or not claimed:
                return taken

    def _sent_meanwhile(self, put_back: Queued, claimed: Sequence[Queued]) -> bool:
        """Whether another about the card was sent since it was put back, or is being sent."""
        since, others = put_back.put_back_at, self._of(put_back.tenant_id)
        return since is not None and any(
            other.about == put_back.about
            and (
                other.delivery is Delivery.SENDING
                or (other.delivery is Delivery.SENT and other.at is not None and other.at >= since)
            )
            for other in others
            if other not in claimed
        )

    def _claim(self, tenant_id: str, now: datetime, limit: int) -> list[Queued]:
        due = [queued for queued in self._of(tenant_id) if queued.is_due(now)]
        due.sort(key=lambda queued: (queued.message.not_before, queued.message.key))
        late = [
            queued for queued in due if queued.message.expires and queued.message.expires <= now
        ]
        for queued in late:
            queued.delivery, queued.at = Delivery.EXPIRED, now
        self.touch(tenant_id, {q.message.reports_to for q in late if q.message.reports_to})
        live = [queued for queued in due if queued not in late]
        by_age = sorted(live, key=lambda queued: queued.put_back_at is None)
        last = {queued.about: queued for queued in by_age}
        for queued in [queued for queued in live if last[queued.about] is not queued]:
            queued.delivery, queued.at = Delivery.SUPERSEDED, now
            stands_for = last[queued.about]
            reports_to = stands_for.message.reports_to or queued.message.reports_to
            stands_for.message = replace(stands_for.message, reports_to=reports_to)
        claimed = [*last.values()]
        claimed.sort(key=lambda queued: (queued.message.not_before, queued.message.key))
        claimed = claimed[:limit]
        for queued in claimed:
            queued.delivery, queued.overtaken = Delivery.SENDING, False
        return claimed

    async def recover(self, tenant_id: str) -> int:
        put_back = 0
        for queued in self._of(tenant_id):
            if queued.delivery is Delivery.SENDING:
                queued.delivery = Delivery.WAITING
                put_back += 1
        for kept in self.cards.values():
            if kept.tenant_id == tenant_id:
                kept.editing = False
        return put_back

    async def settle(self, tenant_id: str, receipts: Sequence[Receipt]) -> None:
        for receipt in receipts:
            queued = self.messages[tenant_id, receipt.message.key]
            in_time = queued.delivery is Delivery.SENDING and not queued.overtaken
            if queued.delivery in (Delivery.WAITING, Delivery.SENDING):
                queued.settle(receipt)
            if receipt.delivery is Delivery.SENT:
                self._keep(tenant_id, receipt, in_time=in_time)
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
            if kept.tenant_id == tenant_id and kept.is_behind(now)
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
            over = receipt.card.kind is MessageKind.MOVED and receipt.not_before is None
            if receipt.gone or over:
                del self.cards[receipt.card.id]
            elif receipt.not_before is not None:
                kept.not_before = receipt.not_before
                kept.card = replace(kept.card, attempts=kept.card.attempts + 1)
            else:
                kept.not_before, kept.shows = None, receipt.shows
                kept.card = replace(kept.card, shown=receipt.card.wanted, attempts=0)

    def _of(self, tenant_id: str) -> list[Queued]:
        return [queued for queued in self.messages.values() if queued.tenant_id == tenant_id]

    def _half_done(self) -> set[str]:
        """Councils with something that a stopped process left in hand."""
        sending = {
            queued.tenant_id
            for queued in self.messages.values()
            if queued.delivery is Delivery.SENDING
        }
        return sending | {kept.tenant_id for kept in self.cards.values() if kept.editing}

    def _keep(self, tenant_id: str, receipt: Receipt, *, in_time: bool) -> None:
        message, place = receipt.message, receipt.conversation
        if receipt.activity_id is None or place is None:
            return
        about = (tenant_id, message.person_id, message.kind, message.subject)
        for card_id, kept in list(self.cards.items()):
            card = kept.card
            if about == kept.about:
                del self.cards[card_id]
                if card.activity_id != receipt.activity_id:
                    self._last_id += 1
                    moved = replace(
                        card,
                        id=self._last_id,
                        kind=MessageKind.MOVED,
                        subject=moved_subject(card.kind, card.activity_id),
                        wanted=1,
                        shown=0,
                        attempts=0,
                    )
                    self.cards[moved.id] = Kept(tenant_id, moved, ())
        self._last_id += 1
        card = LiveCard(
            id=self._last_id,
            person_id=message.person_id,
            kind=message.kind,
            subject=message.subject,
            service_url=place.service_url,
            conversation_id=place.conversation_id,
            activity_id=receipt.activity_id,
            wanted=int(not in_time),
            shown=0,
        )
        self.cards[card.id] = Kept(tenant_id, card, receipt.shows)


class MemoryUnit:
    """As programme.ports.UnitOfWork: `outbox`, `live_cards` and `conversations` in one object.

    What it changes is there once it is committed.
    """

    def __init__(self, queue: MemoryQueue, tenant_id: str) -> None:
        self.outbox = self.live_cards = self.conversations = self
        self._queue = queue
        self._tenant_id = tenant_id
        self._changes: list[Callable[[], None]] = []

    async def add(self, messages: Sequence[Message]) -> int:
        self._changes.append(lambda: self._queue.add(self._tenant_id, messages))
        keys = {(self._tenant_id, message.key) for message in messages}
        return len(keys - self._queue.messages.keys())

    async def fates(self, kinds: Collection[MessageKind], subject: str) -> tuple[MessageFate, ...]:
        return self._queue.fates(self._tenant_id, kinds, subject)

    async def touch(self, entities: Collection[str]) -> None:
        self._changes.append(lambda: self._queue.touch(self._tenant_id, entities))

    async def keep(self, posted: PostedCard) -> None:
        self._changes.append(lambda: self._queue.keep(self._tenant_id, posted))

    async def save(self, conversation: Conversation) -> None:
        self._changes.append(lambda: self._queue.move(self._tenant_id, conversation))

    async def commit(self) -> None:
        for change in self._changes:
            change()
        self._changes.clear()
