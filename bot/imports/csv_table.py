"""A CSV file: comma, semicolon or tab, in UTF-8 or in what Excel on Windows writes."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from bot.imports.sheet import MOST_CHARACTERS, MOST_COLUMNS, MOST_LINE, MOST_LINES, Row, Sheet
from programme.cell import Cell, Unread
from programme.errors import FileRefused

_DELIMITERS = (",", ";", "\t")
_SAMPLE_ROWS = 50
_CHUNK_BYTES = 1024 * 1024
_EXCEL_ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"}
)


def csv_sheet(path: Path) -> Sheet:
    """The file as one sheet. Raises FileRefused when it is not text; reading its rows does when
    they are not a table."""
    encoding = _encoding(path)
    delimiter = _delimiter(path, encoding)
    return Sheet(path.name, lambda: _rows(path, encoding, delimiter), is_delimited=True)


def cell_of(text: str) -> Cell:
    """The cell that a text is: Excel exports a cell in error as its name."""
    return Unread.ERROR if text in _EXCEL_ERRORS else text


def _encoding(path: Path) -> str:
    utf8 = codecs.getincrementaldecoder("utf-8")()
    windows = codecs.getincrementaldecoder("cp1252")()
    could_be = {"utf-8-sig": utf8, "cp1252": windows}
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise FileRefused(
                f"{path.name} is in UTF-16 (“Unicode text”): save it as “CSV UTF-8” and import "
                "that."
            )
        file.seek(0)
        lines = 0
        while chunk := file.read(_CHUNK_BYTES):
            lines += chunk.count(b"\n")
            if lines > MOST_LINES:
                raise FileRefused(
                    f"{path.name} has more than {MOST_LINES:,} lines: take out what is not needed "
                    "and import the file again."
                )
            if b"\0" in chunk:
                could_be.clear()
            for name, decoder in tuple(could_be.items()):
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    del could_be[name]
    if "utf-8-sig" in could_be and _ends_whole(utf8):
        return "utf-8-sig"
    if "cp1252" in could_be:
        return "cp1252"
    raise FileRefused(
        f"{path.name} is named as a CSV but is not text: save it as “CSV UTF-8” and import that."
    )


def _ends_whole(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    """The delimiter that most rows have most of: a title above the table may hold commas."""

    def evidence(delimiter: str) -> int:
        widths = Counter[int]()
        with path.open(encoding=encoding, newline="") as file:
            lines = _Lines(path.name, file)
            reader = csv.reader(lines, delimiter=delimiter)
            try:
                widths.update(len(lines.whole(row)) for row in islice(reader, _SAMPLE_ROWS))
            except csv.Error:
                return 0
        return max(((width - 1) * rows for width, rows in widths.items()), default=0)

    return max(_DELIMITERS, key=evidence)


class _Lines:
    """The lines of a file, of which no row may have more than MOST_LINE characters: the csv module
    makes a list of all of a row's values before anybody can count them."""

    def __init__(self, name: str, file: TextIO) -> None:
        self._name, self._file = name, file
        self._left = MOST_LINE

    def __iter__(self) -> Iterator[str]:
        while line := self._file.readline(self._left + 1):
            self._left -= len(line)
            if self._left < 0:
                raise FileRefused(
                    f"{self._name} has a row of more than {MOST_LINE:,} characters: check that its "
                    "lines end, take out what is not needed and import the file again."
                )
            yield line

    def whole(self, row: list[str]) -> list[str]:
        """The row, which is complete: the next may be as long."""
        self._left = MOST_LINE
        return row


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(MOST_CHARACTERS)
    with path.open(encoding=encoding, newline="") as file:
        lines = _Lines(path.name, file)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        number = 0
        while True:
            number += 1
            try:
                texts = next(reader, None)
            except csv.Error as fault:
                raise FileRefused(
                    f"{path.name} cannot be read at row {number}: a quotation mark is not closed, "
                    "or stands inside a value; correct it and import the file again."
                ) from fault
            if texts is None:
                return
            lines.whole(texts)
            row = Row(number, [cell_of(text) for text in texts])
            if row.is_blank:
                continue
            if len(texts) > MOST_COLUMNS:
                raise FileRefused(
                    f"{path.name}, row {number} has {len(texts):,} columns; {MOST_COLUMNS} is the "
                    "most: take out those that are not needed and import the file again."
                )
            yield row
