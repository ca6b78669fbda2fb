"""INSERT … ON CONFLICT, which both databases have and SQLAlchemy spells once for each."""

from functools import cache

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


def insert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say what to do about rows that are there already."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def add_if_new(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Adds rows, but for those whose primary key is there already."""
    return insert(dialect, table).on_conflict_do_nothing(index_elements=[*table.primary_key])


@cache
def add_unless_barred(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Adds rows, but for those that any unique index of the table forbids."""
    return insert(dialect, table).on_conflict_do_nothing()


@cache
def add_or_replace(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Adds rows; one whose primary key is there already takes every other value."""
    adding = insert(dialect, table)
    keys = {column.name for column in table.primary_key}
    return adding.on_conflict_do_update(
        index_elements=[*table.primary_key],
        set_={c.name: adding.excluded[c.name] for c in table.columns if c.name not in keys},
    )
