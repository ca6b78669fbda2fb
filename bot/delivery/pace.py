"""The pace that Teams allows: exact sliding windows a tenant and a conversation.

(platform notes: Teams, sends and all requests)
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from math import inf

Window = tuple[int, float]
"""At most so many requests in so many seconds."""


@dataclass(frozen=True, slots=True)
class PaceSettings:
    """The windows to keep. None of a kind means that it is not paced.

    `margin` seconds are added to every window, for clocks that don't agree to the last digit. 0.01
    on a window of one second costs 1 % of the rate.
    """

    tenant: tuple[Window, ...] = ((50, 1.0),)
    conversation: tuple[Window, ...] = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
    margin: float = 0.01


OFF = PaceSettings(tenant=(), conversation=())


@dataclass(slots=True)
class _Requests:
    """Those to one tenant or conversation: how many are under way, and when the others were
    answered, in order."""

    answers: list[float] = field(default_factory=list)
    under_way: int = 0


class _Windows:
    """Exact sliding windows. What is under way may arrive at any moment: it is in all of them."""

    def __init__(self, windows: tuple[Window, ...], margin: float) -> None:
        self._windows = tuple((count, seconds + margin) for count, seconds in windows)
        self._most = max((count for count, _ in windows), default=0)
        self.longest = max((seconds for _, seconds in self._windows), default=0.0)

    def wait(self, requests: _Requests, now: float) -> float:
        """Seconds until one more fits; not above 0 when it fits now, infinite when it can't before
        an answer comes."""
        wait, answers = 0.0, requests.answers
        for count, seconds in self._windows:
            room = count - requests.under_way
            if room <= 0:
                return inf
            if len(answers) >= room:
                wait = max(wait, answers[-room] + seconds - now)
        return wait

    def answered(self, requests: _Requests, now: float) -> None:
        """One that was under way is over."""
        requests.under_way -= 1
        requests.answers.append(now)
        if len(requests.answers) > 2 * self._most:  # seldom, so that it costs next to nothing
            del requests.answers[: len(requests.answers) - self._most]


@dataclass(slots=True)
class _Tenant:
    requests: _Requests = field(default_factory=_Requests)
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)
    halted_until: float = float("-inf")


class Pace:
    """Lets requests through as fast as the windows allow, and not at all while halted.

    A request counts from when it was answered, for it may have arrived as late as that. Counted
    from when it was sent, one that was held up on its way (by a new connection, or a busy moment
    here) would be followed too soon. An answer that takes 100 ms so costs a tenth of the rate.

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
        self._conversations: OrderedDict[str, _Requests] = OrderedDict()
        self._an_answer = asyncio.Event()

    def halt(self, tenant_id: str, seconds: float) -> None:
        """Let nothing through to the tenant for so many seconds from now."""
        tenant = self._tenants.setdefault(tenant_id, _Tenant())
        tenant.halted_until = max(tenant.halted_until, self._monotonic() + seconds)

    def halted_for(self, tenant_id: str) -> float:
        """Seconds until the tenant's halt is over; 0 when there is none."""
        tenant = self._tenants.get(tenant_id)
        return 0.0 if tenant is None else max(0.0, tenant.halted_until - self._monotonic())

    def turn(self, tenant_id: str, conversation_id: str) -> AbstractAsyncContextManager[None]:
        """Wait until one request to the conversation may go; it is over when the block is."""
        if self._off and tenant_id not in self._tenants:
            return nullcontext()
        tenant = self._tenants.setdefault(tenant_id, _Tenant())
        return self._turn(tenant, conversation_id)

    @asynccontextmanager
    async def _turn(self, tenant: _Tenant, conversation_id: str) -> AsyncIterator[None]:
        while not await self._passed(tenant, conversation_id):
            pass
        try:
            yield
        finally:
            self._answered(tenant, conversation_id)

    async def _passed(self, tenant: _Tenant, conversation_id: str) -> bool:
        """One try. The conversation is waited for first: it must not hold up its tenant."""
        if (wait := self._conversation_wait(conversation_id)) > 0:
            await self._rest(wait)
            return False
        # One waiter a tenant looks at the clock; the rest queue behind it in order.
        async with tenant.gate:
            while (wait := self._tenant_wait(tenant)) > 0:
                await self._rest(wait)
            if self._conversation_wait(conversation_id) > 0:
                return False
            tenant.requests.under_way += 1
            if self._windows.longest:
                self._conversations.setdefault(conversation_id, _Requests()).under_way += 1
            return True

    async def _rest(self, wait: float) -> None:
        if wait < inf:
            await self._sleep(wait)
        else:
            self._an_answer.clear()
            await self._an_answer.wait()

    def _tenant_wait(self, tenant: _Tenant) -> float:
        now = self._monotonic()
        halted = tenant.halted_until - now
        return halted if halted > 0 else self._tenant_windows.wait(tenant.requests, now)

    def _conversation_wait(self, conversation_id: str) -> float:
        requests = self._conversations.get(conversation_id)
        return 0.0 if requests is None else self._windows.wait(requests, self._monotonic())

    def _answered(self, tenant: _Tenant, conversation_id: str) -> None:
        now = self._monotonic()
        self._tenant_windows.answered(tenant.requests, now)
        if self._windows.longest:
            self._windows.answered(self._conversations[conversation_id], now)
            self._conversations.move_to_end(conversation_id)
            self._forget_idle(now)
        self._an_answer.set()

    def _forget_idle(self, now: float) -> None:
        # Two for each one added: the memory shrinks however many come, and no request pays for all.
        for _ in range(2):
            name, idle = next(iter(self._conversations.items()))
            if idle.under_way or idle.answers[-1] + self._windows.longest > now:
                return
            del self._conversations[name]
