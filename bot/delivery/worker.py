"""The outbox worker: delivers for every council that has something due, some at a time."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from bot.delivery.drain import Drain
from bot.delivery.pace import Pace
from bot.delivery.parts import Drained, Parts
from bot.delivery.ports import Block, FindConversations, HoldBack, Renderer, Sender
from bot.delivery.receipts import Unstored
from bot.delivery.rendering import place_of
from programme.ports import DeliveryQueue

logger = logging.getLogger(__name__)

LOOK_EVERY: Final = 1.0
"""Seconds between looks at the outbox when nobody wakes the worker."""

TAKEN_OVER_WITHIN: Final = 30.0
"""Seconds from a process's end, however it ends, until another delivers for its councils: what is
promised."""

TO_TAKE_OVER: Final = 2.0
"""Seconds of these for the database's answers: to who prolonged the lease last, to a look, to who
takes the lease, puts back what was left half done, and claims what is due. What the first messages
say is read after that."""

LEASE: Final = TAKEN_OVER_WITHIN - LOOK_EVERY - TO_TAKE_OVER
"""Seconds that a lease lasts. It may have been prolonged in the moment before its process ended,
and run out in the moment after another's look."""

GATHER: Final = 0.02
"""Seconds from being woken to the look: whatever else wakes it meanwhile shares it."""

UNREAD_REST: Final = 30.0
"""Seconds that a council is left alone whose rules can't be read."""


def rest_after(failing: float, lease: float) -> float:
    """Seconds that a council is left alone whose storage has been failing for so many.

    What was sent meanwhile isn't sent again: this process keeps its receipts, and stores them
    first. For as long as a lease lasts, the council is tried at each look: a rest could be all that
    is left to take it over in, and outlast the lease under which its receipts wait. From then on it
    is tried less and less often, but within a lease.
    """
    return min(max(LOOK_EVERY / 2, failing - lease), lease)


class DeliveryWorker:
    """Drains councils' outboxes, each under its lease. One a process."""

    def __init__(
        self,
        *,
        queue: DeliveryQueue,
        conversations: FindConversations,
        block: Block,
        hold_back: HoldBack,
        renderer: Renderer,
        sender: Sender,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
        pace: Pace,
        owner: str,
        jitter: random.Random,
        in_flight: int = 32,
        at_risk: int | None = None,
        batch: int = 256,
        councils: int = 24,
        lease: float = LEASE,
    ) -> None:
        """`in_flight` bounds the requests to one council, `councils` how many are drained at once:
        at 50 a second each, more than one process can send.

        `at_risk` bounds what of a council a crash sends again: what is in flight, and what has no
        receipt yet. Without it, that is what is in flight and four batches: no sender waits while
        receipts are stored.
        `owner` must be unlike that of any other process; `lease` is in seconds.
        """
        self._parts = Parts(
            queue=queue,
            conversations=conversations,
            block=block,
            hold_back=hold_back,
            renderer=renderer,
            sender=sender,
            clock=clock,
            monotonic=monotonic,
            sleep=sleep,
            pace=pace,
            owner=owner,
            jitter=jitter,
            in_flight=in_flight,
            at_risk=in_flight + 4 * batch if at_risk is None else at_risk,
            batch=batch,
            lease=lease,
        )
        self._councils = councils
        self._woken = asyncio.Event()
        self._gathering: asyncio.TimerHandle | None = None
        self._drains: dict[str, Drain] = {}
        self._unstored: dict[str, Unstored] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._failing_since: dict[str, float] = {}
        self._resting_until: dict[str, float] = {}
        self._left_out = False

    def wake(self) -> None:
        """There is something new to deliver: don't wait for the next look."""
        if self._gathering is None:
            self._gathering = asyncio.get_running_loop().call_later(GATHER, self._gathered)

    def _gathered(self) -> None:
        self._gathering = None
        self._woken.set()

    async def drain(self, tenant_id: str) -> Drained:
        """Deliver for one council until nothing is due. Raises what storage raises.

        Called again while it runs, the second call waits for the first.
        """
        async with self._turns.setdefault(tenant_id, asyncio.Lock()):
            unstored = self._unstored.setdefault(tenant_id, Unstored())
            drain = self._drains[tenant_id] = Drain(tenant_id, self._parts, unstored)
            try:
                return await drain.run()
            finally:
                del self._drains[tenant_id]
                if drain.has_stored:  # it has been failing since the last time that it could
                    self._failing_since.pop(tenant_id, None)

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop`; then finish what is in flight and return."""
        running: dict[str, asyncio.Task[None]] = {}
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                self._woken.clear()
                await self._start(running)
                await self._until_woken(stopping)
        finally:
            stopping.cancel()
            if self._gathering is not None:
                self._gathering.cancel()
            for drain in self._drains.values():
                drain.finish()
            await asyncio.gather(*running.values())

    async def _start(self, running: dict[str, asyncio.Task[None]]) -> None:
        found = await self._due()
        if found is None:
            return  # whatever fails now would fail with each council
        # What a failed drain has left is under a lease that this process still has.
        due = {*found, *self._failing_since}
        for tenant_id in [tenant_id for tenant_id, task in running.items() if task.done()]:
            del running[tenant_id]
        self._left_out = False
        for tenant_id in sorted(due):
            if tenant_id in self._drains:
                self._drains[tenant_id].nudge()
            elif tenant_id in running or self._rests(tenant_id):
                continue
            elif len(running) >= self._councils:
                self._left_out = True
            else:
                running[tenant_id] = asyncio.create_task(self._deliver(tenant_id))

    async def _due(self) -> tuple[str, ...] | None:
        try:
            return await self._parts.queue.councils_with_work(
                self._parts.owner, self._parts.clock()
            )
        except Exception as error:  # noqa: BLE001 - the database may be back at the next look
            logger.error("The outbox could not be read: %s.", place_of(error))  # noqa: TRY400 - as below
            return None

    async def _deliver(self, tenant_id: str) -> None:
        try:
            drained = await self.drain(tenant_id)
        except Exception as error:  # noqa: BLE001 - other councils must go on
            now = self._parts.monotonic()
            failing = now - self._failing_since.setdefault(tenant_id, now)
            if not 0 < failing <= self._parts.lease:  # else it is said at each look
                logger.error(  # noqa: TRY400 - an exception's words could name a person or a case
                    "Delivery for council %s failed: %s.", tenant_id, place_of(error)
                )
            self._rest(tenant_id, rest_after(failing, self._parts.lease))
        else:
            self._failing_since.pop(tenant_id, None)
            if drained.unread:
                self._rest(tenant_id, UNREAD_REST)
            elif not drained.leased or drained.halted_for > 0 or drained == Drained():
                # Asked again at once, it would keep its place from a council that can go on.
                self._rest(tenant_id, LOOK_EVERY / 2)  # until the next look, not the one after
            else:
                logger.info("Delivered for council %s: %s.", tenant_id, drained)
        if self._left_out:
            self._woken.set()

    def _rest(self, tenant_id: str, seconds: float) -> None:
        self._resting_until[tenant_id] = self._parts.monotonic() + seconds

    def _rests(self, tenant_id: str) -> bool:
        return self._parts.monotonic() < self._resting_until.get(tenant_id, float("-inf"))

    async def _until_woken(self, stopping: asyncio.Task[bool]) -> None:
        looking = asyncio.ensure_future(self._parts.sleep(LOOK_EVERY))
        woken = asyncio.create_task(self._woken.wait())
        await asyncio.wait({stopping, woken, looking}, return_when=asyncio.FIRST_COMPLETED)
        looking.cancel()
        woken.cancel()
