"""Requests that are given up in time, all of them by one timer.

Nearly all are answered long before, and a timer for each costs more than to send it: those that are
cancelled stay in the event loop's heap, where others are compared with them.
"""

import asyncio
from math import inf

import aiohttp
from aiohttp.client_proto import ResponseHandler


class Deadlines:
    """Of one event loop; times are that loop's."""

    def __init__(self) -> None:
        self._waiting: dict[ResponseHandler, float] = {}
        self._look_at = inf
        self._looking: asyncio.TimerHandle | None = None

    def begin(self, protocol: ResponseHandler, deadline: float) -> None:
        """Whoever reads of `protocol` at the deadline has SocketTimeoutError, unless `end` came."""
        self._waiting[protocol] = deadline
        if deadline < self._look_at:
            self._look_next(deadline)

    def end(self, protocol: ResponseHandler) -> None:
        """It was answered, or is given up already."""
        self._waiting.pop(protocol, None)

    def _look_next(self, at: float) -> None:
        if self._looking is not None:
            self._looking.cancel()
        self._look_at = at
        self._looking = asyncio.get_running_loop().call_at(at, self._look)

    def _look(self) -> None:
        late = [each for each, deadline in self._waiting.items() if deadline <= self._look_at]
        for protocol in late:
            self.end(protocol)
            protocol.set_exception(aiohttp.SocketTimeoutError())
        self._look_at, self._looking = inf, None
        if self._waiting:
            self._look_next(min(self._waiting.values()))
