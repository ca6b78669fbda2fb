from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from tests.local_teams.stage import Stage, stage

StageMaker = Callable[..., Awaitable[Stage]]


@pytest.fixture
async def on_stage() -> AsyncIterator[StageMaker]:
    """Starts local Teams with the options given; closes all that it started."""
    async with AsyncExitStack() as stack:

        async def start(**options: object) -> Stage:
            return await stage(stack, **options)

        yield start


@pytest.fixture
async def teams(on_stage: StageMaker) -> Stage:
    return await on_stage()
