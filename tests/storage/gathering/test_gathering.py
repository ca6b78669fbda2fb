"""Units that end at about the same time share one transaction, and each keeps its own promises."""

import asyncio
import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from programme.use_cases.verify_events import verify_events
from storage.engine import Engine, create_engine
from storage.sqlite_disk import QUIET_ROUNDS
from storage.work import StoredWork
from tests.storage.examples import COUNCIL, EVENT, PERSON
from tests.storage.gathering.units import joined, named, people, refused, write


async def test_those_who_write_at_once_are_committed_once(work: StoredWork, engine: Engine) -> None:
    commits = []
    event.listen(
        engine.pool,
        "connect",
        lambda connection, _: connection.set_trace_callback(
            lambda sql: commits.append(sql) if sql == "COMMIT" else None
        ),
    )
    keeping = [work.keeping() for _ in range(8)]
    await asyncio.gather(*(write(one, f"p{n}") for n, one in enumerate(keeping)))
    assert len(commits) == 1
    await asyncio.gather(*(one.kept() for one in keeping))
    assert await people(work) == {f"p{n}" for n in range(8)}
    found = await verify_events(COUNCIL, work=work)
    assert (found.fault, found.entries) == (None, 8)


async def test_one_that_fails_among_them_is_undone_alone(work: StoredWork) -> None:
    keeping = work.keeping()
    await asyncio.gather(write(keeping, "one"), refused(keeping), write(keeping, "two"))
    await keeping.kept()
    assert await people(work) == {"one", "two"}


def _open_files() -> list[str]:
    return [*map(os.path.realpath, Path("/proc/self/fd").iterdir())]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells which files are open")
async def test_what_one_may_undo_is_put_aside_in_no_file(work: StoredWork) -> None:
    async with work(COUNCIL) as unit:
        await unit.people.save([named(f"p{n}", "A" * 200) for n in range(400)])
        await unit.commit()

    keeping = work.keeping()
    async with keeping.work(COUNCIL) as unit:
        await unit.people.save([named(f"p{n}", "B" * 200) for n in range(400)])
        open_files = _open_files()
        await unit.commit()
    await keeping.kept()

    assert any("-wal" in name for name in open_files)
    assert not any("etilqs" in name for name in open_files)


async def test_one_that_fails_alone_lets_the_next_write(work: StoredWork) -> None:
    await refused(work.keeping())
    async with asyncio.timeout(10):
        async with work(COUNCIL) as unit:
            await unit.people.save([PERSON])
            await unit.commit()
    assert await people(work) == {PERSON.id}


async def test_until_it_is_committed_only_those_who_wait_for_it_see_it(work: StoredWork) -> None:
    _, writing = await joined(work, "one")
    async with work.early(COUNCIL) as unit:
        assert await unit.people.get("one") is not None
        async with work.early(COUNCIL) as other_unit:
            assert await other_unit.people.get("one") is None, "one at a time has its connection"
    assert await people(work) == set()
    assert not writing.done()

    async with work.keeping().work(COUNCIL) as unit:
        assert await unit.people.get("one") is not None
    assert await people(work) == {"one"}
    await writing


async def test_who_is_refused_for_what_another_wrote_goes_on_when_it_is_committed(
    work: StoredWork,
) -> None:
    _, writing = await joined(work, "one")
    await refused(work.keeping())
    assert await people(work) == {"one"}
    await writing


async def test_who_reads_early_cannot_write(work: StoredWork) -> None:
    with pytest.raises(RuntimeError, match="only reads"):
        async with work.early(COUNCIL) as unit:
            await unit.people.save([PERSON])


async def test_who_only_reads_does_not_hold_up_the_others(work: StoredWork, engine: Engine) -> None:
    _, writing = await joined(work, "one")
    reader = work.keeping()
    async with reader.work(COUNCIL) as unit:
        assert await unit.people.get("one") is not None
        await writing
        assert engine.in_use == 1
        await write(work.keeping(), "two")
        await unit.events.record(EVENT)
        await unit.people.save([PERSON])
        await unit.commit()
    assert await people(work) == {"one", "two", PERSON.id}


async def test_nothing_is_committed_while_one_is_in_the_midst_of_writing(work: StoredWork) -> None:
    _, first = await joined(work, "one")
    second = asyncio.create_task(write(work.keeping(), "two", rounds=3 * QUIET_ROUNDS))
    for _ in range(2 * QUIET_ROUNDS):
        await asyncio.sleep(0)
    assert not first.done()
    third = asyncio.create_task(write(work.keeping(), "three"))
    await asyncio.gather(first, second, third)
    assert await people(work) == {"one", "two", "three"}


async def test_one_who_gives_up_waiting_is_kept_with_the_others(work: StoredWork) -> None:
    _, first = await joined(work, "one")
    _, second = await joined(work, "two")
    first.cancel()
    await second
    assert await people(work) == {"one", "two"}


async def test_when_all_are_told_to_give_up_none_waits_for_another(work: StoredWork) -> None:
    await joined(work, "one")
    asyncio.create_task(write(work.keeping(), "two", rounds=10 * QUIET_ROUNDS))  # noqa: RUF006 - it is among all
    await asyncio.sleep(0)
    everyone = asyncio.all_tasks() - {asyncio.current_task()}
    for one in everyone:
        one.cancel()
    async with asyncio.timeout(10):
        await asyncio.gather(*everyone, return_exceptions=True)
    assert await people(work) == set()


Unit = tuple[str, int, int, int]
"""How a unit ends; and after how many rounds of the event loop it comes, how many it is in its
midst, and after how many whoever gives up does so."""
UNITS = st.lists(
    st.tuples(
        st.sampled_from(["written", "refused", "given up", "alone"]),
        st.integers(0, 2 * QUIET_ROUNDS),
        st.integers(0, 3),
        st.integers(0, QUIET_ROUNDS),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(units=UNITS)
def test_however_they_come_what_was_said_to_be_kept_is_there_and_nothing_by_halves(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, units: Sequence[Unit]
) -> None:
    path = tmp_path_factory.mktemp("units") / "some.db"
    shutil.copy(sqlite_template, path)
    asyncio.run(_try(path, units))


async def _try(path: Path, units: Sequence[Unit]) -> None:
    engine = create_engine(f"sqlite+aiosqlite:///{path}")
    work = StoredWork(engine)
    said: set[str] = set()

    async def run(number: int, unit: Unit) -> None:
        how, after, midst, patience = unit
        for _ in range(after):
            await asyncio.sleep(0)
        keeping = work.keeping()
        if how == "refused":
            await refused(keeping, midst)
            return
        if how == "alone":
            async with work(COUNCIL) as w:
                await w.people.save([replace(PERSON, id=f"p{number}", email="", object_id=None)])
            return
        writing = asyncio.create_task(write(keeping, f"p{number}", midst))
        if how == "given up":
            for _ in range(patience):
                await asyncio.sleep(0)
            writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing
            await keeping.kept()
            said.add(f"p{number}")

    async with asyncio.timeout(20):
        await asyncio.gather(*(run(number, unit) for number, unit in enumerate(units)))
    there = await people(work)
    assert said <= there
    given_up = {f"p{n}" for n, (how, *_) in enumerate(units) if how == "given up"}
    assert there - said <= given_up
    found = await verify_events(COUNCIL, work=work)
    assert (found.fault, found.entries) == (None, len(there))
    await engine.dispose()
