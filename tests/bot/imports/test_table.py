"""What isn't what it says is refused in one sentence."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.imports import bounds, sheet, table
from bot.imports.table import open_table
from programme.errors import FileRefused
from tests.bot.imports.files import rewrite_part, write_text, write_workbook

COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")


def missing(folder: Path) -> Path:
    return folder / "staff.csv"


def a_folder(folder: Path) -> Path:
    (folder / "staff.csv").mkdir()
    return folder / "staff.csv"


def empty(folder: Path) -> Path:
    return write_text(folder / "staff.csv")


def only_blank_lines(folder: Path) -> Path:
    return write_text(folder / "staff.csv", "", "   ", "")


def csv_that_is_a_workbook(folder: Path) -> Path:
    write_workbook(folder / "staff.xlsx", {"Staff": [["Name"]]}).rename(folder / "staff.csv")
    return folder / "staff.csv"


def workbook_that_is_text(folder: Path) -> Path:
    return write_text(folder / "staff.xlsx", "Name,E-mail")


def old_workbook(folder: Path) -> Path:
    (folder / "staff.xls").write_bytes(COMPOUND_FILE + bytes(600))
    return folder / "staff.xls"


def locked_workbook(folder: Path) -> Path:
    stream = "EncryptedPackage".encode("utf-16-le")
    (folder / "staff.xlsx").write_bytes(COMPOUND_FILE + bytes(600) + stream + bytes(600))
    return folder / "staff.xlsx"


def other_archive(folder: Path) -> Path:
    with ZipFile(folder / "staff.xlsx", "w") as archive:
        archive.writestr("staff.csv", "Name")
    return folder / "staff.xlsx"


def cut_off_workbook(folder: Path) -> Path:
    path = write_workbook(folder / "staff.xlsx", {"Staff": [["Name"]] * 100})
    path.write_bytes(path.read_bytes()[:-200])
    return path


def document(folder: Path) -> Path:
    return write_text(folder / "staff.docx", "Name")


def utf_16(folder: Path) -> Path:
    return write_text(folder / "staff.csv", "Name,E-mail", encoding="utf-16")


def binary(folder: Path) -> Path:
    (folder / "staff.csv").write_bytes(b"Name\x00E-mail")
    return folder / "staff.csv"


def unclosed_quotation(folder: Path) -> Path:
    return write_text(folder / "staff.csv", "Name,E-mail", '"Ann,ann@council.example')


def damaged_sheet(folder: Path) -> Path:
    path = write_workbook(folder / "staff.xlsx", {"Staff": [["Name"]]})
    return rewrite_part(path, "xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheetDat>")


def billion_laughs(folder: Path) -> Path:
    path = write_workbook(folder / "staff.xlsx", {"Staff": [["Name"]]})
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet '
    return rewrite_part(path, "xl/worksheets/sheet1.xml", b"<worksheet ", bomb)


DAMAGED = (
    "staff.xlsx is damaged, or is not an Excel workbook: open it in Excel, save it as .xlsx and "
    "import that."
)


def read_all(path: Path) -> None:
    with open_table(path) as sheets:
        for one in sheets:
            list(one.rows())


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (missing, "There is no file staff.csv: check its name and folder."),
        (a_folder, "staff.csv is a folder: name the file to import."),
        (empty, "staff.csv is empty: export it again and import that."),
        (only_blank_lines, "staff.csv is empty: export it again and import that."),
        (
            csv_that_is_a_workbook,
            (
                "staff.csv is named as a CSV but is an Excel workbook or a zip archive: name a "
                "workbook .xlsx, or save it as “CSV UTF-8”."
            ),
        ),
        (
            workbook_that_is_text,
            (
                "staff.xlsx is named as an Excel workbook but is not one: save it as .xlsx and "
                "import that."
            ),
        ),
        (
            old_workbook,
            "staff.xls is in Excel's old format (.xls): save it as .xlsx and import that.",
        ),
        (
            locked_workbook,
            "staff.xlsx is locked with a password: save it without one and import that.",
        ),
        (
            other_archive,
            "staff.xlsx is a zip archive but not an Excel workbook: import the workbook itself.",
        ),
        (cut_off_workbook, DAMAGED),
        (damaged_sheet, DAMAGED),
        (billion_laughs, DAMAGED),
        (
            document,
            (
                "staff.docx is neither a CSV nor an Excel workbook (.csv or .xlsx): save it as "
                "one of them and import that."
            ),
        ),
        (
            utf_16,
            "staff.csv is in UTF-16 (“Unicode text”): save it as “CSV UTF-8” and import that.",
        ),
        (
            binary,
            "staff.csv is named as a CSV but is not text: save it as “CSV UTF-8” and import that.",
        ),
        (
            unclosed_quotation,
            (
                "staff.csv cannot be read at row 2: a quotation mark is not closed, or stands "
                "inside a value; correct it and import the file again."
            ),
        ),
    ],
)
def test_a_broken_file_is_refused_in_one_sentence(
    broken: Callable[[Path], Path], sentence: str, tmp_path: Path
) -> None:
    path = broken(tmp_path)

    with pytest.raises(FileRefused) as refusal:
        read_all(path)

    assert str(refusal.value) == sentence


def test_a_file_larger_than_the_bound_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MOST_BYTES", 2 * 2**20)
    path = tmp_path / "staff.csv"
    path.write_bytes(b"Name\r\n" * 400_000)

    with pytest.raises(FileRefused, match="is larger than 2 MB"), open_table(path):
        pass


def test_a_workbook_that_unpacks_beyond_the_bound_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_UNPACKED_BYTES", 2 * 2**20)
    path = write_workbook(tmp_path / "staff.xlsx", {"Staff": [["Name"]]})
    with ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.bmp", bytes(3 * 2**20))

    with pytest.raises(FileRefused, match="unpacks to more than 2 MB"), open_table(path):
        pass


def test_both_kinds_of_file_give_the_same_rows(tmp_path: Path) -> None:
    rows = [["Name", "Team"], [], ["Ann Lee", "Malvern"]]
    written = (
        write_workbook(tmp_path / "staff.xlsx", {"Staff": rows}),
        write_text(tmp_path / "staff.csv", "Name,Team", "", "Ann Lee,Malvern"),
    )

    for path, name in zip(written, ("Staff", "staff.csv"), strict=True):
        with open_table(path) as sheets:
            (only,) = sheets
            assert only.name == name
            assert [(row.number, list(row.cells)) for row in only.rows()] == [
                (1, ["Name", "Team"]),
                (3, ["Ann Lee", "Malvern"]),
            ]


def test_rows_can_be_read_again_from_the_top(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "staff.xlsx", {"Staff": [["Name"], ["Ann Lee"]]})

    with open_table(path) as sheets:
        assert list(sheets[0].rows()) == list(sheets[0].rows())


def test_the_bounds_leave_room_for_the_largest_council() -> None:
    assert sheet.MOST_ROWS >= 60_000
    assert sheet.MOST_UNPACKED_BYTES > sheet.MOST_BYTES
