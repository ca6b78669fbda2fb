"""The right to deliver for a council: one process at a time has it."""

import logging
from collections.abc import Callable
from datetime import timedelta

from bot.delivery.parts import Parts
from bot.delivery.rendering import place_of
from bot.telemetry import LEASE_LOSSES

logger = logging.getLogger(__name__)


class Lease:
    """Taken, prolonged in good time, and given back.

    It is prolonged when a third of it has passed, and when two thirds have if the storage failed
    then. A process that could not prolong it stops sending before another begins.
    """

    def __init__(self, tenant_id: str, parts: Parts, on_loss: Callable[[], None]) -> None:
        self._tenant_id = tenant_id
        self._parts = parts
        self._on_loss = on_loss
        self._until = float("-inf")

    @property
    def held(self) -> bool:
        """Whether it certainly holds, by this process's own clock."""
        return self._parts.monotonic() < self._until

    async def take(self) -> bool:
        """False while another process has it."""
        return await self._hold(self._parts.lease)

    async def keep(self) -> None:
        """Prolong it until it is lost; then say so and return."""
        while self.held:
            await self._parts.sleep(self._parts.lease / 3)
            try:
                if not await self._hold(self._parts.lease):
                    break
            except Exception as error:  # noqa: BLE001 - the next try may do before it runs out
                logger.warning(
                    "The lease of council %s was not prolonged: %s.",
                    self._tenant_id,
                    place_of(error),
                )
        self._until = float("-inf")
        LEASE_LOSSES.inc()
        self._on_loss()

    async def give_back(self, halted_for: float) -> None:
        """Let others deliver; after `halted_for` seconds where Teams asked to be left alone.

        A halt is kept as a lease, or another process would go on sending at once.
        """
        if not self.held:
            return
        if halted_for > 0:
            await self._hold(halted_for)
        else:
            await self._parts.queue.release(self._tenant_id, self._parts.owner)
        self._until = float("-inf")

    async def _hold(self, seconds: float) -> bool:
        before, now = self._parts.monotonic(), self._parts.clock()
        until = now + timedelta(seconds=seconds)
        if not await self._parts.queue.lease(self._tenant_id, self._parts.owner, now, until):
            return False
        self._until = before + seconds
        return True
