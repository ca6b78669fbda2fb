"""Every contract is kept by both databases (see tests/databases.py)."""

from pathlib import Path

import pytest

from programme.ports import Councils, DeliveryQueue, Work
from storage.councils import StoredCouncils
from storage.delivery_queue import StoredDeliveryQueue
from storage.engine import Engine
from storage.work import StoredWork
from tests.postgres import PostgresForTests


@pytest.fixture
async def empty_url(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database without tables."""
    if dialect == "postgresql":
        postgres: PostgresForTests = request.getfixturevalue("postgres")
        return await postgres.a_database_without_tables()
    return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def work(engine: Engine) -> Work:
    """Units of work on the database."""
    return StoredWork(engine)


@pytest.fixture
def queue(engine: Engine) -> DeliveryQueue:
    """The delivery queue of the database."""
    return StoredDeliveryQueue(engine)


@pytest.fixture
def councils(engine: Engine) -> Councils:
    """The councils of the database."""
    return StoredCouncils(engine)
