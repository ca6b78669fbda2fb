"""What is asked for at the same time is answered together."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
Q = TypeVar("Q")
A = TypeVar("A")


class Together(Generic[K, Q, A]):
    """Answers what is asked in one round of the event loop and the next at once, so that what the
    answers share is read once: those who have waited for the same sync of the disk go on in the
    same round, and those who come in at once in one or two.
    """

    def __init__(self, answer: Callable[[K, Sequence[Q]], Awaitable[Sequence[A]]]) -> None:
        """`answer` is given what questions have in common, and gives their answers in order."""
        self._answer = answer
        self._asked: dict[K, list[tuple[Q, asyncio.Future[A]]]] = {}
        self._answering: set[asyncio.Task[None]] = set()

    async def ask(self, common: K, question: Q) -> A:
        """The answer; those that have `common` in common are answered together.

        Raises what answering this question alone raises.
        """
        answered: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        asked = self._asked.get(common)
        if asked:
            asked.append((question, answered))
        else:
            self._asked[common] = [(question, answered)]
            task = asyncio.create_task(self._answer_all(common))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        return await answered

    async def _answer_all(self, common: K) -> None:
        await asyncio.sleep(0)
        await self._answer_these(common, self._asked.pop(common))

    async def _answer_these(self, common: K, asked: Sequence[tuple[Q, asyncio.Future[A]]]) -> None:
        try:
            answers = await self._answer(common, [question for question, _ in asked])
            answered = [*zip(asked, answers, strict=True)]
        except Exception as fault:  # noqa: BLE001 - it is for whoever asked what can't be answered
            if len(asked) > 1:
                await asyncio.gather(*(self._answer_these(common, [one]) for one in asked))
            elif not asked[0][1].done():
                asked[0][1].set_exception(fault)
            return
        for (_, waiting), answer in answered:
            if not waiting.done():  # whoever asked may have stopped waiting
                waiting.set_result(answer)
