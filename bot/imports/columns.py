"""From a sheet to the cells that are wanted: where its table begins, and what is picked from it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel

from bot.imports.sheet import MOST_ROWS, Progress, Row, Sheet, is_blank
from programme.cell import LAST_YEAR, Cell
from programme.errors import FileRefused
from programme.heading import Column, doubled_columns, heading_key, in_words, match_columns
from programme.import_report import RowPlace, field_name

_DEEPEST_HEADINGS = 50
"""In this many rows headings are looked for: titles and notes above a table are fewer."""

_EVERY = 250
"""Rows between two words of progress: the bar moves, and costs nothing."""

_TOTALS = re.compile(
    r"(grand |sub ?-?)?totals?\b.*|(row |record )?counts?\b\W*|end of (list|report|data|file)\b.*"
    r"|official\b.*",
    re.IGNORECASE,
)
_NOTE_WORDS = 4
"""Alone in its row, text of so many words is a note; fewer may be someone's name."""


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of headings of a table: its number, its cells, and where each wanted field is."""

    row: int
    cells: Sequence[Cell]
    found: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Picked:
    """The wanted cells of one row. `is_ragged` says that it is longer than the headings."""

    where: RowPlace
    cells: Mapping[str, tuple[Cell, ...]]
    is_ragged: bool = False

    def first(self, field: str) -> Cell:
        """The field's cell, blank when the table has no such column."""
        cells = self.cells.get(field, ())
        return cells[0] if cells else None


class Reader:
    """Counts what is read of one file, stops it at MOST_ROWS and says how far it is."""

    def __init__(self, progress: Progress, sheets: Sequence[Sheet]) -> None:
        counts = [sheet.row_count for sheet in sheets]
        self._total = None if None in counts else sum(filter(None, counts))
        self._progress = progress
        self._read = 0
        self.passed_over = 0

    def pick(self, sheet: Sheet, headings: Headings, wanted: Sequence[Column]) -> Iterator[Picked]:
        """The wanted cells of every row under the headings; totals, notes and headings that are
        repeated are passed over. No other cell outlives its row."""
        letters = {
            field_name(field, place): get_column_letter(position + 1)
            for field, positions in headings.found.items()
            for place, position in enumerate(positions)
        }
        days = frozenset(column.field for column in wanted if column.is_day)
        for row in sheet.rows():
            self._count(sheet)
            if row.number <= headings.row:
                continue
            if _is_no_record(row, headings):
                self.passed_over += 1
                continue
            cells = {
                field: tuple(_at(row.cells, i, sheet, field in days) for i in positions)
                for field, positions in headings.found.items()
            }
            if any(cell is not None for of_field in cells.values() for cell in of_field):
                ragged = sheet.is_delimited and len(row.cells) > len(headings.cells)
                yield Picked(RowPlace(sheet.name, row.number, letters), cells, ragged)

    def finish(self) -> None:
        """Say that everything is read."""
        self._progress(self._read, self._read)

    def _count(self, sheet: Sheet) -> None:
        self._read += 1
        if self._read > MOST_ROWS:
            raise FileRefused(
                f"{sheet.name} brings the file to more than {MOST_ROWS:,} rows: take out what is "
                "not needed and import the file again."
            )
        if self._read % _EVERY == 0:
            self._progress(self._read, self._total)


def find_headings(sheet: Sheet, wanted: Sequence[Column], fewest: int = 2) -> Headings | None:
    """The first row with at least `fewest` of the wanted headings; None when there is none."""
    for row in islice(sheet.rows(), _DEEPEST_HEADINGS):
        found = match_columns(row.cells, wanted)
        if len(found) >= fewest:
            return Headings(row.number, row.cells, found)
    return None


def refuse_doubled(sheet: Sheet, headings: Headings, wanted: Sequence[Column]) -> None:
    """Raises FileRefused when a wanted column stands there twice."""
    for column in doubled_columns(headings.found, wanted):
        letters = [get_column_letter(i + 1) for i in headings.found[column.field]]
        raise FileRefused(
            f"{sheet.name} has several columns for “{column.title}” ({in_words(letters)}): keep "
            "one of them and import the file again."
        )


def _at(cells: Sequence[Cell], position: int, sheet: Sheet, is_day: bool) -> Cell:
    cell = cells[position] if position < len(cells) else None
    if isinstance(cell, str):
        return cell.strip() or None
    if is_day and isinstance(cell, int | float) and not isinstance(cell, bool):
        return _day_of_serial(cell, sheet.epoch)
    return cell


def _day_of_serial(serial: float, epoch: datetime) -> Cell:
    """A number in a column of days is Excel's count of days; kept as a number if it can't be."""
    if not 1 <= serial < (datetime(LAST_YEAR + 1, 1, 1) - epoch) / timedelta(days=1):  # noqa: DTZ001 - Excel's days have no zone
        return serial
    day = from_excel(serial, epoch)
    return day if isinstance(day, datetime) else serial


def _is_no_record(row: Row, headings: Headings) -> bool:
    """Whether a row is a total, a note under the table or the headings once more."""
    filled = [cell for cell in row.cells if not is_blank(cell)]
    if isinstance(filled[0], str):
        text = filled[0].strip()
        if _TOTALS.fullmatch(text):
            return True
        if len(filled) == 1 and (":" in text or len(text.split()) >= _NOTE_WORDS):
            return True
    positions = [i for hits in headings.found.values() for i in hits]
    return all(
        i < len(row.cells) and heading_key(row.cells[i]) == heading_key(headings.cells[i])
        for i in positions
    )
