"""Where a SQLite file lies: who may write there, and that nobody else may read it."""

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from programme.errors import CorrectAndRepeat

_OWNERS_ALONE: Final = 0o600
"""SQLite gives what it writes beside the file the same rights."""


def make_folder(file: Path) -> None:
    """Makes the file's folder. Raises CorrectAndRepeat where this account may not write there."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        may_write = os.access(file.parent, os.W_OK | os.X_OK)
        may_write &= not file.exists() or os.access(file, os.R_OK | os.W_OK)
    except OSError:
        may_write = False
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
