"""Events from before there was a chain are chained in the order in which they were recorded."""

import pytest
from sqlalchemy import Connection, text

from programme.use_cases.verify_events import verify_events
from storage.engine import create_engine
from storage.migrations import migrate, upgrade
from storage.work import StoredWork
from tests.storage.examples import EVENT

OLD = """
INSERT INTO events (tenant_id, at, who, verb, subject, source, detail)
VALUES (:tenant, '2026-11-02 09:00:00.000005', 'ann', :verb, 'a1', 'card', '{"late": true}')
"""
RECORDED = (("t1", "one"), ("t2", "two"), ("t1", "three"), ("t1", "four"))


def _as_it_was(connection: Connection) -> None:
    upgrade(connection, "0002")
    for tenant, verb in RECORDED:
        connection.execute(text(OLD), {"tenant": tenant, "verb": verb})


async def test_old_events_are_chained_in_order_and_new_ones_follow(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.migrations.trust import events

    monkeypatch.setattr(events, "_AT_ONCE", 3)
    engine = create_engine(empty_url)
    async with engine.writing() as connection:
        await connection.run_sync(_as_it_was)
    await migrate(engine)
    work = StoredWork(engine)
    async with work("t1") as unit:
        await unit.events.record(EVENT)
        await unit.commit()

    async with work("t1") as unit:
        entries = await unit.events.entries_after(0, 10)
        assert [(e.number, e.event.verb) for e in entries] == [
            (1, "one"),
            (2, "three"),
            (3, "four"),
            (4, EVENT.verb),
        ]
        assert entries[0].event.detail == {"late": True}
        assert entries[0].event.at.isoformat() == "2026-11-02T09:00:00.000005+00:00"
    for tenant, count in (("t1", 4), ("t2", 1), ("t3", 0)):
        found = await verify_events(tenant, work=work)
        assert (found.fault, found.entries) == (None, count)
    await engine.dispose()
