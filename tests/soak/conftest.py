from collections.abc import AsyncIterator

import pytest

from storage.engine import Engine, create_engine


@pytest.fixture
async def database(url: str) -> AsyncIterator[Engine]:
    """The test's own connections to the database that other processes use as well."""
    engine = create_engine(url)
    yield engine
    await engine.dispose()
