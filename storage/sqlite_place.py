"""Where a SQLite file lies: who may write there, and that nobody else may read it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError

from programme.errors import CorrectAndRepeat

_OWNERS_ALONE: Final = 0o600
"""SQLite gives what it writes beside the file the same rights."""

_PRIMARY_CODE: Final = 0xFF
_NO_DATABASE: Final = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}


@contextmanager
def a_database() -> Iterator[None]:
    """For whoever opens a file first. Raises CorrectAndRepeat where SQLite finds no database in
    it, or a damaged one."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        found = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(found, sqlite3.Error) and (
            found.sqlite_errorcode & _PRIMARY_CODE in _NO_DATABASE
        ):
            raise CorrectAndRepeat(
                "The file that SIGHTLINE_DATABASE_URL names is no SQLite database, or a damaged "
                "one, and stays as it is; see that the setting is right, or restore the newest "
                "backup into another file."
            ) from None
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
