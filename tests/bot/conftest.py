from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.bot.chats import Chats, chats


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Chats]:
    """The demo's council, shared by a module's tests, each of which acts as other people."""
    async with chats(tmp_path_factory.mktemp("demo")) as found:
        yield found
