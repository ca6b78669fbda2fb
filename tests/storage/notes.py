"""A table of our own, on which connections are tried, and two rows for it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Date, Integer, MetaData, String, Table

from storage.columns import Instant
from tests.storage.examples import NOW

FIRST: Mapping[str, object] = {
    "words": "one",
    "day": date(2026, 12, 1),
    "at": NOW,
    "more": {"late": [True, None]},
}
EMPTY: Mapping[str, object] = {"words": "two", "day": None, "at": None, "more": None}


def notes_and(last: Column[Any]) -> Table:
    """The table, with one more column behind the others."""
    return Table(
        "notes",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("words", String, unique=True),
        Column("day", Date),
        Column("at", Instant),
        Column("more", JSON(none_as_null=True)),
        last,
    )
