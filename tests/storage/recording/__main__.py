"""Records a database of the present schema, with councils at work in every table, as a backup.

Run it once a revision is given out and before the next is begun, for later code can't write to it:

    .venv/bin/python -m tests.storage.recording tests/storage/released/schema_0005.backup

The same code gives the same rows. Then give the revision its place in FROZEN and FILES of
tests/storage/test_released_schemas.py.
"""

import asyncio
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.simulation import year
from bot.simulation.year import Span, simulate
from programme.calendar import Month
from programme.cause import caused_by
from programme.frameworks.load import parse, read_shipped, shipped
from storage.backup.backups import StoredBackups
from storage.engine import create_engine
from tests.storage.recording.of_delivery import add_deliveries
from tests.storage.recording.of_people import NOW, add_by_hand

TENANT = "00000000-0000-4000-8000-00000000fee{}"
MONTHS = Span(Month(2026, 11), months=3, managers=20)


async def record(file: Path, framework_ids: Sequence[str], span: Span) -> None:
    """Simulates a council of each framework in a database of its own, and writes its backup.

    Raises RuntimeError, and writes no file, where a table has no row.
    """
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        tenants = [TENANT.format(number) for number in range(len(framework_ids))]
        for number, (tenant_id, framework_id) in enumerate(
            zip(tenants, framework_ids, strict=True)
        ):
            patch.setattr(year, "TENANT", tenant_id)
            rules = read_shipped(framework_id)
            with caused_by(f"{number:032x}"):
                await simulate(parse(rules, framework_id), rules, span, Path(folder), _silent)
        engine = create_engine(f"sqlite+aiosqlite:///{folder}/simulation.db", lasting=False)
        for tenant_id in tenants:
            await add_by_hand(engine, tenant_id)
            await add_deliveries(engine, tenant_id)
        new = Path(folder) / file.name
        backup = await StoredBackups(engine).take(new, NOW, replace=False, progress=_silent)
        await engine.dispose()
        empty = [table for table, rows in backup.rows.items() if not rows]
        if empty:
            raise RuntimeError(
                f"No row in {', '.join(empty)}: let tests/storage/recording add one."
            )
        shutil.copyfile(new, file)


def _silent(_of: object, _number: int) -> None:
    """Progress that nobody watches."""


if __name__ == "__main__":
    asyncio.run(record(Path(sys.argv[1]), shipped(), MONTHS))
