from collections.abc import AsyncIterator

import pytest

from tests.bot.delivery.whole.way import Way, whole_way


@pytest.fixture
async def way(url: str) -> AsyncIterator[Way]:
    """The service, with a council that has nobody yet."""
    async with whole_way(url) as found:
        yield found
