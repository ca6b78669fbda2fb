"""The backups of one database."""

from datetime import datetime
from pathlib import Path

from programme.ports.backups import Backup, Progress
from storage.backup.restoring import restore
from storage.backup.taking import take
from storage.engine import Engine


class StoredBackups:
    """programme.ports.backups.Backups; the database need not have the present schema."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def take(self, file: Path, now: datetime, *, replace: bool, progress: Progress) -> Backup:
        """Writes everything as it stands at one moment; see the port."""
        return await take(self._engine, file, now, replace=replace, progress=progress)

    async def restore(self, file: Path, *, progress: Progress) -> Backup:
        """Puts everything into this database; see the port."""
        return await restore(self._engine, file, progress=progress)
