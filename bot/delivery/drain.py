"""Delivers what is due for one council: claim, prepare, send, store, until nothing is left."""

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Final

from bot.delivery.lanes import Lanes
from bot.delivery.lease import Lease
from bot.delivery.outcome import AnyReceipt
from bot.delivery.parts import Drained, Parts
from bot.delivery.preparing import Prepared, prepare_edits, prepare_messages
from bot.delivery.receipts import Receipts, Unstored
from bot.delivery.rendering import place_of
from bot.delivery.sending import Sending
from bot.telemetry import count_delivery
from programme.errors import RulesUnread
from programme.message import Delivery
from programme.ports import EditReceipt, Receipt

logger = logging.getLogger(__name__)

EDITS_SHARE: Final = 4
"""While there are more new messages than fit a batch, edits have one place in so many."""

GROWTH: Final = 4
"""How many times its first size a batch has at most, once batches come too late."""

EDITED: Final = "edited"
EDIT_RETRYING: Final = "edit retrying"
FORGOTTEN: Final = "forgotten"


@dataclass(slots=True, eq=False)
class _Sender:
    """A task that sends; `busy` from the moment that a request may have left."""

    task: asyncio.Task[None] | None = None
    busy: bool = False


class Drain:
    """One run over one council's outbox. Used once.

    A batch is claimed and prepared while the one before it is being sent. Where it comes too late
    for the senders the next is larger, so that storage that is slow, or stands still for a moment,
    is asked less often; under a pace that binds, none comes too late. What was claimed and not sent
    when it ends early is put back. `has_stored` says whether any receipt came to storage.
    """

    def __init__(self, tenant_id: str, parts: Parts, unstored: Unstored) -> None:
        """`unstored` is what the council's last drain left, and takes what this one leaves."""
        self._tenant_id = tenant_id
        self._parts = parts
        self._lanes = Lanes()
        self._lease = Lease(tenant_id, parts, self.finish)
        self._sending = Sending(tenant_id, parts, self.finish)
        self._receipts = Receipts(tenant_id, parts, self._stored, unstored)
        self._room = asyncio.Semaphore(parts.at_risk)
        self._at_risk: set[str | int] = set()  # what has a place of the room until it is stored
        self._senders: list[_Sender] = []
        self.has_stored = False
        self._batch = parts.batch
        self._over = False
        self._unread = False
        self._may_be_more = True
        self._stir = asyncio.Event()
        self._claimed = len(unstored.messages)  # messages claimed whose receipts are not stored yet
        # Cards claimed whose receipts are not stored yet.
        self._editing = {receipt.card.id for receipt in unstored.edits}
        self._counts: Counter[str] = Counter()

    def finish(self) -> None:
        """Claim no more, finish what is in flight, store the receipts, put back the rest."""
        self._over = True
        self._stir.set()
        for sender in self._senders:
            if not sender.busy and sender.task is not None:
                sender.task.cancel()

    def nudge(self) -> None:
        """There may be something new."""
        self._may_be_more = True
        self._stir.set()

    async def run(self) -> Drained:
        """Deliver until nothing is due, or `finish`. Raises what storage raises."""
        await self._receipts.store()  # what was sent before the storage failed isn't sent again
        halted_for = self._parts.pace.halted_for(self._tenant_id)
        if halted_for > 0:
            return Drained(halted_for=halted_for)
        if not await self._lease.take():
            return Drained(leased=False)
        keeping = self._alongside(self._lease.keep())
        storing = self._alongside(self._receipts.keep_storing())
        try:
            await self._parts.queue.recover(self._tenant_id)
            await self._feed()
        finally:
            self.finish()
            await self._end(keeping, storing)
        return self._drained()

    async def _feed(self) -> None:
        while not self._over:
            self._stir.clear()
            idle = not self._claimed and not self._editing
            room = self._lanes.waiting <= self._batch // 2
            try:
                # What was stored asks at most for an edit, which can wait for the next look.
                if (idle or (room and self._may_be_more)) and await self._take_batch():
                    continue
            except RulesUnread:
                self._unread = True
                return  # what was claimed is put back untried
            if idle:
                return
            await self._stir.wait()

    async def _take_batch(self) -> bool:
        """Claim and prepare messages, then cards to edit; whether there were any."""
        self._may_be_more = False
        now, batch = self._parts.clock(), self._batch
        messages = await self._parts.queue.claim(self._tenant_id, now, batch)
        if messages:
            self._claimed += len(messages)
            prepared = await prepare_messages(self._parts, self._tenant_id, messages, now)
            if len(messages) == batch and self._senders and not self._lanes.waiting:
                self._batch = min(2 * batch, GROWTH * self._parts.batch)
            self._put(prepared)
        room = batch if len(messages) < batch else max(1, batch // EDITS_SHARE)
        cards = await self._parts.queue.claim_edits(self._tenant_id, now, room)
        if cards:
            self._editing.update(card.id for card in cards)
            self._put(await prepare_edits(self._parts, self._tenant_id, cards, now))
        self._may_be_more |= len(messages) == batch or len(cards) == room
        return bool(messages or cards)

    def _put(self, prepared: Prepared) -> None:
        for item in prepared.ready:
            self._lanes.add(item)
        for receipt in prepared.receipts:
            self._receive(receipt)
        wanted = 0 if self._over else min(self._parts.in_flight, len(self._lanes))
        while len(self._senders) < wanted:
            sender = _Sender()
            self._senders.append(sender)
            sender.task = self._alongside(self._send(sender))

    async def _send(self, sender: _Sender) -> None:
        while not self._over:
            lane = await self._lanes.take()
            while lane and self._may_send():
                if self._room.locked():
                    self._receipts.hurry()
                await self._room.acquire()
                async with self._parts.pace.turn(self._tenant_id, lane[0].conversation_id):
                    if not self._may_send():
                        return
                    sender.busy = True
                    self._lanes.waiting -= 1
                    if self._lanes.waiting == self._batch // 2:
                        self._stir.set()
                    receipt = await self._sending.send(lane[0])
                self._lanes.done(lane)
                self._at_risk.add(_name_of(receipt))
                self._receive(receipt)
                sender.busy = False

    def _may_send(self) -> bool:
        if not self._lease.held:
            self.finish()
        return not self._over

    def _receive(self, receipt: AnyReceipt) -> None:
        self._counts[_count_of(receipt)] += 1
        count_delivery(receipt)
        self._receipts.add(receipt)
        if not self._lanes:
            self._receipts.hurry()

    def _stored(self, receipts: Sequence[Receipt], edits: Sequence[EditReceipt]) -> None:
        self.has_stored = True
        self._claimed -= len(receipts)
        self._editing.difference_update(receipt.card.id for receipt in edits)
        named: list[AnyReceipt] = [*receipts, *edits]
        for name in self._at_risk.intersection(map(_name_of, named)):
            self._at_risk.remove(name)
            self._room.release()
        self._stir.set()

    def _alongside(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """A task whose failure ends the drain."""
        task = asyncio.create_task(work)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            self.finish()

    async def _end(self, keeping: asyncio.Task[None], storing: asyncio.Task[None]) -> None:
        tasks = [sender.task for sender in self._senders if sender.task is not None]
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        keeping.cancel()
        self._receipts.close()
        ended += await asyncio.gather(keeping, storing, return_exceptions=True)
        faults = [fault for fault in ended if isinstance(fault, Exception)]
        try:
            await self._receipts.store()  # once more, if it failed before
            if (self._claimed or self._editing) and self._lease.held:
                await self._parts.queue.recover(self._tenant_id)
        finally:
            # Whoever had the lease next would send again what has no receipt yet.
            if not self._receipts.unstored:
                await self._lease.give_back(self._parts.pace.halted_for(self._tenant_id))
        for fault in faults:
            logger.warning(
                "Delivery for council %s ended early: %s.", self._tenant_id, place_of(fault)
            )

    def _drained(self) -> Drained:
        counts = self._counts
        return Drained(
            sent=counts[Delivery.SENT],
            retrying=counts[Delivery.WAITING],
            undeliverable=counts[Delivery.UNDELIVERABLE],
            superseded=counts[Delivery.SUPERSEDED],
            expired=counts[Delivery.EXPIRED],
            edited=counts[EDITED],
            edits_retrying=counts[EDIT_RETRYING],
            forgotten=counts[FORGOTTEN],
            halted_for=self._parts.pace.halted_for(self._tenant_id),
            unread=self._unread,
        )


def _name_of(receipt: AnyReceipt) -> str | int:
    return receipt.message.key if isinstance(receipt, Receipt) else receipt.card.id


def _count_of(receipt: AnyReceipt) -> str:
    if isinstance(receipt, Receipt):
        return receipt.delivery
    if receipt.gone:
        return FORGOTTEN
    return EDITED if receipt.not_before is None else EDIT_RETRYING
