"""An Excel workbook: values only, never formulas, macros or what other files hold."""

import re
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time, timedelta
from itertools import count, repeat
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.workbook.workbook import Workbook

from bot.imports.bounds import refuse_endless_parts, refuse_too_large
from bot.imports.csv_table import cell_of
from bot.imports.sheet import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEET_CELLS,
    MOST_SHEET_ROWS,
    MOST_SHEETS,
    Row,
    Sheet,
)
from programme.cell import Cell, Unread
from programme.errors import FileRefused

if not openpyxl.DEFUSEDXML:
    raise ImportError("openpyxl found no defusedxml, without which a workbook can exhaust us")

_CHUNK_BYTES = 1024 * 1024
_LONGEST_CELL_BYTES = 64 * 1024
_UNSAVED_FORMULA = re.compile(
    rb"<(?:\w{1,9}:)?f(?:\s[^<>]{0,400})?(?:/>|>[^<]{0,65536}</(?:\w{1,9}:)?f>)\s{0,99}"
    rb"(?:<(?:\w{1,9}:)?v\s{0,9}/>\s{0,99}|<(?:\w{1,9}:)?v>\s{0,99}</(?:\w{1,9}:)?v>\s{0,99})?"
    rb"</(?:\w{1,9}:)?c>"
)
"""A cell with a formula (8,192 characters at most) and no value after it."""


@contextmanager
def workbook_sheets(path: Path) -> Iterator[tuple[Sheet, ...]]:
    """The workbook's sheets, for as long as the context lasts.

    openpyxl holds the workbook's table of texts in memory until then. Raises FileRefused when the
    file is no workbook or is too large; reading a sheet's rows does when the sheet is damaged.
    """
    has_unsaved = _looked_through(path)
    with warnings.catch_warnings(), ExitStack() as files:
        # Its warnings are about styles and extensions, and repeat the cells they complain of.
        warnings.filterwarnings("ignore", module=r"openpyxl\b")
        values = _opened(path, files, data_only=True)
        if len(values.worksheets) > MOST_SHEETS:
            raise FileRefused(
                f"{path.name} has more than {MOST_SHEETS} sheets: take out those that are not "
                "needed and import the file again."
            )
        formulas = _opened(path, files, data_only=False) if has_unsaved else None
        yield tuple(
            _sheet(path.name, values, formulas, worksheet.title) for worksheet in values.worksheets
        )


def _opened(path: Path, files: ExitStack, *, data_only: bool) -> Workbook:
    # A path would be left open by openpyxl when the workbook is damaged.
    file = files.enter_context(path.open("rb"))
    try:
        return openpyxl.load_workbook(
            file, read_only=True, data_only=data_only, keep_links=False, keep_vba=False
        )
    except Exception as fault:
        raise _damaged(path.name) from fault


def _damaged(name: str) -> FileRefused:
    return FileRefused(
        f"{name} is damaged, or is not an Excel workbook: open it in Excel, save it as .xlsx and "
        "import that."
    )


def _looked_through(path: Path) -> bool:
    """Whether a formula's result was never saved. Raises FileRefused for a file that is no
    workbook, or too large when it is unpacked."""
    try:
        refuse_endless_parts(path)
        with ZipFile(path) as archive:
            parts = archive.infolist()
            if not any(part.filename == "[Content_Types].xml" for part in parts):
                raise FileRefused(
                    f"{path.name} is a zip archive but not an Excel workbook: import the workbook "
                    "itself."
                )
            refuse_too_large(path, archive)
            return any(
                _has_unsaved_formula(archive, part.filename)
                for part in parts
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
            )
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as fault:
        raise _damaged(path.name) from fault


def _has_unsaved_formula(archive: ZipFile, part: str) -> bool:
    with archive.open(part) as xml:
        tail = b""
        while chunk := xml.read(_CHUNK_BYTES):
            if _UNSAVED_FORMULA.search(tail + chunk):
                return True
            tail = (tail + chunk)[-_LONGEST_CELL_BYTES:]
    return False


def _sheet(file: str, values: Workbook, formulas: Workbook | None, title: str) -> Sheet:
    claimed = values[title].max_row
    return Sheet(
        title,
        lambda: _rows(file, values, formulas, title),
        # A sheet formatted to its end claims a million rows.
        row_count=claimed if claimed and claimed <= MOST_ROWS else None,
        epoch=values.epoch,
    )


def _rows(file: str, values: Workbook, formulas: Workbook | None, title: str) -> Iterator[Row]:
    formula_rows = _raw_rows(file, formulas, title) if formulas else repeat(())
    for number, cells, written in zip(count(1), _raw_rows(file, values, title), formula_rows):
        if not cells:
            continue
        row = Row(number, _read(cells, written))
        if row.is_blank:
            continue
        yield _within_bounds(row, title)


def _raw_rows(file: str, workbook: Workbook, title: str) -> Iterator[tuple[object, ...]]:
    worksheet = workbook[title]
    # The dimensions are a claim, and a wrong one cuts rows off.
    worksheet.reset_dimensions()
    rows = worksheet.iter_rows(values_only=True)
    cells = 0
    for number in count(1):
        try:
            row = next(rows, None)
        except Exception as fault:
            raise _damaged(file) from fault
        if row is None:
            return
        cells += len(row)
        # Rows that aren't there count too: a row may say that it is the two thousand millionth.
        if number > MOST_SHEET_ROWS or cells > MOST_SHEET_CELLS:
            raise FileRefused(
                f"{title} has more rows or columns than a sheet of Excel's can be read with: take "
                "out what is not needed, blank rows and formats too, and import the file again."
            )
        yield row


def _read(cells: tuple[object, ...], written: tuple[object, ...]) -> list[Cell]:
    if not written:
        return [_cell(value) for value in cells]
    return [
        Unread.FORMULA if value is None and formula is not None else _cell(value)
        for value, formula in zip(cells, written, strict=False)
    ]


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return cell_of(value) if value.startswith("#") else value
    if value is None or isinstance(value, int | float | date | datetime):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return Unread.ERROR


def _within_bounds(row: Row, sheet: str) -> Row:
    cells = row.cells
    if len(cells) > MOST_COLUMNS and not Row(row.number, cells[MOST_COLUMNS:]).is_blank:
        raise FileRefused(
            f"{sheet}, row {row.number} reaches beyond {MOST_COLUMNS} columns: take out those that "
            "are not needed and import the file again."
        )
    if any(isinstance(cell, str) and len(cell) > MOST_CHARACTERS for cell in cells):
        raise FileRefused(
            f"{sheet}, row {row.number} has a cell of more than {MOST_CHARACTERS:,} characters: "
            "shorten it and import the file again."
        )
    return Row(row.number, cells[:MOST_COLUMNS]) if len(cells) > MOST_COLUMNS else row
