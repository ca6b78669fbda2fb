"""A row is read to its end, and refused for everything at once."""

from datetime import date

from programme.cell import Unread
from programme.import_report import Place, RefusedRow, RowPlace
from programme.row_reading import RowReading

WHERE = RowPlace("Staff", 4, {"name": "A", "team": "B", "away_from": "C"})


def test_everything_wrong_with_a_row_is_noted_in_its_place() -> None:
    reading = RowReading(WHERE)

    assert reading.needed_text("name", " ", "there is no name.") == ""
    assert reading.text("team", Unread.ERROR) == ""
    assert reading.day("away_from", "soon") is None

    error = "the cell holds an Excel error such as #N/A or #REF!: mend it in the source."
    assert reading.refused == [
        RefusedRow(Place("Staff", 4, "A"), "there is no name."),
        RefusedRow(Place("Staff", 4, "B"), error),
        RefusedRow(Place("Staff", 4, "C"), "the cell is not a date: write it as dd/mm/yyyy."),
    ]


def test_a_needed_cell_that_cannot_be_read_is_refused_once() -> None:
    reading = RowReading(WHERE)

    reading.needed_text("name", Unread.FORMULA, "there is no name.")

    assert len(reading.refused) == 1


def test_a_sound_row_is_not_refused() -> None:
    reading = RowReading(WHERE)

    assert reading.needed_text("name", " Ann  Lee", "there is no name.") == "Ann Lee"
    assert reading.day("away_from", "01/12/2026") == date(2026, 12, 1)
    assert reading.refused == []
