"""The backups of one database."""

from datetime import datetime
from pathlib import Path

from programme.ports.backups import Backup, Progress
from storage.backup.restoring import restore
from storage.backup.taking import take
from storage.engine import Engine
from storage.migrations import answered_revision_of


class StoredBackups:
    """programme.ports.backups.Backups; the database need not have the present schema."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def take(self, file: Path, now: datetime, *, replace: bool, progress: Progress) -> Backup:
        """Writes everything as it stands at one moment; see the port."""
        await self._require_answer()
        return await take(self._engine, file, now, replace=replace, progress=progress)

    async def restore(self, file: Path, *, progress: Progress) -> Backup:
        """Puts everything into this database; see the port."""
        await self._require_answer()
        return await restore(self._engine, file, progress=progress)

    async def _require_answer(self) -> None:
        # Of a file they say themselves what is wrong with it.
        if self._engine.dialect == "postgresql":
            await answered_revision_of(self._engine)
