"""How old the newest backup is."""

from datetime import datetime, timedelta
from typing import Final

from bot.doctor.line import Line, in_words, look, mend, ok

EVERY: Final = timedelta(hours=26)
"""A day, and time for it to be taken."""

ABOUT = "backups"


def judge_backups(newest: datetime | None, now: datetime) -> Line:
    """`newest`: when the newest file of the backups' folder was written; None where it has none."""
    if newest is None:
        return mend(ABOUT, "There is none in SIGHTLINE_BACKUP_FOLDER; take one now.")
    age = in_words(max(now - newest, timedelta()))
    if now - newest > EVERY:
        return mend(ABOUT, f"The newest is {age} old; see why none was taken since.")
    return ok(ABOUT, f"The newest is {age} old.")


def unknown() -> Line:
    """Where no folder is set."""
    return look(
        ABOUT, "Set SIGHTLINE_BACKUP_FOLDER to where they are put, and their age is watched."
    )
