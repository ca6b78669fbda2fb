"""Jobs go by the staff and case lists as they stand, though somebody may be taking one in."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from functools import partial
from typing import Final, Protocol, TypeVar

from programme.event_chain import Head
from programme.ports import LIST_CHANGES, LISTS, UnitOfWork, Work

T_co = TypeVar("T_co", covariant=True)
TRIES: Final = 10
"""Lists are taken in seldom, and what a job has written by then isn't done anew; of one that meets
as many, the next tick makes good."""


class Job(Protocol[T_co]):
    """What is done in units of work of its own."""

    def __call__(self, *, work: Work) -> Awaitable[T_co]:
        """Once or several times: twice is harmless."""


class _ListTakenIn(Exception):
    """A list was taken in since the job began to read: what it would write may be untrue."""


class AsListed:
    """Most jobs write nothing most of the time, so none waits for its turn before it reads: whoever
    writes looks whether a list was taken in meanwhile, and then the job is done anew."""

    def __init__(self, tenant_id: str, work: Work) -> None:
        self._tenant_id = tenant_id
        self._work = work
        self._head: Head | None = None

    async def do(self, job: Job[T_co]) -> T_co:
        """What the job returns; all that it has written goes by the lists of that moment."""
        for _ in range(TRIES - 1):
            try:
                return await job(work=await self._as_listed())
            except _ListTakenIn:
                self._head = None
        return await job(work=await self._as_listed())

    async def _as_listed(self) -> Work:
        if self._head is None:
            async with self._work(self._tenant_id) as w:
                self._head = await w.events.head()
        head = self._head

        @asynccontextmanager
        async def as_listed(tenant_id: str) -> AsyncIterator[UnitOfWork]:
            async with self._work(tenant_id) as w:
                w.before_writing(partial(_require_same_lists, w, head))
                yield w

        return as_listed


async def _require_same_lists(w: UnitOfWork, head: Head) -> None:
    """None is taken in from here to the unit's end. Raises _ListTakenIn."""
    await w.turns.share(LISTS)
    if await w.events.any_since(head, LIST_CHANGES):
        raise _ListTakenIn
