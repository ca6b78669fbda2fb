"""One piece of slow work, shared by all who ask for it while it is under way."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Generic, TypeVar

T = TypeVar("T")


class SingleFlight(Generic[T]):
    """Runs `work` at most once at a time; whoever stops waiting does not stop it."""

    def __init__(self, work: Callable[[], Coroutine[None, None, T]]) -> None:
        self._work = work
        self._task: asyncio.Task[T] | None = None

    @property
    def under_way(self) -> bool:
        return self._task is not None and not self._task.done()

    async def result(self) -> T:
        """The outcome of the work under way, or of a new run."""
        return await asyncio.shield(self.start())

    def start(self) -> asyncio.Task[T]:
        """The same without waiting; its failure is the business of whoever awaits it."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
            self._task.add_done_callback(_look_at_failure)
        return self._task


def _look_at_failure(task: asyncio.Task[T]) -> None:
    # asyncio complains about a failure that nobody looked at; with nobody waiting, that is right.
    if not task.cancelled():
        task.exception()
