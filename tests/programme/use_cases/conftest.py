"""Every use case is tried on both databases, with another council beside it in the same one."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from programme.council import Council
from storage.councils import StoredCouncils
from storage.engine import Engine
from tests.arriving import arrived
from tests.follow_up import COMMISSION, with_rules
from tests.little_council import (
    ADDED,
    CALENDAR,
    FRAMEWORK,
    OTHER_TENANT,
    STAFF,
    THE_FIRST,
    LittleCouncil,
    little_council,
)
from tests.programme.use_cases.acting_on_actions import RULE, SIAN, SUE
from tests.programme.use_cases.handing_over import announce


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


@pytest.fixture
async def announced(drawn: LittleCouncil) -> LittleCouncil:
    """December, with its cards on the way."""
    return await announce(drawn)


@pytest.fixture
async def asking(little: LittleCouncil) -> LittleCouncil:
    """Group managers may ask for a targeted audit."""
    return with_rules(little, commissions=(COMMISSION,))


@pytest.fixture
async def ash(other: LittleCouncil) -> AsyncIterator[LittleCouncil]:
    """The council with all of it in force, two service managers, and December drawn."""
    council = little_council(other.engine)
    rules = replace(FRAMEWORK, actions=RULE)
    council = replace(council, council=Council(council.tenant_id, rules, CALENDAR))
    await council.fill()
    await council.take_staff(*STAFF, SIAN, SUE)
    await council.draw()
    before = await other.everything()
    yield council
    assert await other.everything() == before


@pytest.fixture
async def told(announced: LittleCouncil) -> LittleCouncil:
    """December is under way, and everybody has the card of their audits."""
    await arrived(announced, THE_FIRST)
    return announced
