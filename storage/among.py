"""Whether a column's value is one of many that are given in a single parameter.

SQLAlchemy's own IN writes the statement anew for each number of values, at several times the cost
of running it, and is bounded by the parameters that a statement may have.
"""

from collections.abc import Callable, Collection
from typing import Any

import orjson
from sqlalchemy import ARRAY, ColumnElement, Dialect, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

Many = Collection[str] | Collection[int]


class _Values(TypeDecorator[Many]):
    """The values as one parameter: an array for PostgreSQL, JSON for SQLite."""

    impl = String
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """What the driver is told."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(ARRAY(self.of, dimensions=1))
        return dialect.type_descriptor(String())

    def bind_processor(self, dialect: Dialect) -> Callable[[Many | None], object] | None:
        """What writes the caller's values."""
        return _json_of if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(
        self,
        value: Many | None,
        dialect: Dialect,  # noqa: ARG002 # SQLAlchemy names it
    ) -> object:
        """What the driver is given."""
        return sorted(value or ())


def _json_of(values: Many | None) -> str:
    return orjson.dumps(sorted(values or ())).decode()


class _Among(FunctionElement[Any]):
    # Not Boolean: SQLite has none, and "… = 1" around it would keep its indexes from being used.
    inherit_cache = True


def among(column: ColumnElement[str] | ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Whether the column has one of the values of the parameter `name`."""
    return _Among(column, bindparam(name, type_=_Values(column.type)))


class _Passing(_Among):
    inherit_cache = True


def passing(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """As `among`, of rows that another condition finds in its own index.

    With the column as it is, PostgreSQL would rather look for each value in all of the council's
    rows while it knows little of the table; SQLite finds each in the index of the other condition.
    """
    return _Passing(column, bindparam(name, type_=_Values(column.type)))


@compiles(_Among, "sqlite")
def _of_json(element: _Among, compiler: SQLCompiler, **how: object) -> str:
    column, values = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - a parameter's mark


# Not IN (SELECT unnest(…)): where the tables have grown since they were last analysed, that is
# joined by reading the whole of them.
@compiles(_Among, "postgresql")
def _of_array(element: _Among, compiler: SQLCompiler, **how: object) -> str:
    column, values = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} = ANY ({values})"


@compiles(_Passing, "postgresql")
def _of_array_as_they_come(element: _Passing, compiler: SQLCompiler, **how: object) -> str:
    column, values = (compiler.process(each, **how) for each in element.clauses)
    return f"({column} || '') = ANY ({values})"
