"""The tables in the database and the tables in the code are the same, and quickly known to be."""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

import storage.migrations
from programme.errors import CorrectAndRepeat
from storage.engine import Engine, create_engine
from storage.migrations import HEAD, migrate
from storage.tables import metadata
from storage.work import StoredWork
from tests.storage.examples import PERSON


def test_head_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(storage.migrations.__file__).parent))

    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


async def test_the_migrated_tables_are_those_of_the_code(engine: Engine) -> None:
    def is_kept_by_triggers(_: object, name: str | None, *__: object) -> bool:
        return engine.dialect == "postgresql" and name == "fk_card_shows_card_id"

    def differences(connection: Connection) -> list[object]:
        options = {"include_object": lambda *about: not is_kept_by_triggers(*about)}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_partial_indexes_have_the_conditions_of_the_code(engine: Engine) -> None:
    def conditions(connection: Connection) -> dict[str, str]:
        found = {}
        for table in metadata.tables:
            for index in inspect(connection).get_indexes(table):
                options = index.get("dialect_options", {})
                where = options.get(f"{engine.dialect}_where")
                if where is not None:
                    found[str(index["name"])] = str(where).replace("::text", "").strip("()")
        # PostgreSQL writes LIKE so.
        marks = {"(": "", ")": "", "~~": "LIKE"}
        return {
            name: "".join(marks.get(part, part) for part in re.split(r"([()]|~~)", where))
            for name, where in found.items()
        }

    async with engine.connect() as connection:
        found = await connection.run_sync(conditions)
    wanted = {
        str(index.name): str(where)
        for table in metadata.tables.values()
        for index in table.indexes
        if (where := index.dialect_options[engine.dialect]["where"]) is not None
    }
    assert found == wanted


async def test_migrating_again_changes_nothing_and_loses_nothing(empty_url: str) -> None:
    engine = create_engine(empty_url)
    await migrate(engine)
    async with StoredWork(engine)("council") as unit:
        await unit.people.save([PERSON])
        await unit.commit()
    await migrate(engine)

    async with StoredWork(engine)("council") as unit:
        assert await unit.people.all() == (PERSON,)
    await engine.dispose()


async def test_several_processes_may_migrate_at_once(empty_url: str) -> None:
    engines = [create_engine(empty_url) for _ in range(3)]
    await asyncio.gather(*map(migrate, engines))

    async with engines[0].connect() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
    for engine in engines:
        await engine.dispose()


async def test_a_database_of_a_later_version_is_refused_with_a_sentence(empty_url: str) -> None:
    engine = create_engine(empty_url)
    await migrate(engine)
    async with engine.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(CorrectAndRepeat, match="later version"):
        await migrate(engine)
    await engine.dispose()


async def test_a_start_on_migrated_tables_imports_no_alembic(engine: Engine, url: str) -> None:
    program = (
        "import asyncio, sys\n"
        "from storage.engine import create_engine\n"
        "from storage.migrations import migrate\n"
        "async def start():\n"
        f"    engine = create_engine({url!r})\n"
        "    await migrate(engine)\n"
        "    await engine.dispose()\n"
        "asyncio.run(start())\n"
        "assert 'alembic' not in sys.modules\n"
    )
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", program],
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 0, done.stderr
