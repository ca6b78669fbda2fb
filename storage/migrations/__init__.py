"""Brings a database's tables up to this version of Sightline."""

from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg  # type: ignore[import-untyped]  # it ships no types
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from programme.errors import CorrectAndRepeat
from storage.engine import Engine

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0007"
"""The newest revision in versions/, written here so that a start needs no Alembic to know it."""

_UNANSWERED = (
    OSError,
    TimeoutError,
    TypeError,  # asyncpg has no such parameter as the URL gives
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.CannotConnectNowError,
    DBAPIError,
)
"""What comes of asking a server that isn't there, is starting or stopping, or knows nobody of that
name, or of a URL that asyncpg doesn't understand."""

_LOCK = 7_150_914
"""PostgreSQL's advisory lock that one migration at a time holds; any number of our own."""


async def migrate(engine: Engine) -> None:
    """Upgrades the tables to `HEAD`; quick when they are there already.

    Safe to call at every start, and from several processes at once. Raises CorrectAndRepeat for a
    database that a later version of Sightline has upgraded, and for one that doesn't answer.
    """
    if await answered_revision_of(engine) == HEAD:
        return
    async with engine.writing() as connection:
        await connection.run_sync(lock_migrations)
        await connection.run_sync(upgrade)


async def answered_revision_of(engine: Engine) -> str | None:
    """As `revision_of`; raises CorrectAndRepeat for a database that doesn't answer."""
    try:
        return await revision_of(engine)
    except _UNANSWERED as error:
        if engine.dialect == "sqlite" and isinstance(error, DBAPIError | TypeError):
            raise  # see storage.sqlite_place
        raise CorrectAndRepeat(
            "The database doesn't answer, or refuses whom SIGHTLINE_DATABASE_URL names; see that "
            "it runs, and that the setting is right."
        ) from None


async def revision_of(engine: Engine) -> str | None:
    """The revision of the database's tables; None where it has none of Sightline's."""
    async with engine.connect() as connection:
        try:
            found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        except DBAPIError:
            return None  # the table is not there before the first migration
        return None if found is None else str(found)


def lock_migrations(connection: Connection) -> None:
    """Has every other migration wait until this transaction ends; SQLite's writers do anyway."""
    if connection.dialect.name == "postgresql":
        # Another may have much to bring up to date, and until then nothing can be begun.
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        connection.execute(text("SET LOCAL lock_timeout TO DEFAULT"))


def upgrade(connection: Connection, revision: str = HEAD) -> None:
    """Upgrades the tables to a revision, in the transaction that is begun. Raises
    CorrectAndRepeat as `migrate` does."""
    # Half a second to import, and seldom needed.
    from alembic import command
    from alembic.util import CommandError

    config = _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError:
        raise CorrectAndRepeat(
            "This database belongs to a later version of Sightline; please start that version."
        ) from None


def is_known(revision: str) -> bool:
    """Whether this version of Sightline has the revision."""
    from alembic.script import ScriptDirectory  # as above

    script = ScriptDirectory.from_config(_config())
    return revision in {each.revision for each in script.walk_revisions()}


def _config() -> "Config":
    from alembic.config import Config  # as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
