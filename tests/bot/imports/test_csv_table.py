"""CSV files as Excel and others write them."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.imports.csv_table import csv_sheet
from bot.imports.sheet import MOST_CHARACTERS, MOST_COLUMNS
from programme.cell import Cell, Unread
from programme.errors import FileRefused
from tests.bot.imports.files import write_text


def rows_of(path: Path) -> list[list[Cell]]:
    return [list(row.cells) for row in csv_sheet(path).rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_is_told_apart(
    encoding: str, delimiter: str, tmp_path: Path
) -> None:
    lines = [delimiter.join(cells) for cells in (["Name", "Team"], ["Siân Ō", "Wendale"])]
    text = [line.replace("Ō", "O") if encoding == "cp1252" else line for line in lines]
    path = write_text(tmp_path / "staff.csv", *text, encoding=encoding)

    name = "Siân O" if encoding == "cp1252" else "Siân Ō"
    assert rows_of(path) == [["Name", "Team"], [name, "Wendale"]]


def test_a_title_with_commas_does_not_decide_the_delimiter(tmp_path: Path) -> None:
    path = write_text(
        tmp_path / "staff.csv",
        "Staff, teams, areas and managers, as of today, in full",
        "Name;Team;Roles",
        "Ann Lee;Malvern;Team manager",
        "Bob Ray;Malvern;Social worker",
    )

    assert rows_of(path)[1] == ["Name", "Team", "Roles"]


def test_a_line_break_in_a_cell_does_not_shift_the_row_numbers(tmp_path: Path) -> None:
    path = write_text(tmp_path / "staff.csv", '"Line\r\nmanager",Team', "Ann,Malvern")

    assert [row.number for row in csv_sheet(path).rows()] == [1, 2]


def test_an_error_exported_from_excel_is_no_text(tmp_path: Path) -> None:
    path = write_text(tmp_path / "staff.csv", "Name,Team", "Ann,#N/A")

    assert rows_of(path)[1] == ["Ann", Unread.ERROR]


def test_a_cut_off_character_at_the_end_is_not_taken_for_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes("Name,Team\r\nAnn,Malvern â".encode("cp1252"))

    assert rows_of(path)[1] == ["Ann", "Malvern â"]


def test_more_columns_than_the_bound_are_refused(tmp_path: Path) -> None:
    path = write_text(tmp_path / "staff.csv", ",".join("x" for _ in range(MOST_COLUMNS + 1)))

    with pytest.raises(FileRefused, match=r"staff\.csv, row 1 has 201 columns"):
        rows_of(path)


def test_a_cell_longer_than_the_bound_is_refused(tmp_path: Path) -> None:
    path = write_text(tmp_path / "staff.csv", "Name,Team", f"Ann,{'x' * (MOST_CHARACTERS + 1)}")

    with pytest.raises(FileRefused, match="cannot be read at row 2"):
        rows_of(path)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0#"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_csv_writer_quotes_comes_back(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"]] * 50 + rows)

    expected = [row for row in rows if any(cell.strip() for cell in row)]
    assert rows_of(path)[50:] == expected
