"""Each council's events are one chain, whoever writes them at once; the database keeps it."""

import asyncio
import os
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from programme.event import Event
from programme.event_chain import REMOVED, START, Head
from programme.ports import Work
from programme.use_cases.verify_events import Verified, verify_events
from storage.engine import Engine
from storage.work import StoredWork
from tests.storage.examples import COUNCIL, EVENT, NOW, OTHER_COUNCIL

WRITERS = 40
PROCESSES = 2
IN_A_PROCESS = 25


async def record(work: Work, *events: Event, council: str = COUNCIL) -> Head:
    """Records them in one unit of work; gives the head that it led to."""
    async with work(council) as unit:
        for event in events:
            await unit.events.record(event)
        await unit.commit()
    async with work(council) as unit:
        return await unit.events.head()


async def verified(work: Work, council: str = COUNCIL) -> Verified:
    return await verify_events(council, work=work)


async def test_events_are_numbered_in_their_council_from_1_and_without_gaps(work: Work) -> None:
    await record(work, EVENT, EVENT)
    await record(work, EVENT, council=OTHER_COUNCIL)
    async with work(COUNCIL) as given_up:
        await given_up.events.record(EVENT)
    assert (await record(work, EVENT)).number == 3

    async with work(COUNCIL) as unit:
        assert [e.number for e in await unit.events.entries_after(0, 10)] == [1, 2, 3]
        assert [e.number for e in await unit.events.entries_after(1, 1)] == [2]
    async with work(OTHER_COUNCIL) as unit:
        assert (await unit.events.head()).number == 1


async def test_a_unit_sees_what_it_has_recorded_behind_what_was(work: Work) -> None:
    await record(work, EVENT)
    async with work(COUNCIL) as unit:
        await unit.events.record(replace(EVENT, verb="reopen_action"))
        await unit.events.record(replace(EVENT, subject="action:ac2"))
        assert [e.verb for e in await unit.events.about(EVENT.subject)] == [
            "complete_action",
            "reopen_action",
        ]
        assert (await unit.events.head()).number == 1, "it is appended with the commit"


async def test_a_council_without_events_has_an_empty_chain(work: Work) -> None:
    assert await verified(work) == Verified(START, START, None)


async def test_writers_at_once_make_one_chain(work: Work, engine: Engine) -> None:
    # Two that know nothing of each other, as two processes on one database.
    other = StoredWork(engine)

    async def write(number: int) -> None:
        async with (work, other)[number % 2](COUNCIL) as unit:
            await unit.ticks.claim(f"job {number}", NOW)
            await asyncio.sleep(0)
            await unit.events.record(replace(EVENT, who=f"p{number}"))
            await unit.events.record(EVENT)
            await unit.commit()

    await asyncio.gather(*map(write, range(WRITERS)))

    found = await verified(work)
    assert (found.fault, found.entries) == (None, 2 * WRITERS)


_WRITE = """
import asyncio, sys
from dataclasses import replace
from storage.engine import create_engine
from storage.work import StoredWork
from tests.storage.examples import COUNCIL, EVENT

async def main(url, count):
    engine = create_engine(url)
    work = StoredWork(engine)
    async def write(number):
        async with work(COUNCIL) as unit:
            await unit.events.record(replace(EVENT, subject=str(number)))
            await unit.commit()
    await asyncio.gather(*map(write, range(count)))
    await engine.dispose()

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


async def test_processes_at_once_make_one_chain(work: Work, url: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    running = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _WRITE, url, str(IN_A_PROCESS)), env=environment
        )
        for _ in range(PROCESSES)
    ]
    assert await asyncio.gather(*(one.wait() for one in running)) == [0] * PROCESSES

    found = await verified(work)
    assert (found.fault, found.entries) == (None, PROCESSES * IN_A_PROCESS)


async def test_a_commit_that_fails_leaves_the_chain_as_it_was(work: Work, engine: Engine) -> None:
    before = await record(work, EVENT)
    async with work(COUNCIL) as unit:
        # JSON knows no such number, so that the database never sees the entry.
        await unit.events.record(replace(EVENT, detail={"seed": 2**80}))
        with pytest.raises(Exception, match=r"[Ii]nteger|range"):
            await unit.commit()
    assert (await record(work, EVENT)).number == before.number + 1
    assert (await verified(work)).fault is None


REFUSED = (
    "UPDATE events SET who = 'p2' WHERE tenant_id = 'marlshire'",
    "UPDATE events SET hash = 'x' WHERE tenant_id = 'marlshire' AND number = 2",
    "DELETE FROM events WHERE tenant_id = 'marlshire'",
    "DELETE FROM events WHERE tenant_id = 'marlshire' AND number = 1",
    "DELETE FROM event_heads WHERE tenant_id = 'marlshire'",
    "UPDATE event_heads SET number = 1 WHERE tenant_id = 'marlshire'",
    "UPDATE event_heads SET hash = 'x' WHERE tenant_id = 'marlshire'",
    "UPDATE event_heads SET tenant_id = 'x' WHERE tenant_id = 'marlshire'",
    # No entry says that retention removed anything.
    "UPDATE event_heads SET removed_number = 1, removed_hash = 'x' WHERE tenant_id = 'marlshire'",
    "UPDATE event_heads SET removed_hash = 'x' WHERE tenant_id = 'marlshire'",
)
REFUSED_ON = {
    "sqlite": (
        "INSERT OR REPLACE INTO events SELECT * FROM events WHERE tenant_id = 'marlshire'",
        "REPLACE INTO event_heads SELECT * FROM event_heads WHERE tenant_id = 'marlshire'",
    ),
    "postgresql": ("TRUNCATE events -- tenant_id = ", "TRUNCATE event_heads -- tenant_id = "),
}


async def test_the_database_refuses_whatever_is_not_adding(work: Work, engine: Engine) -> None:
    head = await record(work, EVENT, EVENT, EVENT)
    for change in (*REFUSED, *REFUSED_ON[engine.dialect]):
        with pytest.raises(DBAPIError, match="events are only ever added to"):
            async with engine.writing() as connection:
                await connection.execute(text(change))
    assert await verified(work) == Verified(head, START, None)


async def test_retention_alone_removes_and_an_entry_says_so(work: Work) -> None:
    checkpoint = await record(work, EVENT, replace(EVENT, at=NOW + timedelta(days=1)))
    async with work(COUNCIL) as unit:
        await unit.events.record(_removal(checkpoint))
        unit.events.remove_up_to(checkpoint)
        await unit.commit()
    head = await record(work, EVENT)

    async with work(COUNCIL) as unit:
        assert [e.number for e in await unit.events.entries_after(0, 10)] == [3, 4]
        assert await unit.events.checkpoint() == checkpoint
    found = await verified(work)
    assert found == Verified(head, checkpoint, None)
    assert found.entries == 2


async def test_more_than_the_entry_says_is_not_removed(work: Work) -> None:
    checkpoint = await record(work, EVENT)
    further = await record(work, EVENT)
    async with work(COUNCIL) as unit:
        await unit.events.record(_removal(checkpoint))
        unit.events.remove_up_to(further)
        with pytest.raises(DBAPIError, match="events are only ever added to"):
            await unit.commit()
    assert (await verified(work)).entries == 2


def _removal(checkpoint: Head) -> Event:
    detail: dict[str, str | int | bool | None] = {
        "up_to": checkpoint.number,
        "hash": checkpoint.hash,
    }
    return replace(EVENT, verb=REMOVED, detail=detail)
