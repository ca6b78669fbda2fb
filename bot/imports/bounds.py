"""What a workbook may be made of, looked at before it is opened: openpyxl holds whole parts and
whole rows in memory, and whoever made the file may have meant it to be more than there is."""

import re
from pathlib import Path
from typing import IO, Final
from zipfile import ZipFile, ZipInfo

from bot.imports.sheet import MOST_SHEET_ROWS, MOST_UNPACKED_BYTES
from programme.errors import FileRefused

MOST_PARTS_BYTES: Final = 1024 * 1024
"""Of the archive's list of its parts; a workbook has some dozens."""

MOST_STYLES_BYTES: Final = 4 * 1024 * 1024
MOST_TEXTS_BYTES: Final = 48 * 1024 * 1024
"""Of the table of texts, which is held in memory. The largest council's has some 20 MB."""

MOST_OF_THE_FRAME: Final = 1024 * 1024
"""Of what says which parts there are, and which sheets."""

MOST_OTHER_BYTES: Final = 8 * 1024 * 1024
"""Of any other part, since any may turn out to be a sheet."""

MOST_BETWEEN_ROWS: Final = 2 * 1024 * 1024
"""Bytes of a sheet from one row's end to the next: a row of 16,384 formatted cells has 500 kB."""

MOST_OF_A_TEXT: Final = 1024 * 1024

_CHUNK_BYTES = 1024 * 1024
_AN_END = 64
_END_OF_ROW = re.compile(rb"</(?:\w{1,9}:)?row>|<(?:\w{1,9}:)?row(?:\s[^<>]{0,400})?/>")
_END_OF_TEXT = re.compile(rb"</(?:\w{1,9}:)?si>")
_SHEETS, _TEXTS, _STYLES = "xl/worksheets/", "xl/sharedstrings.xml", "xl/styles.xml"


def refuse_endless_parts(path: Path) -> None:
    """Raises FileRefused when the archive lists more parts than a workbook can have: the list is
    read whole as soon as the archive is opened."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 66_000))
        tail = file.read()
    end = tail.rfind(b"PK\5\6")
    listed = int.from_bytes(tail[end + 12 : end + 16], "little")
    if end >= 0 and (listed > MOST_PARTS_BYTES or b"PK\6\7" in tail):
        raise _too_much(path.name, "has more parts than a workbook can have")


def refuse_too_large(path: Path, archive: ZipFile) -> None:
    """Raises FileRefused when the parts, unpacked, are more than can be held or looked through,
    ValueError when they are nothing that Excel writes."""
    parts = archive.infolist()
    # zipfile stops at the size that a part declares, so the declared sizes bind.
    if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise _too_much(path.name, f"unpacks to more than {MOST_UNPACKED_BYTES // 2**20} MB")
    for part in parts:
        name = part.filename.lower()
        if name.startswith(_SHEETS) and name.endswith(".xml"):
            with archive.open(part) as xml:
                _refuse_endless(path.name, xml, _END_OF_ROW, MOST_BETWEEN_ROWS)
            continue
        if part.file_size > _most_of(name) and _is_xml(archive, part):
            raise _too_much(path.name, f"has too large a part ({_kind(name)})")
        if name == _TEXTS:
            with archive.open(part) as xml:
                _refuse_endless(path.name, xml, _END_OF_TEXT, MOST_OF_A_TEXT)


def _refuse_endless(name: str, xml: IO[bytes], end: re.Pattern[bytes], most: int) -> None:
    """What is held until the next end must not be more than `most`. Raises as above."""
    held, ends, tail = 0, 0, b""
    while chunk := xml.read(_CHUNK_BYTES):
        piece = tail + chunk
        if b"<!" in piece:
            # Excel writes neither comments nor declarations, which could hold ends that aren't.
            raise ValueError("a declaration or a comment")
        last = None
        for found in end.finditer(piece):
            held, last, ends = 0, found, ends + 1
        held += len(piece) - (last.end() if last else len(tail))
        if end is _END_OF_ROW and ends > MOST_SHEET_ROWS:
            raise _too_much(name, f"has a sheet of more than {MOST_SHEET_ROWS:,} rows")
        if held > most:
            raise _too_much(name, f"has a row or a text of more than {most // 2**20} MB")
        tail = piece[-_AN_END:]


def _most_of(part: str) -> int:
    if part.endswith((".rels", "xl/workbook.xml", "[content_types].xml")):
        return MOST_OF_THE_FRAME
    return {_TEXTS: MOST_TEXTS_BYTES, _STYLES: MOST_STYLES_BYTES}.get(part, MOST_OTHER_BYTES)


def _is_xml(archive: ZipFile, part: ZipInfo) -> bool:
    """Pictures aren't, whatever they are called, and nothing but XML is ever taken for a sheet."""
    with archive.open(part) as content:
        start = content.read(64).lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    return start.startswith(b"<")


def _kind(part: str) -> str:
    return {_TEXTS: "its texts", _STYLES: "its formats"}.get(part, "neither a sheet nor its texts")


def _too_much(name: str, why: str) -> FileRefused:
    return FileRefused(f"{name} {why}: take out what is not needed and import the file again.")
