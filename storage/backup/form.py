"""The file of a backup: lines of JSON, compressed, with a checksum over all of them.

    {"sightline": "backup", "form": 1, "revision": "0003", "taken_at": "2026-12-01T02:00:00+00:00"}
    {"table": "actions", "columns": {"tenant_id": "text", "due": "date", …}}
    ["11111111-…", "2026-12-31", …]
    …
    {"rows": {"actions": 1500, …}, "sha256": "…"}

It is written and read a line at a time, so that it takes no more memory for a larger council.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import orjson

from programme.errors import FileRefused
from programme.ports.backups import Backup

FORM = 1
LINE_AT_MOST = 64 * 1024 * 1024
"""Bytes; no row is nearly as long, and a file that was made to fill the memory is."""
COMPRESSION = 3
"""Beyond it the file gets hardly smaller, and the work twice as long."""
_GZIP = zlib.MAX_WBITS | 16
"""What zlib is asked for by, to write gzip's header and checksum around what it compresses."""

FOREIGN = "This file is no backup of Sightline; choose one that “sightline backup” has written."
DAMAGED = (
    "This backup is damaged or was not written to its end, so nothing was taken from it; "
    "use another one."
)
NEWER = "This backup was taken by a later version of Sightline; restore it with that version."


@dataclass(frozen=True, slots=True)
class Start:
    """What the first line says."""

    revision: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class TableStart:
    """That what follows are rows of the table; `columns` gives each column's kind."""

    table: str
    columns: Mapping[str, str]


class Writer:
    """Writes a backup into an open file, which stays open."""

    def __init__(self, file: IO[bytes], start: Start) -> None:
        # A GzipFile would have to be closed, which writes, where writing has just failed.
        # No name and no time in the header: the same rows are the same bytes.
        self._zip = zlib.compressobj(COMPRESSION, wbits=_GZIP)
        self._file = file
        self._digest = hashlib.sha256()
        self._rows: dict[str, int] = {}
        self._start = start
        self._line(
            {
                "sightline": "backup",
                "form": FORM,
                "revision": start.revision,
                "taken_at": start.taken_at.isoformat(),
            }
        )

    def table(self, table: str, columns: Mapping[str, str]) -> None:
        """Begins a table."""
        self._table = table
        self._rows[table] = 0
        self._line({"table": table, "columns": columns})

    def row(self, values: Sequence[object]) -> None:
        """Adds a row of the table that was begun last."""
        self._rows[self._table] += 1
        self._line(values)

    def end(self) -> Backup:
        """Writes the counts and the checksum, without which a backup isn't whole."""
        end = {"rows": self._rows, "sha256": self._digest.hexdigest()}
        self._file.write(self._zip.compress(orjson.dumps(end) + b"\n") + self._zip.flush())
        return Backup(self._start.revision, self._start.taken_at, self._rows)

    def _line(self, content: object) -> None:
        line = orjson.dumps(content) + b"\n"
        self._digest.update(line)
        self._file.write(self._zip.compress(line))


def read(file: Path) -> Iterator[Start | TableStart | list[object] | Backup]:
    """The lines of a backup: its start, then each table's start and rows, and at last the whole.

    Raises FileRefused where it is no backup, of a later form, or damaged; who stops before the last
    line doesn't know that it is whole.
    """
    try:
        with gzip.open(file, "rb") as lines:
            yield from _read(lines)
    except gzip.BadGzipFile:
        raise FileRefused(FOREIGN) from None
    except (EOFError, zlib.error, KeyError, TypeError, ValueError):
        raise FileRefused(DAMAGED) from None
    except FileNotFoundError:
        raise FileRefused("There is no such file; give the path of a backup.") from None
    except OSError:
        raise FileRefused("This file can't be read; give the path of a backup.") from None


def check(file: Path) -> Backup:
    """What a backup says of itself, once all of it has been read. Raises as `read` does."""
    for line in read(file):
        if isinstance(line, Backup):
            return line
    raise FileRefused(DAMAGED)


def _read(lines: "gzip.GzipFile") -> Iterator[Start | TableStart | list[object] | Backup]:
    digest = hashlib.sha256()
    first = lines.readline(LINE_AT_MOST)
    start = _start(first)
    digest.update(first)
    yield start
    counts: dict[str, int] = {}
    table = ""
    while True:
        line = lines.readline(LINE_AT_MOST)
        content = orjson.loads(line)
        if isinstance(content, list):
            counts[table] += 1
            yield content
        elif "table" in content:
            table = content["table"]
            counts[table] = 0
            yield TableStart(table, content["columns"])
        else:
            whole = content["rows"] == counts and content["sha256"] == digest.hexdigest()
            if not whole or lines.read(1):
                raise FileRefused(DAMAGED)
            yield Backup(start.revision, start.taken_at, counts)
            return
        digest.update(line)


def _start(line: bytes) -> Start:
    try:
        content = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise FileRefused(FOREIGN) from None
    if not isinstance(content, dict) or content.get("sightline") != "backup":
        raise FileRefused(FOREIGN)
    if content["form"] != FORM:
        raise FileRefused(NEWER)
    return Start(content["revision"], datetime.fromisoformat(content["taken_at"]))
