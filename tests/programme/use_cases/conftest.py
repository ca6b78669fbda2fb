"""Every use case is tried on both databases, with another council beside it in the same one."""

from collections.abc import AsyncIterator

import pytest

from storage.councils import StoredCouncils
from storage.engine import Engine
from tests.little_council import ADDED, OTHER_TENANT, LittleCouncil, little_council


@pytest.fixture
def councils(engine: Engine) -> StoredCouncils:
    """Every council of the database."""
    return StoredCouncils(engine)


@pytest.fixture
async def empty(engine: Engine) -> LittleCouncil:
    """A council without staff or cases."""
    return little_council(engine)


@pytest.fixture
async def other(engine: Engine) -> LittleCouncil:
    """Another council with the same staff, the same references, the same draw."""
    other = little_council(engine, OTHER_TENANT)
    await other.fill()
    await other.draw()
    return other


@pytest.fixture
async def little(empty: LittleCouncil, other: LittleCouncil) -> AsyncIterator[LittleCouncil]:
    """A council with staff and cases; nothing that is done to it may touch the other one."""
    await empty.fill()
    before = await other.everything()
    yield empty
    assert await other.everything() == before


@pytest.fixture
async def drawn(little: LittleCouncil) -> LittleCouncil:
    """The council with December drawn."""
    await little.draw(now=ADDED)
    return little
