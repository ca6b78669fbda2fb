"""What a file is read into, whatever it was: sheets of rows, one row at a time; and the bounds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl.utils.datetime import WINDOWS_EPOCH

from programme.cell import Cell

Progress = Callable[[int, int | None], None]
"""Told how many rows are read, and of how many (None while that is not known)."""

MOST_BYTES = 50 * 1024 * 1024
"""On disk. The lists of 10,000 children take about 5 MB."""

MOST_UNPACKED_BYTES = 400 * 1024 * 1024
"""Of a workbook, unpacked: it packs to about a tenth, a zip bomb to a thousandth."""

MOST_ROWS = 200_000
"""In a file, blank rows aside. England's largest council has about 60,000 in all eleven lists."""

MOST_SHEET_ROWS = 1_048_576
"""In a sheet, blank ones included: as many as Excel has."""

MOST_SHEET_CELLS = 12_000_000
"""In a sheet, blank ones included: 200,000 rows of 60."""

MOST_SHEETS = 200
"""In a workbook. Annex A has eleven."""

MOST_LINES = 2_000_000
"""In a CSV, blank ones included."""

MOST_LINE = 1_000_000
"""Characters in a row of a CSV."""

MOST_COLUMNS = 200
"""In a row. Annex A's widest list has about 40, with a council's own additions."""

MOST_CHARACTERS = 32_767
"""In a cell, as in Excel: in a CSV, more means a quotation mark that was never closed."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in Excel, which counts from 1; its cells begin with column A."""

    number: int
    cells: Sequence[Cell]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return all(is_blank(cell) for cell in self.cells)


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in a cell, or nothing but spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by its name, or a whole CSV file by the file's.

    `rows` begins anew each time and leaves out blank rows. `row_count` is what the file claims.
    `epoch` is the day from which its bare numbers count as days. `is_delimited` says that a value
    with a delimiter in it shifts the cells after it.
    """

    name: str
    rows: Callable[[], Iterator[Row]]
    row_count: int | None = None
    epoch: datetime = WINDOWS_EPOCH
    is_delimited: bool = False
