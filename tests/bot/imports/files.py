"""Files to import, written small and by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

Value = str | int | float | bool | date | None
Rows = Sequence[Sequence[Value]]


def write_workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """An xlsx file with these sheets."""
    workbook = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def write_text(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A text file of these lines, ended as Excel ends them."""
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return path


def rewrite_part(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """The same archive with bytes of one part replaced."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def no_progress(done: int, total: int | None) -> None:
    """Progress that nobody looks at."""
