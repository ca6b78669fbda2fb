"""The service is ready while its database answers and delivery is alive."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot import wiring
from bot.wiring import open_storage
from programme.council import CouncilRecord, FrameworkVersion


class Councils:
    """programme.ports.Councils of a database that never answers."""

    async def all(self) -> tuple[CouncilRecord, ...]:
        await asyncio.Event().wait()
        return ()

    async def get(self, tenant_id: str) -> CouncilRecord | None:
        raise LookupError(tenant_id)

    async def add(self, record: CouncilRecord) -> bool:
        raise LookupError(record.tenant_id)

    async def adopt(self, tenant_id: str, version: FrameworkVersion) -> bool:
        raise LookupError(tenant_id, version)


async def test_it_is_ready_until_delivery_has_ended(tmp_path: Path) -> None:
    delivering = asyncio.create_task(asyncio.sleep(0))
    async with open_storage(f"sqlite+aiosqlite:///{tmp_path}/sightline.db") as storage:
        alive: asyncio.Task[None] = asyncio.create_task(asyncio.sleep(60))
        assert await wiring._ready(storage, alive)
        await delivering
        assert not await wiring._ready(storage, delivering)
        alive.cancel()


async def test_a_database_that_never_answers_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "READY_SECONDS", 0.0)
    alive: asyncio.Task[None] = asyncio.create_task(asyncio.sleep(60))
    async with open_storage(f"sqlite+aiosqlite:///{tmp_path}/sightline.db") as storage:
        hangs = replace(storage, councils=Councils())
        with pytest.raises(TimeoutError):
            await wiring._ready(hangs, alive)
    alive.cancel()
