"""The one MetaData, and how instants are kept."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    TextClause,
)
from sqlalchemy.schema import Column
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An instant: kept in UTC, given back aware and in UTC. Raises ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 # SQLAlchemy names it
    ) -> datetime | None:
        """What the driver is given."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone can't be kept")
        return value.astimezone(UTC)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[datetime | None], datetime | None] | None:
        """What reads the driver's value; PostgreSQL's is what the caller is given."""
        return None if dialect.name == "postgresql" else super().result_processor(dialect, coltype)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 # SQLAlchemy names it
    ) -> datetime | None:
        """What the caller is given; SQLite knows no time zones."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


# SQLite numbers rows only where the key is exactly INTEGER PRIMARY KEY.
NUMBERED = BigInteger().with_variant(Integer(), "sqlite")


def tenant_id() -> Column[str]:
    """The council that a row belongs to, in tables whose key it begins."""
    return Column("tenant_id", String, primary_key=True)


def index_where(
    name: str, where: TextClause, *columns: ColumnElement[Any], unique: bool = False
) -> Index:
    """An index of the rows for which `where` holds, on either database."""
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)
