"""A council's staff list, from a CSV or xlsx file."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.imports.columns import Headings, Picked, Reader, find_headings, refuse_doubled
from bot.imports.sheet import Progress, Sheet
from bot.imports.table import open_table
from programme.as_seen import without_unseen
from programme.errors import FileRefused
from programme.heading import heading_key, in_words, missing_columns
from programme.staff_list import STAFF_COLUMNS, StaffList, StaffRow, read_staff_list


def read_staff_file(path: Path, *, ids_from: str, progress: Progress) -> StaffList:
    """The staff list in the file; with anything in `refused`, none of it may be taken in.

    The one sheet with the headings of a staff list is read. Raises FileRefused for a file that
    cannot be read, lacks a column or does not hold together.
    """
    with open_table(path) as sheets:
        sheet, headings = _staff_sheet(path, sheets)
        reader = Reader(progress, (sheet,))
        rows = map(_staff_row, reader.pick(sheet, headings, STAFF_COLUMNS))
        staff = read_staff_list(rows, ids_from=ids_from)
        reader.finish()
    return replace(staff, passed_over=reader.passed_over)


def _staff_sheet(path: Path, sheets: Sequence[Sheet]) -> tuple[Sheet, Headings]:
    tables = [
        (sheet, headings) for sheet in sheets if (headings := find_headings(sheet, STAFF_COLUMNS))
    ]
    if not tables:
        needed = in_words([column.title for column in STAFF_COLUMNS if column.needed])
        raise FileRefused(
            f"{path.name} has no row with the headings of a staff list; it needs columns headed "
            f"{needed}."
        )
    whole = [table for table in tables if not missing_columns(table[1].found, STAFF_COLUMNS)]
    if not whole:
        raise FileRefused(_what_is_missing(*max(tables, key=lambda table: len(table[1].found))))
    if len(whole) > 1:
        names = in_words([f"“{sheet.name}”" for sheet, _ in whole])
        raise FileRefused(
            f"{path.name} has several staff lists, in the sheets {names}: keep the one to import."
        )
    refuse_doubled(*whole[0], STAFF_COLUMNS)
    return whole[0]


def _what_is_missing(sheet: Sheet, headings: Headings) -> str:
    missing = missing_columns(headings.found, STAFF_COLUMNS)
    titles = in_words([f"“{column.title}”" for column in missing])
    cells = [without_unseen(str(cell)) for cell in headings.cells if heading_key(cell)]
    found = [f"“{' '.join(cell.split())}”" for cell in cells]
    return (
        f"{sheet.name} has no column for {titles}; the headings in row {headings.row} are "
        f"{in_words(found)}."
    )


def _staff_row(picked: Picked) -> StaffRow:
    return StaffRow(
        where=picked.where,
        is_ragged=picked.is_ragged,
        **{column.field: picked.first(column.field) for column in STAFF_COLUMNS},
    )
