"""The scheduler: it ticks, and nothing more; what is due lives in the tables."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.councils import CouncilRegistry
from bot.delivery.rendering import place_of
from bot.telemetry import TICKS
from programme.cause import caused_by
from programme.council import Council
from programme.ports import Work
from programme.use_cases.tick import Ticked, tick

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=30)
TICK = "tick"
AT_ONCE = 8
"""Councils: while one waits for the database, others go on."""


class Jobs:
    """Asks every council's rules what is due, and wakes delivery."""

    def __init__(
        self,
        councils: CouncilRegistry,
        work: Work,
        clock: Clock,
        wake: Callable[[], None],
        every: timedelta = EVERY,
    ) -> None:
        self._councils = councils
        self._work = work
        self._clock = clock
        self._wake = wake
        self._every = every
        # UTC, so that the two Sundays on which the council's clocks change are days like others.
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._in_step: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Ticks from now on; a tick that was missed is caught up by the next."""
        self._scheduler.add_job(
            self._tick_on,
            "interval",
            seconds=self._every.total_seconds(),
            id=TICK,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()
        self._in_step = asyncio.create_task(self._keep_in_step())

    def stop(self) -> None:
        """Ticks no more; one that is under way is undone as far as it wasn't committed."""
        if self._in_step is not None:
            self._in_step.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _keep_in_step(self) -> None:
        """APScheduler waits for a time of day: after a clock that is set back an hour it would
        stand still for an hour."""
        while True:
            await asyncio.sleep(self._every.total_seconds())
            now = datetime.now(UTC)
            if self._scheduler.get_job(TICK).next_run_time > now + self._every:
                self._scheduler.modify_job(TICK, next_run_time=now)

    async def _tick_on(self) -> None:
        try:
            await self.tick_all()
        except Exception as error:  # noqa: BLE001 - the database may be back at the next tick
            log.error("The councils could not be read: %s.", place_of(error))  # noqa: TRY400 - as below

    async def tick_all(self) -> list[Ticked]:
        """One tick of every council, some at a time; one's failure doesn't stop the others'."""
        room = asyncio.Semaphore(AT_ONCE)

        async def in_turn(council: Council) -> Ticked | None:
            async with room:
                with caused_by(token_hex(16)):
                    return await self._tick(council)

        ended = await asyncio.gather(*map(in_turn, await self._councils.all()))
        ticked = [done for done in ended if done is not None]
        # Of a council whose tick failed, other jobs may have queued something all the same.
        self._wake()
        return ticked

    async def _tick(self, council: Council) -> Ticked | None:
        try:
            done = await tick(council, work=self._work, now=self._clock())
        except Exception as error:  # noqa: BLE001 - the other councils' messages must go out
            TICKS.labels("failed").inc()
            log.error(  # noqa: TRY400 - an exception's words could name a person or a case
                "The tick of council %s failed: %s.", council.tenant_id, place_of(error)
            )
            return None
        TICKS.labels("done").inc()
        if done.queued:
            log.info("The tick of council %s queued %s.", council.tenant_id, done.queued)
        return done
