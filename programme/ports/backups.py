"""Taking everything that is remembered out of one database, and putting it into another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself: the schema's revision, when it was taken (UTC), and how many
    rows each table has."""

    revision: str
    taken_at: datetime
    rows: Mapping[str, int]


Progress = Callable[[str, int], None]
"""Is told a table and how many of its rows have been seen to, now and then and at its end."""


class Backups(Protocol):
    """One database, to be backed up or to be restored into."""

    async def take(self, file: Path, now: datetime, *, replace: bool, progress: Progress) -> Backup:
        """Writes everything as it stands at one moment, while the service goes on.

        Raises CorrectAndRepeat where the file is there and may not be replaced, or the database
        can't be backed up. A file appears whole or not at all.
        """

    async def restore(self, file: Path, *, progress: Progress) -> Backup:
        """Puts everything into this database, and brings it to the present schema: whole or not at
        all.

        Raises FileRefused for what is no whole backup of this version or an earlier one, and
        CorrectAndRepeat where the database holds anything or is in use.
        """
