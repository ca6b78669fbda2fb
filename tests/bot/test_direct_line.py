"""A turn's own calls: at Teams' pace, patient where it helps, and no longer than a person waits."""

import random
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web

from bot.connector import Connector, Refused, TryLater
from bot.delivery.pace import OFF, Pace, PaceSettings
from bot.direct_line import TURNS, DirectLine
from tests.bot.recording import BODY, Teams, connecting, recording


class Time:
    """Seconds that pass only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def line(connector: Connector, time: Time, settings: PaceSettings = OFF) -> DirectLine:
    pace = Pace(settings, time, time.sleep)
    return DirectLine(connector, pace, time.sleep, random.Random(1))


Call = Callable[[DirectLine, str], Awaitable[object]]
CALLS: dict[str, Call] = {
    "POST": lambda line, url: line.send("t", url, "a:1", BODY),
    "PUT": lambda line, url: line.edit("t", url, "a:1", "17", BODY),
    "GET": lambda line, url: line.member("t", url, "a:1", "29:1"),
}


async def failing_first(teams: Teams, status: int, times: int, **headers: str) -> None:
    """The next `times` calls fail with `status`; after that they go through."""

    async def handle(_: web.Request) -> web.StreamResponse:
        if len(teams.seen) <= times:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            return web.Response(status=status, headers=names)
        return web.json_response({"id": "1700"}, status=201)

    teams.handler = handle


@pytest.mark.parametrize("method", CALLS)
async def test_a_call_is_made_again_while_teams_may_still_take_it(method: str) -> None:
    time = Time()
    async with recording() as teams, connecting() as connector:
        await failing_first(teams, 503, times=2)
        await CALLS[method](line(connector, time), teams.url)
        assert [seen[0] for seen in teams.seen] == [method] * 3
    assert len(time.slept) == 2


async def test_it_gives_up_after_a_few_tries_with_the_connectors_error() -> None:
    time = Time()
    async with recording() as teams, connecting() as connector:
        teams.answers(503)
        with pytest.raises(TryLater):
            await CALLS["POST"](line(connector, time), teams.url)
        assert len(teams.seen) == TURNS.attempts
    assert sum(time.slept) < 15, "after that Teams sends the turn again"


@pytest.mark.parametrize("status", [429, 503])
async def test_it_does_not_wait_for_longer_than_teams_does(status: int) -> None:
    time = Time()
    async with recording() as teams, connecting() as connector:
        await failing_first(teams, status, times=1, Retry_After="60")
        with pytest.raises(TryLater):
            await CALLS["POST"](line(connector, time), teams.url)
        assert len(teams.seen) == 1
    assert time.slept == []


async def test_while_teams_wants_a_council_left_alone_nobody_waits_for_the_end_of_it() -> None:
    time = Time()
    async with recording() as teams, connecting() as connector:
        pace = Pace(OFF, time, time.sleep)
        there = DirectLine(connector, pace, time.sleep, random.Random(1))
        pace.halt("t", 60.0)
        with pytest.raises(TryLater):
            await CALLS["POST"](there, teams.url)
        assert teams.seen == []
        time.now += 55
        await CALLS["POST"](there, teams.url)
    assert time.slept == [5.0]


async def test_a_retry_after_holds_up_everything_for_that_council() -> None:
    time = Time()
    async with recording() as teams, connecting() as connector:
        await failing_first(teams, 429, times=1, Retry_After="3")
        await CALLS["POST"](line(connector, time), teams.url)
        assert len(teams.seen) == 2
    assert time.now >= 3


async def test_what_will_never_go_through_is_not_tried_again() -> None:
    time = Time()
    async with recording() as teams, connecting() as connector:
        teams.answers(400, '{"error": {"code": "BadSyntax"}}')
        with pytest.raises(Refused):
            await CALLS["POST"](line(connector, time), teams.url)
        assert len(teams.seen) == 1
    assert time.slept == []


async def test_a_turn_keeps_to_the_pace_that_delivery_keeps_to() -> None:
    time = Time()
    async with recording() as teams, connecting() as connector:
        paced = line(connector, time, PaceSettings(tenant=(), conversation=((2, 1.0),), margin=0))
        for _ in range(3):
            await CALLS["POST"](paced, teams.url)
    assert time.now >= 1
