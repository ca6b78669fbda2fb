"""How many rows PostgreSQL has looked at."""

from collections.abc import Collection

from sqlalchemy import text

from storage.engine import Engine


async def rows_read_so_far(engine: Engine, tables: Collection[str]) -> int:
    """How many of these tables, by whatever statement, in this database."""
    await engine.dispose()  # a connection tells what it counted when it ends
    async with engine.connect() as connection:
        statement = text(
            "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint "
            "FROM pg_stat_user_tables WHERE relname = ANY (:tables)"
        )
        found = await connection.execute(statement, {"tables": [*tables]})
        (read,) = found.scalars()
    return int(read)
