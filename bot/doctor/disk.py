"""Whether a SQLite database has room to grow and to be backed up beside itself, and who may read
it."""

import stat
from typing import Final

from bot.doctor.line import Line, mend, ok

AT_LEAST: Final = 500_000_000
"""Bytes."""


def judge_disk(free: int, size: int) -> Line:
    """`free` bytes on the disk of a database of `size` bytes."""
    wanted = max(AT_LEAST, 2 * size)
    if free >= wanted:
        return ok("disk", f"{free / 1e9:,.1f} GB are free where the database is.")
    return mend(
        "disk",
        f"Only {free / 1e6:,.0f} MB are free where the database is; make room for "
        f"{wanted / 1e6:,.0f} MB, or it can't be written to when there are none.",
    )


def judge_rights(file: int, folder: int) -> Line | None:
    """The modes of a database's file and of its folder; None where nobody but its owner and group
    gets at it."""
    if not (file & stat.S_IROTH and folder & stat.S_IXOTH):
        return None
    return mend(
        "disk",
        "Everybody who has an account on this machine may read the database; take that right away "
        "(chmod 600) from its file, and from those beside it whose names begin as its own does.",
    )
