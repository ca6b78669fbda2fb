"""Reads a council's chain of events from end to end: nothing was changed, taken out or put in."""

from collections.abc import Callable
from dataclasses import dataclass

from programme.errors import CorrectAndRepeat
from programme.event_chain import (
    START,
    Entry,
    Fault,
    Head,
    fault_after,
    inserted,
    missing,
    rewritten,
    says_removed,
    unexplained,
    whole_until,
)
from programme.ports import Work

AT_ONCE = 1_000
"""Entries in memory at a time."""

Progress = Callable[[int, int], None]
"""Told how many entries were read, and of how many."""


@dataclass(frozen=True, slots=True)
class Verified:
    """How far a council's chain is whole: up to `head`, from behind `checkpoint`, which is the last
    entry that retention has removed. `fault` is what is wrong next, or None."""

    head: Head
    checkpoint: Head
    fault: Fault | None

    @property
    def entries(self) -> int:
        """How many entries were read and found whole."""
        return self.head.number - self.checkpoint.number


async def verify_events(
    tenant_id: str, *, work: Work, progress: Progress | None = None, kept: Head | None = None
) -> Verified:
    """Reads every entry, and `kept`, a head that was kept elsewhere, has to be one of them.

    The council goes on meanwhile: what is recorded is read as well, and where retention removes
    entries under its hands it begins again. Raises CorrectAndRepeat where `kept` is an entry
    that retention has removed.
    """
    while True:
        checkpoint = await _checkpoint(tenant_id, work)
        if kept and kept.number < checkpoint.number:
            raise CorrectAndRepeat(
                f"Retention has removed the entries up to {checkpoint.number}; please give a head "
                "that was kept later."
            )
        reading = _Reading(tenant_id, work, progress, kept, checkpoint)
        found = await reading.to_the_end()
        if await _checkpoint(tenant_id, work) == checkpoint:
            return found


async def _checkpoint(tenant_id: str, work: Work) -> Head:
    async with work(tenant_id) as w:
        return await w.events.checkpoint()


class _Reading:
    """One reading of a chain."""

    def __init__(
        self,
        tenant_id: str,
        work: Work,
        progress: Progress | None,
        kept: Head | None,
        checkpoint: Head,
    ) -> None:
        self._tenant_id = tenant_id
        self._work = work
        self._progress = progress
        self._kept = kept
        self._checkpoint = checkpoint
        self._reached = checkpoint
        self._before: Head | None = None
        self._explained = checkpoint == START

    async def to_the_end(self) -> Verified:
        fault = self._fault_of_checkpoint()
        while fault is None:
            # In this order: all that the head counts is there when the entries are read.
            head = await self._head()
            entries = await self._next(AT_ONCE)
            if not entries:
                fault = self._fault_at_the_end(head)
                break
            if entries[-1].number > head.number:
                head = await self._head()
            fault = await self._read(entries, head)
        return Verified(self._reached, self._checkpoint, fault)

    async def _head(self) -> Head:
        async with self._work(self._tenant_id) as w:
            return await w.events.head()

    async def _next(self, at_most: int) -> tuple[Entry, ...]:
        async with self._work(self._tenant_id) as w:
            return await w.events.entries_after(self._reached.number, at_most)

    def _fault_of_checkpoint(self) -> Fault | None:
        kept = self._kept
        if kept and kept.number == self._checkpoint.number and kept != self._checkpoint:
            return rewritten(kept.number)
        return None

    async def _read(self, entries: tuple[Entry, ...], head: Head) -> Fault | None:
        reached = whole_until(self._tenant_id, self._reached, entries)
        for entry in entries:
            if entry.number > reached.number:
                break
            if entry.number > head.number:
                return inserted(entry.number)
            if self._kept and entry.number == self._kept.number and entry.head != self._kept:
                return rewritten(entry.number)
            self._explained |= says_removed(entry.event, self._checkpoint)
            self._before, self._reached = self._reached, entry.head
        if self._progress:
            first = self._checkpoint.number
            self._progress(self._reached.number - first, head.number - first)
        if reached == entries[-1].head:
            return None
        return fault_after(self._tenant_id, self._before, reached, await self._next(2))

    def _fault_at_the_end(self, head: Head) -> Fault | None:
        last = max(head.number, self._kept.number if self._kept else 0)
        if self._reached.number < last:
            return missing(self._reached.number + 1, last)
        if self._reached != head:
            return rewritten(head.number)
        return None if self._explained else unexplained(self._checkpoint)
