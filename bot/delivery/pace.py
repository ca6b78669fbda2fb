"""The pace that Teams allows: exact sliding windows a tenant and a conversation.

(platform notes: Teams, sends and all requests)
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

Window = tuple[int, float]
"""At most so many requests in so many seconds."""


@dataclass(frozen=True, slots=True)
class PaceSettings:
    """The windows to keep. None of a kind means that it is not paced.

    `margin` seconds are added to every window, since requests may arrive closer together than
    they were sent. 0.03 on a window of one second costs 3 % of the rate.
    """

    tenant: tuple[Window, ...] = ((50, 1.0),)
    conversation: tuple[Window, ...] = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
    margin: float = 0.03


OFF = PaceSettings(tenant=(), conversation=())


class _Windows:
    """Exact sliding windows over the times of the requests that were let through."""

    def __init__(self, windows: tuple[Window, ...], margin: float) -> None:
        self._windows = tuple((count, seconds + margin) for count, seconds in windows)
        self._most = max((count for count, _ in windows), default=0)
        self.longest = max((seconds for _, seconds in self._windows), default=0.0)

    def wait(self, past: list[float], now: float) -> float:
        """Seconds until one more fits; not above 0 when it fits now."""
        wait = 0.0
        for count, seconds in self._windows:
            if len(past) >= count:
                wait = max(wait, past[-count] + seconds - now)
        return wait

    def add(self, past: list[float], now: float) -> None:
        """Count one at `now`."""
        past.append(now)
        if len(past) > 2 * self._most:  # seldom, so that dropping the oldest costs next to nothing
            del past[: len(past) - self._most]


@dataclass(slots=True)
class _Tenant:
    past: list[float] = field(default_factory=list)
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)
    halted_until: float = float("-inf")


class Pace:
    """Lets requests through as fast as the windows allow, and not at all while halted.

    One process keeps one. Conversations are forgotten once their longest window has passed.
    """

    def __init__(
        self,
        settings: PaceSettings,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        """`monotonic` gives seconds; `sleep` waits so many of the same seconds."""
        self._tenant_windows = _Windows(settings.tenant, settings.margin)
        self._windows = _Windows(settings.conversation, settings.margin)
        self._off = not settings.tenant and not settings.conversation
        self._monotonic = monotonic
        self._sleep = sleep
        self._tenants: dict[str, _Tenant] = {}
        self._conversations: OrderedDict[str, list[float]] = OrderedDict()

    def halt(self, tenant_id: str, seconds: float) -> None:
        """Let nothing through to the tenant for so many seconds from now."""
        tenant = self._tenants.setdefault(tenant_id, _Tenant())
        tenant.halted_until = max(tenant.halted_until, self._monotonic() + seconds)

    def halted_for(self, tenant_id: str) -> float:
        """Seconds until the tenant's halt is over; 0 when there is none."""
        tenant = self._tenants.get(tenant_id)
        return 0.0 if tenant is None else max(0.0, tenant.halted_until - self._monotonic())

    async def turn(self, tenant_id: str, conversation_id: str) -> None:
        """Wait until one request to the conversation may go; then it counts as gone."""
        if self._off and tenant_id not in self._tenants:
            return
        tenant = self._tenants.get(tenant_id)
        if tenant is None:
            tenant = self._tenants[tenant_id] = _Tenant()
        while not await self._passed(tenant, conversation_id):
            pass

    async def _passed(self, tenant: _Tenant, conversation_id: str) -> bool:
        """One try. The conversation is waited for first: it must not hold up its tenant."""
        if (wait := self._conversation_wait(conversation_id)) > 0:
            await self._sleep(wait)
            return False
        # One waiter a tenant looks at the clock; the rest queue behind it in order.
        async with tenant.gate:
            while (wait := self._tenant_wait(tenant)) > 0:
                await self._sleep(wait)
            if self._conversation_wait(conversation_id) > 0:
                return False
            self._count(tenant, conversation_id)
            return True

    def _tenant_wait(self, tenant: _Tenant) -> float:
        now = self._monotonic()
        return max(self._tenant_windows.wait(tenant.past, now), tenant.halted_until - now)

    def _conversation_wait(self, conversation_id: str) -> float:
        past = self._conversations.get(conversation_id)
        return 0.0 if past is None else self._windows.wait(past, self._monotonic())

    def _count(self, tenant: _Tenant, conversation_id: str) -> None:
        now = self._monotonic()
        self._tenant_windows.add(tenant.past, now)
        if self._windows.longest:
            self._windows.add(self._conversations.setdefault(conversation_id, []), now)
            self._conversations.move_to_end(conversation_id)
            self._forget_idle(now)

    def _forget_idle(self, now: float) -> None:
        # Two for each one added: the memory shrinks however many come, and no request pays for all.
        for _ in range(2):
            idle = next(iter(self._conversations))
            if self._conversations[idle][-1] + self._windows.longest > now:
                return
            del self._conversations[idle]
