"""Opening a file as what it says it is: a CSV, or an Excel workbook."""

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.imports.csv_table import csv_sheet
from bot.imports.sheet import MOST_BYTES, Sheet
from bot.imports.workbook import workbook_sheets
from programme.errors import FileRefused

_CSV_ENDINGS = frozenset({".csv", ".txt", ".tsv"})
_WORKBOOK_ENDINGS = frozenset({".xlsx", ".xlsm"})
_ZIP = b"PK"
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@contextmanager
def open_table(path: Path) -> Iterator[tuple[Sheet, ...]]:
    """The sheets of a CSV or xlsx file, for as long as the context lasts.

    Raises FileRefused, one sentence, when the file is missing, empty, too large or not what its
    name says, and while its rows are read when it turns out to be damaged.
    """
    ending = path.suffix.lower()
    start = _start(path)
    if start == _COMPOUND_FILE:
        raise FileRefused(_compound_file(path))
    if ending in _WORKBOOK_ENDINGS:
        if not start.startswith(_ZIP):
            raise FileRefused(
                f"{path.name} is named as an Excel workbook but is not one: save it as .xlsx and "
                "import that."
            )
        with workbook_sheets(path) as sheets:
            yield sheets
    elif ending in _CSV_ENDINGS:
        if start.startswith(_ZIP):
            raise FileRefused(
                f"{path.name} is named as a CSV but is an Excel workbook or a zip archive: name a "
                "workbook .xlsx, or save it as “CSV UTF-8”."
            )
        yield (csv_sheet(path),)
    else:
        raise FileRefused(
            f"{path.name} is neither a CSV nor an Excel workbook (.csv or .xlsx): save it as one "
            "of them and import that."
        )


def _start(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise FileRefused(f"{path.name} is a folder: name the file to import.")
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(len(_COMPOUND_FILE))
            blank = not start.strip() and not file.read(1024).strip()
    except FileNotFoundError:
        raise FileRefused(f"There is no file {path.name}: check its name and folder.") from None
    except OSError as fault:
        raise FileRefused(
            f"{path.name} cannot be opened ({fault.strerror}): check that it may be read."
        ) from fault
    if size == 0 or blank:
        raise FileRefused(f"{path.name} is empty: export it again and import that.")
    if size > MOST_BYTES:
        raise FileRefused(
            f"{path.name} is larger than {MOST_BYTES // 2**20} MB: take out what is not needed and "
            "import the file again."
        )
    return start


def _compound_file(path: Path) -> str:
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        if content.find(_ENCRYPTED) >= 0:
            return f"{path.name} is locked with a password: save it without one and import that."
    return f"{path.name} is in Excel's old format (.xls): save it as .xlsx and import that."
