"""What is asked in a round of the event loop and the next is answered together, each by its own."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import TypeVar

import pytest

from bot.together import Together

T = TypeVar("T")


async def soon(waited_for: Awaitable[T]) -> T:
    """What comes of it; a test that waits in vain fails."""
    async with asyncio.timeout(20):
        return await waited_for


class Doubling:
    """Doubles numbers, knows which it was asked for together, can't double 13, and forgets 0."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.begun = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def of(self, _: str, numbers: Sequence[int]) -> Sequence[int]:
        """Each number's double."""
        self.asked.append([*numbers])
        self.begun.set()
        await self.goes_on.wait()
        if 13 in numbers:
            raise ValueError("13")
        return [2 * number for number in numbers if number]


async def test_what_is_asked_at_once_is_answered_at_once_and_each_gets_its_own() -> None:
    doubling = Doubling()
    together = Together(doubling.of)
    answers = await soon(asyncio.gather(*(together.ask("alike", n) for n in (1, 2, 2))))
    assert [*answers] == [2, 4, 4]
    assert doubling.asked == [[1, 2, 2]]


async def test_what_is_asked_in_the_next_round_is_answered_with_it() -> None:
    doubling = Doubling()
    together = Together(doubling.of)
    first = asyncio.create_task(together.ask("alike", 1))
    await asyncio.sleep(0)
    second = asyncio.create_task(together.ask("alike", 2))
    assert [*await soon(asyncio.gather(first, second))] == [2, 4]
    assert doubling.asked == [[1, 2]]


async def test_what_is_not_alike_is_answered_apart() -> None:
    doubling = Doubling()
    together = Together(doubling.of)
    asked = (together.ask("odd", 1), together.ask("even", 2), together.ask("odd", 3))
    assert [*await soon(asyncio.gather(*asked))] == [2, 4, 6]
    assert sorted(doubling.asked) == [[1, 3], [2]]


async def test_what_is_asked_while_others_are_answered_comes_after_them() -> None:
    doubling = Doubling()
    doubling.goes_on.clear()
    together = Together(doubling.of)
    first = asyncio.create_task(together.ask("alike", 1))
    await soon(doubling.begun.wait())
    second = asyncio.create_task(together.ask("alike", 2))
    await asyncio.sleep(0)
    doubling.goes_on.set()
    assert (await soon(first), await soon(second)) == (2, 4)
    assert doubling.asked == [[1], [2]]


async def test_one_that_cannot_be_answered_stops_none_of_the_others() -> None:
    together = Together(Doubling().of)
    asked = (together.ask("alike", n) for n in (1, 13, 2))
    one, thirteen, two = await soon(asyncio.gather(*asked, return_exceptions=True))
    assert (one, two) == (2, 4)
    assert isinstance(thirteen, ValueError)


async def test_whoever_asks_alone_is_told_why_there_is_no_answer() -> None:
    with pytest.raises(ValueError, match="13"):
        await soon(Together(Doubling().of).ask("alike", 13))


async def test_whoever_gets_no_answer_of_their_own_does_not_wait_for_it() -> None:
    together = Together(Doubling().of)
    asked = (together.ask("alike", n) for n in (0, 1))
    none, two = await soon(asyncio.gather(*asked, return_exceptions=True))
    assert isinstance(none, ValueError)
    assert two == 2


async def test_whoever_stops_waiting_stops_none_of_the_others() -> None:
    doubling = Doubling()
    doubling.goes_on.clear()
    together = Together(doubling.of)
    leaves = asyncio.create_task(together.ask("alike", 1))
    stays = asyncio.create_task(together.ask("alike", 2))
    await soon(doubling.begun.wait())
    leaves.cancel()
    doubling.goes_on.set()
    assert await soon(stays) == 4
    assert leaves.cancelled()
