"""Stores receipts in batches, soon enough that a crash repeats little."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.delivery.outcome import AnyReceipt
from bot.delivery.parts import Parts
from programme.ports import EditReceipt, Receipt

LINGER: Final = 0.2
"""Seconds that a receipt waits for others. What it stands for would be sent again after a crash."""


@dataclass(slots=True, eq=False)
class Unstored:
    """A council's receipts that storage hasn't taken yet.

    They outlive the drain: forgotten, what they stand for would be sent again.
    """

    messages: list[Receipt] = field(default_factory=list)
    edits: list[EditReceipt] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.messages) + len(self.edits)


class Receipts:
    """One drain's receipts on their way to storage, and those that an earlier one has left."""

    def __init__(
        self,
        tenant_id: str,
        parts: Parts,
        on_stored: Callable[[list[Receipt], list[EditReceipt]], None],
        unstored: Unstored,
    ) -> None:
        self._tenant_id = tenant_id
        self._parts = parts
        self._on_stored = on_stored
        self._unstored = unstored
        self._enough = max(1, min(parts.batch, parts.at_risk // 2))
        self._any = asyncio.Event()
        self._ripe = asyncio.Event()
        self._closing = False

    @property
    def unstored(self) -> int:
        """How many storage hasn't taken yet."""
        return len(self._unstored)

    def add(self, receipt: AnyReceipt) -> None:
        """Keep it until enough have come, or `hurry`, or LINGER."""
        if isinstance(receipt, EditReceipt):
            self._unstored.edits.append(receipt)
        else:
            self._unstored.messages.append(receipt)
        self._any.set()
        if len(self._unstored) >= self._enough:
            self._ripe.set()

    def hurry(self) -> None:
        """Nothing more is to come before these are stored: don't wait for it."""
        self._ripe.set()

    def close(self) -> None:
        """Let `keep_storing` return once it has stored what there is."""
        self._closing = True
        self._any.set()
        self._ripe.set()

    async def keep_storing(self) -> None:
        """Store batch after batch until closed."""
        while not self._closing:
            await self._any.wait()
            await self._ripen()
            await self.store()

    async def store(self) -> None:
        """Store what there is. What fails is kept."""
        self._any.clear()
        self._ripe.clear()
        there = self._unstored
        messages, there.messages = there.messages, []
        edits, there.edits = there.edits, []
        try:
            if messages:
                await self._parts.queue.settle(self._tenant_id, messages)
                self._on_stored(messages, [])
                messages = []
            if edits:
                await self._parts.queue.settle_edits(self._tenant_id, edits)
                self._on_stored([], edits)
                edits = []
        finally:
            there.messages[:0] = messages
            there.edits[:0] = edits

    async def _ripen(self) -> None:
        if self._ripe.is_set():
            return
        lingering = asyncio.create_task(self._linger())
        await self._ripe.wait()
        lingering.cancel()

    async def _linger(self) -> None:
        await self._parts.sleep(LINGER)
        self._ripe.set()
