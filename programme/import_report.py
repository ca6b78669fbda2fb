"""What an import did, and every row that it refused: where it stands and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell as its owner sees it in Excel: the row counts from 1, the column is a letter.

    `sheet` is the sheet's own name, or the file's where a file has no sheets. Without a column
    the whole row is meant.
    """

    sheet: str
    row: int
    column: str | None = None

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.row}" + (f", column {self.column}" if self.column else "")


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row stands, and under which letter each of its fields (see `field_name`)."""

    sheet: str
    row: int
    columns: Mapping[str, str]

    def at(self, field: str | None = None) -> Place:
        """The place of one field, or of the whole row."""
        return Place(self.sheet, self.row, self.columns.get(field) if field else None)


def field_name(field: str, position: int) -> str:
    """The name in RowPlace of a field's column at `position` (from 0) of those that it has."""
    return field if position == 0 else f"{field} {position + 1}"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """Why a row was not taken in. `reason` never repeats a cell that could identify a child."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The keys that are new, different, no longer there, and the same, each in order."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    unchanged: tuple[str, ...]


def compare(before: Mapping[str, T], after: Mapping[str, T]) -> Comparison:
    """What an import makes of what was there; values are the same when they are equal."""
    kept = [key for key in after if key in before]
    return Comparison(
        added=tuple(key for key in after if key not in before),
        changed=tuple(key for key in kept if before[key] != after[key]),
        gone=tuple(key for key in before if key not in after),
        unchanged=tuple(key for key in kept if before[key] == after[key]),
    )


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The end of an import. An import is whole or not at all: with one row refused, nothing of it
    was taken in, and the four counts are 0."""

    read: int
    added: int = 0
    changed: int = 0
    gone: int = 0
    unchanged: int = 0
    refused: tuple[RefusedRow, ...] = ()

    @classmethod
    def of(cls, read: int, comparison: Comparison) -> "ImportReport":
        """The report of an import that was taken in."""
        return cls(
            read,
            added=len(comparison.added),
            changed=len(comparison.changed),
            gone=len(comparison.gone),
            unchanged=len(comparison.unchanged),
        )

    @property
    def rows_refused(self) -> int:
        """How many rows were refused; one row may be refused for several reasons."""
        return len({(refused.place.sheet, refused.place.row) for refused in self.refused})


def report_lines(report: ImportReport) -> tuple[str, ...]:
    """The report in plain text, a line for each reason that a row was refused."""
    if not report.refused:
        counts = (
            f"{report.added:,} added, {report.changed:,} changed, {report.gone:,} gone, "
            f"{report.unchanged:,} unchanged"
        )
        return (f"{rows_in_words(report.read)} read: {counts}.",)
    first = (
        f"Nothing was changed: of {rows_in_words(report.read)} read, {report.rows_refused:,} "
        "must be corrected before the file can be taken in."
    )
    return (first, *(f"  {refused.place}: {refused.reason}" for refused in report.refused))


def rows_in_words(count: int) -> str:
    """ "1 row", "1,500 rows"."""
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
