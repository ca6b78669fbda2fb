"""What a turn says and asks itself, beside delivery: at the same pace, and patient with Teams."""

import random
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from bot.connector import Connector, Member, TryLater
from bot.delivery.pace import Pace
from bot.delivery.retry import Policy, after_error

T = TypeVar("T")

# A person is waiting, so a few tries within seconds, unless Teams itself says to wait longer.
TURNS: Final = Policy(attempts=4, first=0.5, growth=2.0, longest=4.0)

PATIENCE: Final = 10.0
"""Seconds that a call waits for Teams in all: after fifteen Teams sends the turn again, and what it
says would come twice."""


class DirectLine:
    """The connector as a turn uses it. Everything raises what the connector raises."""

    def __init__(
        self,
        connector: Connector,
        pace: Pace,
        sleep: Callable[[float], Awaitable[object]],
        jitter: random.Random,
    ) -> None:
        self._connector = connector
        self._pace = pace
        self._sleep = sleep
        self._jitter = jitter

    async def send(
        self, tenant_id: str, service_url: str, conversation_id: str, body: bytes
    ) -> str | None:
        """See Connector.send."""
        return await self._patiently(
            tenant_id,
            conversation_id,
            lambda: self._connector.send(service_url, conversation_id, body),
        )

    async def edit(
        self, tenant_id: str, service_url: str, conversation_id: str, activity_id: str, body: bytes
    ) -> None:
        """See Connector.edit."""
        await self._patiently(
            tenant_id,
            conversation_id,
            lambda: self._connector.edit(service_url, conversation_id, activity_id, body),
        )

    async def member(
        self, tenant_id: str, service_url: str, conversation_id: str, user_id: str
    ) -> Member:
        """See Connector.member."""
        return await self._patiently(
            tenant_id,
            conversation_id,
            lambda: self._connector.member(service_url, conversation_id, user_id),
        )

    async def _patiently(
        self, tenant_id: str, conversation_id: str, call: Callable[[], Awaitable[T]]
    ) -> T:
        attempts, patience = 0, PATIENCE
        while True:
            halted_for = self._pace.halted_for(tenant_id)
            patience -= halted_for
            if patience < 0:
                raise TryLater(halted_for, None, "Teams wants the council left alone")
            attempts += 1
            try:
                async with self._pace.turn(tenant_id, conversation_id):
                    return await call()
            except TryLater as error:
                verdict = after_error(
                    error,
                    attempts=attempts,
                    left=None,
                    chance=self._jitter.random(),
                    policy=TURNS,
                )
                if verdict.halt:
                    self._pace.halt(tenant_id, verdict.halt)
                if verdict.again_in is None:
                    raise
                if not verdict.halt:
                    patience -= verdict.again_in
                    if patience < 0:
                        raise
                    await self._sleep(verdict.again_in)
