from collections.abc import AsyncIterator

import pytest

from tests.bot.delivery.council import Council
from tests.bot.delivery.teams import connector, teams_on_loopback


@pytest.fixture
async def council() -> AsyncIterator[Council]:
    async with teams_on_loopback() as teams, connector() as sender:
        yield Council(teams, sender)
