"""An INSERT of many rows that takes each column as one array, for PostgreSQL.

A row's values as parameters of their own are parsed anew for each number of rows, and one row after
the other costs as much here as it does there.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import ARRAY, Insert, Table, bindparam, column, func, select

from storage.prepared import Values


@lru_cache(maxsize=64)
def columnwise(adding: Insert, names: tuple[str, ...], alike: tuple[str, ...]) -> Insert:
    """The same INSERT, of rows that have these columns, for `columns` of them; those that are
    `alike` in all of the rows are one value each."""
    table = adding.table
    if not isinstance(table, Table):
        raise TypeError(type(table).__name__)
    # With its dimensions unsaid, every value would be asked whether it is an array itself.
    arrays = (bindparam(name, type_=ARRAY(table.c[name].type, dimensions=1)) for name in names)
    columns = [column(name, table.c[name].type) for name in names]
    rows = func.unnest(*arrays).table_valued(*columns, name="added").render_derived()
    ones = [bindparam(name, type_=table.c[name].type) for name in alike]
    return adding.from_select((*alike, *names), select(*ones, *(rows.c[name] for name in names)))


def columns(rows: Sequence[Values]) -> Mapping[str, list[object]]:
    """The values of the rows, which all have the same names, column by column."""
    return {name: [row[name] for row in rows] for name in rows[0]}
