"""Where a SQLite file lies: who may write there, and that nobody else may read it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy.exc import DBAPIError

from programme.errors import CorrectAndRepeat

_OWNERS_ALONE: Final = 0o600
"""SQLite gives what it writes beside the file the same rights."""

PRIMARY_CODE: Final = 0xFF
"""The bits of an extended result code of SQLite that say what it is a kind of."""

_NO_DATABASE: Final = (
    "The file that SIGHTLINE_DATABASE_URL names is no SQLite database, or a damaged one, and stays "
    "as it is; see that the setting is right, or restore the newest backup into another file."
)
_FULL: Final = (
    "The database can't be written, for its disk is full, or fails. Nothing is half done: make "
    "room and repeat the command."
)
_SENTENCES: Final = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _FULL,
    sqlite3.SQLITE_NOTADB: _NO_DATABASE,
    sqlite3.SQLITE_CORRUPT: _NO_DATABASE,
}


@contextmanager
def faults_of_the_file() -> Iterator[None]:
    """For a command, which somebody reads who can do something about it. Raises CorrectAndRepeat
    where SQLite finds no database in its file, or a damaged one, and where the disk is full."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        found = error.orig if isinstance(error, DBAPIError) else error
        code = found.sqlite_errorcode if isinstance(found, sqlite3.Error) else sqlite3.SQLITE_OK
        if sentence := _SENTENCES.get(code & PRIMARY_CODE):
            raise CorrectAndRepeat(sentence) from error
        raise


def make_folder(file: Path) -> None:
    """Makes the file's folder. Raises CorrectAndRepeat where this account may not write there, and
    where the file is itself a folder."""
    is_folder = False
    try:
        is_folder = file.is_dir()
        file.parent.mkdir(parents=True, exist_ok=True)
        may_write = os.access(file.parent, os.W_OK | os.X_OK)
        may_write &= not file.exists() or os.access(file, os.R_OK | os.W_OK)
    except OSError:
        may_write = False
    if is_folder:
        raise CorrectAndRepeat(
            "SIGHTLINE_DATABASE_URL names a folder; name a file in it, such as sightline.db."
        )
    if not may_write:
        raise _may_not_write()


def make_private(file: Path) -> None:
    """Makes the file, empty, for its owner alone; what is there stays.

    A file that is there is never opened: to close it again would let go of the locks that SQLite
    holds on it for this process. What can't be made, SQLite is left to complain of.
    """
    with suppress(OSError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OWNERS_ALONE))


def open_beside(database: Path, ending: str) -> BinaryIO:
    """A file beside the database, named as it is with `ending` after; for its owner alone.

    Raises CorrectAndRepeat where this account may not write it.
    """
    file = Path(f"{database}{ending}")
    make_private(file)
    try:
        return file.open("ab")
    except OSError:
        raise _may_not_write() from None


def is_there(file: Path) -> bool:
    """Whether there is such a file. Raises CorrectAndRepeat where this account may not look."""
    try:
        return file.is_file()
    except OSError:
        raise _may_not_write() from None


def _may_not_write() -> CorrectAndRepeat:
    return CorrectAndRepeat(
        "This account may not write the SQLite file that SIGHTLINE_DATABASE_URL names, or not into "
        "its folder; run the command as the account that runs Sightline, or give it that folder."
    )
