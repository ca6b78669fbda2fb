"""The tables as the database itself has them, whatever the revision of its schema."""

from sqlalchemy import (
    ColumnClause,
    Connection,
    MetaData,
    Table,
    inspect,
    literal_column,
    select,
    text,
)

REVISIONS = "alembic_version"
"""The table in which Alembic keeps the revision."""


def revision_of(connection: Connection) -> str | None:
    """The revision of the database's schema; None where it has none."""
    if REVISIONS not in inspect(connection).get_table_names():
        return None
    return str(connection.scalar(text(f"SELECT version_num FROM {REVISIONS}")))  # noqa: S608 - our constant


def tables_of(connection: Connection) -> list[Table]:
    """Every table but Alembic's own, those that are referred to before those that refer."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name != REVISIONS)
    shows, cards = map(found.tables.get, ("card_shows", "live_cards"))
    if shows is not None and cards is not None:
        shows.add_is_dependent_on(cards)  # on PostgreSQL no key says so (revision 0005)
    return found.sorted_tables


def holds_anything(connection: Connection, tables: list[Table]) -> bool:
    """Whether any of the tables has a row."""
    one: ColumnClause[int] = literal_column("1")
    return any(connection.scalar(select(one).select_from(table).limit(1)) for table in tables)
