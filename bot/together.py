"""What is asked for at the same time is answered together."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


class Together(Generic[Q, A]):
    """Answers what is asked in one round of the event loop at once, so that what the answers share
    is read once: those who have waited for the same sync of the disk go on in the same round.
    """

    def __init__(self, answer: Callable[[Sequence[Q]], Awaitable[Sequence[A]]]) -> None:
        """`answer` gives the answers to questions that are alike, in their order."""
        self._answer = answer
        self._asked: dict[Hashable, list[tuple[Q, asyncio.Future[A]]]] = {}
        self._answering: set[asyncio.Task[None]] = set()

    async def ask(self, alike: Hashable, question: Q) -> A:
        """The answer; `alike` is the same for questions that can be answered together.

        Raises what answering this question alone raises.
        """
        answered: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        if alike in self._asked:
            self._asked[alike].append((question, answered))
        else:
            self._asked[alike] = [(question, answered)]
            task = asyncio.create_task(self._answer_alike(alike))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        return await answered

    async def _answer_alike(self, alike: Hashable) -> None:
        await self._answer_these(self._asked.pop(alike))

    async def _answer_these(self, asked: Sequence[tuple[Q, asyncio.Future[A]]]) -> None:
        try:
            answers = await self._answer([question for question, _ in asked])
        except Exception as fault:  # noqa: BLE001 - it is for whoever asked what can't be answered
            if len(asked) > 1:
                for one in asked:
                    await self._answer_these([one])
            elif not asked[0][1].done():
                asked[0][1].set_exception(fault)
            return
        for (_, answered), answer in zip(asked, answers, strict=True):
            if not answered.done():  # whoever asked may have stopped waiting
                answered.set_result(answer)
