"""How a column's values stand in a backup, and how they are given to either database again."""

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    bindparam,
    cast,
)

from storage.columns import Instant

_OF_TYPE: Final = (
    (JSON, "json"),
    (Boolean, "boolean"),
    (Integer, "integer"),
    (DateTime, "instant"),
    (Instant, "instant"),
    (Date, "date"),
    (LargeBinary, "bytes"),
    (String, "text"),
)


def kinds_of(table: Table) -> dict[str, str]:
    """Each column's kind, as the database describes it. Raises TypeError where none is known."""
    return {str(column.name): _kind_of(column) for column in table.columns}


def _kind_of(column: Column[Any]) -> str:  # of any column of any table
    for known, kind in _OF_TYPE:
        if isinstance(column.type, known):
            return kind
    raise TypeError(f"no backup has a kind for the column {column}")


def selected(column: Column[Any]) -> ColumnElement[Any]:
    """What is read of a column: JSON letter for letter, instants in UTC."""
    kind = _kind_of(column)
    if kind == "json":
        return cast(column, Text())
    if kind == "instant":
        column.type = Instant()
    return column


def as_line(row: Sequence[object]) -> list[object]:
    """A row for a line of JSON, which writes days and instants by itself."""
    return [base64.b64encode(v).decode() if isinstance(v, bytes) else v for v in row]


def inserted(column: Column[Any], dialect: str) -> ColumnElement[Any]:
    """What is written into a column, the value being the parameter of its name."""
    kind = _kind_of(column)
    if kind != "json":
        kept = Instant() if kind == "instant" else column.type
        return bindparam(f"_{column.name}", type_=kept)
    text = bindparam(f"_{column.name}", type_=Text())
    # SQLite keeps JSON as text, and would make numbers of some of it if it were cast.
    return cast(text, JSON()) if dialect == "postgresql" else text


def reading(kind: str) -> Callable[[Any], object]:
    """What makes a value of a line the database's. Raises KeyError where no such kind is known."""
    return _READING[kind]


def _same(value: object) -> object:
    return value


_READING: Final[Mapping[str, Callable[[Any], object]]] = {
    "json": _same,
    "boolean": _same,
    "integer": _same,
    "text": _same,
    "date": lambda value: None if value is None else date.fromisoformat(value),
    "instant": lambda value: None if value is None else datetime.fromisoformat(value),
    "bytes": lambda value: None if value is None else base64.b64decode(value, validate=True),
}
