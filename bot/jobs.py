"""The scheduler: it ticks, and nothing more; what is due lives in the tables."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.councils import CouncilRegistry
from bot.delivery.rendering import place_of
from programme.ports import Work
from programme.use_cases.tick import Ticked, tick

log = logging.getLogger(__name__)

EVERY_SECONDS = 30


class Jobs:
    """Asks every council's rules what is due, and wakes delivery.

    From tick to tick it waits, and never looks at the clock, as a scheduler of due times would:
    one whose clock is set back an hour stands still for an hour.
    """

    def __init__(
        self,
        councils: CouncilRegistry,
        work: Work,
        clock: Clock,
        wake: Callable[[], None],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._councils = councils
        self._work = work
        self._clock = clock
        self._wake = wake
        self._sleep = sleep
        self._ticking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Ticks from now on; what a tick has missed, the next catches up."""
        self._ticking = asyncio.create_task(self._tick_on())

    def stop(self) -> None:
        """Ticks no more; one that is under way is undone as far as it wasn't committed."""
        if self._ticking is not None:
            self._ticking.cancel()

    async def _tick_on(self) -> None:
        while True:
            await self._sleep(EVERY_SECONDS)
            try:
                await self.tick_all()
            except Exception as error:  # noqa: BLE001 - the database may be back at the next tick
                log.error("The councils could not be read: %s.", place_of(error))  # noqa: TRY400 - as below

    async def tick_all(self) -> list[Ticked]:
        """One tick of every council; one council's failure doesn't stop the others'."""
        ticked = []
        for council in await self._councils.all():
            try:
                ticked.append(await tick(council, work=self._work, now=self._clock()))
            except Exception as error:  # noqa: BLE001 - the other councils' messages must go out
                log.error(  # noqa: TRY400 - an exception's words could name a person or a case
                    "The tick of council %s failed: %s.", council.tenant_id, place_of(error)
                )
        # Of a council whose tick failed, other jobs may have queued something all the same.
        self._wake()
        return ticked
