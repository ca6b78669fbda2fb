"""GET /metrics, for Prometheus: for this machine alone, or for whoever has the token."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Final

from aiohttp import web
from prometheus_client import CollectorRegistry, Metric, exposition
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.authentication import is_loopback
from bot.clock import Clock
from bot.delivery.rendering import place_of
from bot.telemetry import REGISTRY
from programme.ports.health import QueueState

FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
"""What a proxy says that it speaks for somebody else."""

ANSWERS_IN: Final = 5.0
"""Seconds that the database has: Prometheus gives up after ten, and would have no figure at all."""

Queues = Callable[[datetime], Awaitable[Sequence[QueueState]]]

log = logging.getLogger(__name__)


def add_metrics(app: web.Application, token: str, queues: Queues, clock: Clock) -> None:
    """Adds the page. Without a `token` it answers this machine, and is not there for others."""

    async def metrics(request: web.Request) -> web.Response:
        if token:
            given = request.headers.get("Authorization", "")
            # aiohttp stands for bytes that are no UTF-8 with surrogates.
            if not compare_digest(
                given.encode(errors="surrogateescape"), f"Bearer {token}".encode()
            ):
                return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        elif not _is_of_this_machine(request):
            return web.Response(status=404)
        body = exposition.generate_latest(REGISTRY) + await _waiting(queues, clock())
        return web.Response(body=body, headers={"Content-Type": exposition.CONTENT_TYPE_LATEST})

    app.router.add_get("/metrics", metrics)


def _is_of_this_machine(request: web.Request) -> bool:
    return is_loopback(request.remote) and not any(name in request.headers for name in FORWARDED)


async def _waiting(queues: Queues, now: datetime) -> bytes:
    try:
        async with asyncio.timeout(ANSWERS_IN):
            found: Sequence[QueueState] | None = await queues(now)
    except Exception as error:  # noqa: BLE001 - what is counted in memory is told all the same
        log.warning("The outbox could not be counted: %s.", place_of(error))
        found = None
    registry = CollectorRegistry()
    registry.register(_Waiting(found, now))
    return exposition.generate_latest(registry)


class _Waiting(Collector):
    """What stands in the database, of all councils together; None when it doesn't answer."""

    def __init__(self, queues: Sequence[QueueState] | None, now: datetime) -> None:
        self._queues = queues
        self._now = now

    def collect(self) -> Iterable[Metric]:
        up = self._queues is not None
        yield GaugeMetricFamily("sightline_database_up", "Whether the database answers.", value=up)
        if self._queues is None:
            return
        oldest = min((q.oldest_due for q in self._queues if q.oldest_due), default=self._now)
        for name, what, value in (
            ("councils", "Councils that are served.", len(self._queues)),
            ("outbox_waiting", "Messages that wait.", sum(q.waiting for q in self._queues)),
            ("outbox_due", "Messages that might go now.", sum(q.due for q in self._queues)),
            ("outbox_sending", "Messages being sent.", sum(q.sending for q in self._queues)),
            (
                "outbox_retrying",
                "Messages that Teams has not taken so far.",
                sum(q.retrying for q in self._queues),
            ),
            (
                "outbox_undeliverable",
                "Messages that could not be delivered.",
                sum(q.undeliverable for q in self._queues),
            ),
            (
                "outbox_oldest_due_seconds",
                "For how long the oldest message that is due has been so.",
                max((self._now - oldest).total_seconds(), 0.0),
            ),
        ):
            yield GaugeMetricFamily(f"sightline_{name}", what, value=value)
