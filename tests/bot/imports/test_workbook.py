"""Excel workbooks: values, and nothing that only looks like one."""

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.imports.sheet import MOST_CHARACTERS, MOST_COLUMNS, Row
from bot.imports.workbook import workbook_sheets
from programme.cell import Unread
from programme.errors import FileRefused
from tests.bot.imports.files import Value, rewrite_part, write_workbook

FIRST_SHEET = "xl/worksheets/sheet1.xml"


def rows_of(path: Path, sheet: int = 0) -> list[Row]:
    with workbook_sheets(path) as sheets:
        return list(sheets[sheet].rows())


def test_sheets_keep_their_names_and_rows_their_numbers(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {" Staff ": [["x"]], "List 6": [[], [], ["y"]]})

    with workbook_sheets(path) as sheets:
        assert [sheet.name for sheet in sheets] == [" Staff ", "List 6"]
        assert list(sheets[1].rows()) == [Row(3, ["y"])]


def test_dates_numbers_and_texts_come_as_they_are(tmp_path: Path) -> None:
    cells: list[Value] = [date(2026, 12, 1), 104233, "104233", 1.5, True]
    path = write_workbook(tmp_path / "a.xlsx", {"Staff": [cells]})

    assert rows_of(path)[0].cells == [datetime(2026, 12, 1), *cells[1:]]  # noqa: DTZ001 - Excel's days have no zone


def test_a_formula_never_worked_out_is_told_from_a_blank_cell(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"Staff": [["=1+1", None, "x"]]})

    assert rows_of(path)[0].cells == [Unread.FORMULA, None, "x"]


def test_a_formula_with_its_result_is_the_result(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"Staff": [[2, "x"], ["=1+1", "y"]]})
    rewrite_part(path, FIRST_SHEET, b"<v>2</v>", b"<f>1+1</f><v>2</v>")

    assert [row.cells for row in rows_of(path)] == [[2, "x"], [Unread.FORMULA, "y"]]


def test_an_excel_error_is_no_text(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"Staff": [["#N/A", "#1 team"]]})

    assert rows_of(path)[0].cells == [Unread.ERROR, "#1 team"]


def test_a_day_beyond_excels_calendar_is_an_error_and_is_not_repeated(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"Staff": [[date(2026, 12, 1), "x"]]})
    rewrite_part(path, FIRST_SHEET, b"<v>46357</v>", b"<v>99999999</v>")

    assert rows_of(path)[0].cells == [Unread.ERROR, "x"]


def test_dimensions_that_lie_cut_nothing_off(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"Staff": [["x", "y"], ["z"]]})
    rewrite_part(path, FIRST_SHEET, b"<sheetData>", b'<dimension ref="A1"/><sheetData>')

    assert [list(row.cells) for row in rows_of(path)] == [["x", "y"], ["z"]]


def test_a_blank_cell_far_to_the_right_is_nothing(tmp_path: Path) -> None:
    row: list[Value] = ["x", *[None] * MOST_COLUMNS, " "]
    path = write_workbook(tmp_path / "a.xlsx", {"Staff": [row]})

    assert len(rows_of(path)[0].cells) == MOST_COLUMNS


def test_a_value_beyond_the_bound_of_columns_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"Staff": [["x", *[None] * MOST_COLUMNS, "y"]]})

    with pytest.raises(FileRefused, match="Staff, row 1 reaches beyond 200 columns"):
        rows_of(path)


def test_a_cell_longer_than_the_bound_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"Staff": [["x"]]})
    long = b"x" * (MOST_CHARACTERS + 1)
    rewrite_part(path, FIRST_SHEET, b"<t>x</t>", b"<t>" + long + b"</t>")

    with pytest.raises(FileRefused, match="Staff, row 1 has a cell of more than 32,767 characters"):
        rows_of(path)
