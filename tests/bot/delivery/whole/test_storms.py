"""Storms of 429: what Teams asks of one council is kept for that council, and for no other."""

import asyncio
import time

from aiohttp import web

from programme.message import Delivery
from programme.people import Role
from tests.bot.delivery.teams import status
from tests.bot.delivery.whole.way import Way, add_people
from tests.little_council import OTHER_TENANT, person

CALM = [person(f"Calm{number}", Role.TEAM_MANAGER, team="Ash") for number in range(40)]
STORMY = [person(f"Stormy{number}", Role.TEAM_MANAGER, team="Ash") for number in range(40)]
CALM_IDS, STORMY_IDS = ([each.id for each in people] for people in (CALM, STORMY))
AT_ONCE = 32
"""Requests to one council that may be in flight when the first 429 comes."""


async def test_a_storm_halts_its_council_and_no_other(way: Way) -> None:
    await add_people(way, STORMY)
    await add_people(way, CALM, OTHER_TENANT)
    await way.queue(*STORMY_IDS)
    await way.queue(*CALM_IDS, tenant_id=OTHER_TENANT)
    for each in STORMY_IDS:
        way.teams.then(f"chat-{each}", *[status(429, Retry_After="3600")] * 2)

    await way.deliver()
    met = len(way.teams.seen)
    assert 0 < met <= AT_ONCE
    for _ in range(3):
        await way.deliver()
    await way.deliver(OTHER_TENANT)

    assert len(way.teams.seen) == met + len(CALM)
    assert not any(seen.conversation_id.startswith("chat-stormy") for seen in way.teams.seen[met:])
    waits = await way.waiting(*STORMY_IDS)
    assert len(waits) == len(STORMY)
    assert sum(each.attempts for each in waits) == met
    for each in CALM_IDS:
        assert (await way.fate(each, tenant_id=OTHER_TENANT)).delivery is Delivery.SENT


class _Storm:
    """Answers everything with 429 until it is over; notes when, in seconds."""

    def __init__(self, retry_after: float) -> None:
        self.over = False
        self.refused: list[float] = []
        self.taken: list[float] = []
        self._retry_after = f"{retry_after:g}"

    async def __call__(self, _: web.Request) -> web.StreamResponse:
        if self.over:
            self.taken.append(time.monotonic())
            return web.json_response({"id": str(len(self.taken))}, status=201)
        self.refused.append(time.monotonic())
        return web.Response(status=429, headers={"Retry-After": self._retry_after})


async def test_nothing_goes_before_retry_after_has_passed_and_then_everything_once(
    way: Way,
) -> None:
    retry_after = 0.5
    storm = _Storm(retry_after)
    await add_people(way, STORMY)
    await way.queue(*STORMY_IDS)
    for each in STORMY_IDS:
        way.teams.then(f"chat-{each}", storm, storm)

    await way.deliver()
    storm.over = True
    way.clock.advance(seconds=60)
    async with asyncio.timeout(20):
        while await way.waiting(*STORMY_IDS):
            await way.deliver()
            await asyncio.sleep(0.02)
    await way.deliver()

    assert 0 < len(storm.refused) <= AT_ONCE
    assert min(storm.taken) >= max(storm.refused) + retry_after
    assert len(storm.taken) == len(STORMY)
    for each in STORMY_IDS:
        assert (await way.fate(each)).delivery is Delivery.SENT
