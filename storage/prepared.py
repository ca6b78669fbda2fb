"""SQLAlchemy's statements as the driver itself takes them.

SQLAlchemy writes a statement once; what it does at every run (looking its own cache up, setting up
an execution and a result) costs several times what SQLite needs for a row by its key.
"""

import re
import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, cast
from weakref import ref

from sqlalchemy import ClauseElement, Dialect, Row, SelectBase, TextClause
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Found = Row[*tuple[Any, ...]]
"""A row whose columns are read by name."""

Values = Mapping[str, object]
_Process = Callable[[Any], Any]

_DOES_MORE = re.compile(
    r"\bFOR (KEY )?SHARE\b|\b(UPDATE|INSERT|DELETE|MERGE)\b|\b(pg_\w+|nextval|setval|set_config)\("
)
"""What makes of a SELECT one that locks, changes rows in a part of it, or calls what does."""


class Prepared:
    """One statement's text, its parameters in order, and how its columns are read."""

    def __init__(self, statement: ClauseElement, names: Iterable[str], dialect: Dialect) -> None:
        """`names` are those of the values that it will be run with: an INSERT is about them."""
        # As if for many rows: of one alone PostgreSQL would be asked for its new key.
        compiled = statement.compile(dialect=dialect, column_keys=[*names], for_executemany=True)
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(type(compiled).__name__)
        self.sql = str(compiled)
        stated = compiled.construct_params(_check=False)
        wanted = [(name, compiled.binds[name].type) for name in compiled.positiontup or ()]
        given = {*names}
        self._stated = {name: stated[name] for name, _ in wanted if name not in given}
        self._pick = _picker([name for name, _ in wanted])
        # Most values go to and from the driver as they are.
        self._writes = _processed(_write(kind, dialect) for _, kind in wanted)
        # The statement's own exported_columns may be those of the one that it was made from.
        columns = compiled._result_columns  # noqa: SLF001 # nothing public says it of any statement
        row = namedtuple("Found", [c.keyname for c in columns], rename=True)  # type: ignore[misc]  # its columns are the statement's
        self.finds = bool(columns) or isinstance(statement, TextClause)
        self.only_reads = isinstance(statement, SelectBase) and not _DOES_MORE.search(self.sql)
        # What the row's own _make does, without a call in Python for each row.
        self._made = cast("Callable[[Iterable[object]], Found]", partial(tuple.__new__, row))
        self._reads = _processed(_read(column.type, dialect) for column in columns)
        self._read = partial(_with, self._reads)

    def run(self, cursor: sqlite3.Cursor, values: Values) -> "Fetched":
        """Runs it with one set of values. Raises sqlite3.Error."""
        cursor.execute(self.sql, self.ordered(values))
        return Fetched(self.found(cursor.fetchall()) if self.finds else [], cursor.rowcount)

    def run_each(self, cursor: sqlite3.Cursor, values: Sequence[Values]) -> "Fetched":
        """Runs it with each of the values. Raises sqlite3.Error."""
        if not self.finds:
            cursor.executemany(self.sql, map(self.ordered, values))
            return Fetched([], cursor.rowcount)
        each = [self.run(cursor, one) for one in values]
        return Fetched([row for one in each for row in one], sum(one.rowcount for one in each))

    def ordered(self, values: Values) -> Sequence[object]:
        """The values as the driver takes them."""
        if self._stated:
            values = {**self._stated, **values}
        picked = self._pick(values)
        return _with(self._writes, picked) if self._writes else picked

    def found(self, rows: Iterable[Sequence[Any]]) -> list[Found]:
        """The driver's rows as they are read."""
        return [*map(self._made, map(self._read, rows) if self._reads else rows)]


class Fetched:
    """What a statement found or changed; read as SQLAlchemy's CursorResult is."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Found], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Found]:
        return iter(self._rows)

    def all(self) -> Sequence[Found]:
        """Every row."""
        return self._rows

    def first(self) -> Found | None:
        """The first row."""
        return self._rows[0] if self._rows else None

    def scalars(self) -> Iterator[Any]:
        """The first column of every row."""
        return (row[0] for row in self._rows)


class PreparedStatements:
    """Each statement is prepared once for the values that it is run with."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        # By identity, for hashing a statement costs as much as a row; one that was built for one
        # run is forgotten with it.
        self._known: dict[int, tuple[ref[ClauseElement], dict[tuple[str, ...], Prepared]]] = {}

    @property
    def count(self) -> int:
        """How many statements are known."""
        return len(self._known)

    def of(self, statement: ClauseElement, values: Values) -> Prepared:
        """The statement, prepared for values of such names."""
        names = tuple(values)
        try:
            return self._known[id(statement)][1][names]
        except KeyError:
            prepared = Prepared(statement, names, self._dialect)
        known = self._known.get(id(statement))
        by_names = self._get_to_know(statement) if known is None else known[1]
        by_names[names] = prepared
        return prepared

    def _get_to_know(self, statement: ClauseElement) -> dict[tuple[str, ...], Prepared]:
        key, by_names = id(statement), dict[tuple[str, ...], Prepared]()
        self._known[key] = (ref(statement, lambda _: self._known.pop(key)), by_names)
        return by_names


def _picker(names: Sequence[str]) -> Callable[[Values], Sequence[object]]:
    """What takes the values of those names, in that order."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]


def _with(processed: Sequence[tuple[int, _Process]], values: Iterable[object]) -> list[object]:
    """The values, with those at the places as each is processed."""
    all_of_them = [*values]
    for place, process in processed:
        all_of_them[place] = process(all_of_them[place])
    return all_of_them


def _processed(each: Iterable[_Process | None]) -> list[tuple[int, _Process]]:
    """The places of the values that are processed, and by what each is."""
    return [(place, process) for place, process in enumerate(each) if process is not None]


def _write(kind: TypeEngine[Any], dialect: Dialect) -> _Process | None:
    return cast("_Process | None", kind.dialect_impl(dialect).bind_processor(dialect))


def _read(kind: TypeEngine[Any], dialect: Dialect) -> _Process | None:
    return cast("_Process | None", kind.dialect_impl(dialect).result_processor(dialect, None))
