"""Whatever waits for an answer is given up in its time, and what was answered isn't."""

import asyncio

import aiohttp
from aiohttp.client_proto import ResponseHandler

from bot.deadlines import Deadlines


async def given_up(protocol: ResponseHandler) -> ResponseHandler:
    """The protocol, once whoever reads of it has been told that it is too late."""
    try:
        await protocol.read()
    except aiohttp.SocketTimeoutError:
        return protocol
    raise AssertionError("nothing was sent")


async def in_turn(deadlines: Deadlines, seconds: list[float]) -> list[float]:
    """By the seconds that each is given, the order in which they are given up."""
    loop = asyncio.get_running_loop()
    found: list[float] = []
    now = loop.time()

    async def ask(given: float) -> None:
        protocol = ResponseHandler(loop)
        deadlines.begin(protocol, now + given)
        await given_up(protocol)
        found.append(given)

    async with asyncio.timeout(20):
        await asyncio.gather(*map(ask, seconds))
    return found


async def test_each_is_given_up_in_its_time_whichever_came_first() -> None:
    deadlines = Deadlines()
    assert await in_turn(deadlines, [0.03, 0.01, 0.04, 0.02]) == [0.01, 0.02, 0.03, 0.04]
    assert await in_turn(deadlines, [0.02, 0.01]) == [0.01, 0.02], "and so on, after a pause"


async def test_what_was_answered_and_what_has_time_left_are_let_be() -> None:
    loop = asyncio.get_running_loop()
    deadlines, answered, waiting = Deadlines(), ResponseHandler(loop), ResponseHandler(loop)
    reading = [asyncio.create_task(given_up(each)) for each in (answered, waiting)]
    deadlines.begin(waiting, loop.time() + 3600)
    deadlines.begin(answered, loop.time() + 0.01)
    deadlines.end(answered)

    assert await in_turn(deadlines, [0.02]) == [0.02]
    assert not any(task.done() for task in reading)
    for task in reading:
        task.cancel()
    await asyncio.gather(*reading, return_exceptions=True)


async def test_without_an_end_there_is_no_timer() -> None:
    deadlines, waiting = Deadlines(), ResponseHandler(asyncio.get_running_loop())
    deadlines.begin(waiting, float("inf"))
    assert deadlines._looking is None
