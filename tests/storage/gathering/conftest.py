"""Only SQLite's units share a transaction."""

import pytest

from storage.engine import Engine
from storage.work import StoredWork


@pytest.fixture
def dialect() -> str:
    """The one that they are tried on."""
    return "sqlite"


@pytest.fixture
def work(engine: Engine) -> StoredWork:
    """Units of work on the database, alone and with others."""
    return StoredWork(engine)
