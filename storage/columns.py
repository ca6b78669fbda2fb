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

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """What writes the caller's value; SQLite is given text."""
        return _text_of if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 # SQLAlchemy names it
    ) -> datetime | None:
        """What the driver is given."""
        return None if value is None else _in_utc(value)

    def result_processor(
        self,
        dialect: Dialect,
        coltype: object,  # noqa: ARG002 # SQLAlchemy names it
    ) -> Callable[[str | None], datetime | None] | None:
        """What reads the driver's value; PostgreSQL's is what the caller is given."""
        return _instant_of if dialect.name == "sqlite" else None


_UTC = "+00:00"


def _in_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone can't be kept")
    return instant.astimezone(UTC)


def _text_of(instant: datetime | None) -> str | None:
    """As SQLAlchemy writes an instant for SQLite, which knows no time zones."""
    if instant is None:
        return None
    return _in_utc(instant).isoformat(" ", "microseconds").removesuffix(_UTC)


def _instant_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + _UTC)


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
