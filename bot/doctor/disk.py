"""Whether there is room for a SQLite database to grow, and to be backed up beside itself."""

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
