"""A council's cases, from an Annex A workbook or a plain list, CSV or xlsx."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from bot.imports.columns import Headings, Picked, Reader, find_headings, refuse_doubled
from bot.imports.sheet import Progress, Sheet
from bot.imports.table import open_table
from programme.annex_a import ANNEX_A_LISTS, PLAIN_LIST, ListLayout, list_number
from programme.case_list import CaseList, read_case_list
from programme.case_row import CaseRow
from programme.errors import FileRefused
from programme.heading import in_words, missing_columns


@dataclass(frozen=True, slots=True)
class _Table:
    sheet: Sheet
    layout: ListLayout
    headings: Headings


def read_case_file(path: Path, *, teams: Iterable[str], progress: Progress) -> CaseList:
    """The open cases in the file; with anything in `refused`, none of it may be taken in.

    `teams` are the names of the staff list. Only the columns of `programme.annex_a` are taken
    from a row. Raises FileRefused for a file that cannot be read, holds no list of cases or lacks
    a column.
    """
    with open_table(path) as sheets:
        tables = [table for sheet in sheets if (table := _table(sheet))]
        if not tables:
            raise FileRefused(
                f"{path.name} holds no list of cases: it needs the lists of Annex A, or columns "
                "headed Reference, Cohort and Team."
            )
        reader = Reader(progress, [table.sheet for table in tables])
        rows = chain.from_iterable(_rows(reader, table) for table in tables)
        cases = read_case_list(rows, teams=teams)
        reader.finish()
    read_sheets = {table.sheet.name for table in tables}
    return replace(
        cases,
        passed_over=cases.passed_over + reader.passed_over,
        sheets_left=tuple(sheet.name for sheet in sheets if sheet.name not in read_sheets),
    )


def _table(sheet: Sheet) -> _Table | None:
    """The list that a sheet holds, by its name and else by its columns; None when it holds none."""
    number = None if sheet.is_delimited else list_number(sheet.name)
    if number is None:
        return _table_by_columns(sheet)
    layout = ANNEX_A_LISTS.get(number)
    if layout is None:
        return None
    headings = find_headings(sheet, layout.columns)
    if headings is None:
        if next(sheet.rows(), None) is None:
            return None
        raise FileRefused(
            f"{sheet.name} should be list {number} of Annex A, but no row has its headings: "
            "correct them, or take the sheet out."
        )
    missing = missing_columns(headings.found, layout.columns)
    if missing:
        titles = in_words([f"“{column.title}”" for column in missing])
        raise FileRefused(
            f"{sheet.name} (list {number} of Annex A) has no column for {titles}; the headings "
            f"found in row {headings.row} are those for {_found(layout, headings)}."
        )
    refuse_doubled(sheet, headings, layout.columns)
    return _Table(sheet, layout, headings)


def _table_by_columns(sheet: Sheet) -> _Table | None:
    for layout in (PLAIN_LIST, *ANNEX_A_LISTS.values()):
        headings = find_headings(sheet, layout.columns)
        if headings is None or missing_columns(headings.found, layout.columns):
            continue
        if layout.known_by in headings.found:
            refuse_doubled(sheet, headings, layout.columns)
            return _Table(sheet, layout, headings)
    plain = find_headings(sheet, PLAIN_LIST.columns)
    if plain and {"reference", "team"} <= plain.found.keys():
        raise FileRefused(
            f"{sheet.name} has no column for “Cohort”, and neither its name nor the headings found "
            f"in row {plain.row} (those for {_found(PLAIN_LIST, plain)}) say which list of Annex A "
            "it is: add the column, or name the sheet, for example, “List 6”."
        )
    return None


def _found(layout: ListLayout, headings: Headings) -> str:
    """Only headings that are known: where a heading is missing, a child's name may stand."""
    titles = [f"“{column.title}”" for column in layout.columns if column.field in headings.found]
    return in_words(titles)


def _rows(reader: Reader, table: _Table) -> Iterator[CaseRow]:
    for picked in reader.pick(table.sheet, table.headings, table.layout.columns):
        yield _case_row(picked, table.layout.number)


def _case_row(picked: Picked, number: int | None) -> CaseRow:
    return CaseRow(
        where=picked.where,
        list_number=number,
        is_ragged=picked.is_ragged,
        reference=picked.first("reference"),
        cohort=picked.first("cohort"),
        team=picked.first("team"),
        worker=picked.first("worker"),
        iro=picked.first("iro"),
        status=picked.first("status"),
        no_further_action=picked.first("no_further_action"),
        opened=picked.first("opened"),
        reviewed=tuple(picked.cells.get("reviewed", ())),
        ended=tuple(picked.cells.get("ended", ())),
    )
