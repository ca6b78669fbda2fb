"""Units of work: rolled back unless committed, and blind to other councils."""

import asyncio
from dataclasses import replace

import pytest

from programme.message import MessageKind
from programme.people import Team
from programme.ports import UnitOfWork, Work
from storage.engine import Engine
from storage.work import StoredWork
from tests.storage.examples import (
    ACKNOWLEDGEMENT,
    ACTION,
    ALLOCATION,
    AUDIT,
    CASE,
    CONVERSATION,
    COUNCIL,
    DECEMBER,
    DUE,
    EVENT,
    MESSAGE,
    NOW,
    OTHER_COUNCIL,
    PERSON,
)


async def _fill(unit: UnitOfWork) -> None:
    await unit.people.save([PERSON])
    await unit.teams.replace([Team("Malvern", "North")])
    await unit.cases.save([CASE])
    await unit.allocations.add(ALLOCATION)
    await unit.allocations.acknowledge(ACKNOWLEDGEMENT)
    await unit.audits.add([AUDIT])
    await unit.actions.add([ACTION])
    await unit.actions.mark_reminded({ACTION.id: "first"}, DUE)
    await unit.outbox.add([MESSAGE])
    await unit.conversations.save(CONVERSATION)
    await unit.events.record(EVENT)


async def _everything(unit: UnitOfWork) -> list[object]:
    return [
        await unit.people.all(),
        await unit.people.get(PERSON.id),
        await unit.people.by_email(PERSON.email),
        await unit.teams.all(),
        await unit.cases.all(),
        await unit.cases.get(CASE.reference),
        await unit.allocations.get("files", DECEMBER),
        await unit.allocations.acknowledgements("files", DECEMBER),
        await unit.audits.get(AUDIT.id),
        await unit.audits.some([AUDIT.id]),
        await unit.audits.of_month(DECEMBER),
        await unit.audits.of_case(AUDIT.case_reference),
        await unit.audits.of_auditors(["p1", "p2"], "files", DECEMBER),
        await unit.audits.unfinished_of("p1"),
        await unit.audits.last_audited(),
        await unit.audits.pairs_since(DECEMBER),
        await unit.actions.get(ACTION.id),
        await unit.actions.of_audits([AUDIT.id]),
        await unit.actions.of_month(DECEMBER),
        await unit.actions.open_of_teams(["Malvern"]),
        await unit.actions.open_due_by(DUE),
        await unit.actions.reminded_on(DUE, ["Malvern"]),
        await unit.outbox.fates([MessageKind.ALLOCATION], MESSAGE.subject),
        await unit.conversations.of(["p1"]),
        await unit.events.about(EVENT.subject),
    ]


async def test_what_is_committed_is_there_for_the_same_council_only(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await _fill(unit)
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert all(await _everything(unit))
    async with work(OTHER_COUNCIL) as unit:
        assert not any(await _everything(unit))


async def test_two_councils_may_use_the_same_ids(work: Work) -> None:
    for council in (COUNCIL, OTHER_COUNCIL):
        async with work(council) as unit:
            await _fill(unit)
            assert await unit.ticks.claim("reminders", NOW)
            await unit.commit()

    async with work(OTHER_COUNCIL) as unit:
        await unit.teams.replace([])
        await unit.people.link(PERSON.id, "object-1")
        await unit.conversations.block(PERSON.id, "ConversationBlockedByUser")
        await unit.commit()
    async with work(COUNCIL) as unit:
        assert await unit.teams.all() == (Team("Malvern", "North"),)
        assert await unit.people.by_object_id("object-1") is None
        assert (await unit.conversations.of(["p1"]))["p1"].blocked is None


async def test_what_is_not_committed_is_not_kept(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await _fill(unit)

    async with work(COUNCIL) as unit:
        assert not any(await _everything(unit))


async def test_an_error_undoes_the_unit(work: Work) -> None:
    async def fail() -> None:
        async with work(COUNCIL) as unit:
            await _fill(unit)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()

    async with work(COUNCIL) as unit:
        assert not any(await _everything(unit))
        await _fill(unit)
        await unit.commit()


async def test_what_follows_a_commit_needs_one_of_its_own(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.people.save([PERSON])
        await unit.commit()
        await unit.cases.save([CASE])

    async with work(COUNCIL) as unit:
        assert await unit.people.all()
        assert not await unit.cases.all()


async def test_a_reader_neither_waits_for_a_writer_nor_sees_what_is_not_committed(
    work: Work,
) -> None:
    async with work(COUNCIL) as writer:
        await writer.cases.save([CASE])
        async with work(COUNCIL) as reader:
            assert await reader.cases.all() == ()
            await writer.commit()
            assert await reader.cases.all() == (CASE,)


async def test_a_writer_does_not_wait_for_a_reader(work: Work) -> None:
    async with work(COUNCIL) as reader:
        await reader.cases.all()
        async with work(COUNCIL) as writer:
            await writer.cases.save([CASE])
            await writer.commit()


async def test_writers_queue_and_none_fails(work: Work) -> None:
    async def write(number: int) -> None:
        async with work(COUNCIL) as unit:
            await unit.people.all()
            await unit.events.record(EVENT)
            await asyncio.sleep(0)
            assert await unit.ticks.claim(f"job {number}", NOW)
            await unit.commit()

    await asyncio.gather(*map(write, range(40)))

    async with work(COUNCIL) as unit:
        assert len(await unit.events.about(EVENT.subject)) == 40


async def test_a_writer_that_is_cancelled_while_it_waits_holds_up_nobody(
    work: Work, engine: Engine
) -> None:
    async with work(COUNCIL) as first:
        await first.teams.replace([Team("Malvern", "North")])
        await first.cases.save([CASE])

        async def wait_in_vain() -> None:
            async with work(COUNCIL) as second:
                await second.teams.replace([])
                await second.cases.save([CASE])
                await second.commit()

        waiting = asyncio.create_task(wait_in_vain())
        await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await first.commit()

    async with work(COUNCIL) as third:
        await third.cases.save([CASE])
        await third.commit()
    assert engine.in_use == 0


@pytest.mark.parametrize("times", [1, 2])
async def test_a_long_write_that_is_cancelled_is_over_before_its_connection_is_used_again(
    work: Work, engine: Engine, times: int
) -> None:
    many = [replace(CASE, reference=f"CF-{number}") for number in range(20_000)]

    async def write_many() -> None:
        async with work(COUNCIL) as unit:
            await unit.cases.save(many)

    writing = asyncio.create_task(write_many())
    while not engine.in_use:  # noqa: ASYNC110 - opening a connection sets no event
        await asyncio.sleep(0)
    await asyncio.sleep(0.02)
    for _ in range(times):
        writing.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await writing

    async with work(COUNCIL) as unit:
        await unit.cases.save([CASE])
        await unit.commit()
    async with work(COUNCIL) as unit:
        assert await unit.cases.all() == (CASE,)


async def test_what_is_committed_while_it_is_kept_is_seen_at_once_and_kept_in_the_end(
    engine: Engine,
) -> None:
    work = StoredWork(engine)
    keeping = work.keeping()
    async with keeping.work(COUNCIL) as unit:
        await unit.people.save([PERSON])
        await unit.events.record(EVENT)
        await unit.commit()

    async with work(COUNCIL) as other:
        assert await other.people.get(PERSON.id) == PERSON
    await keeping.kept()
    async with work(COUNCIL) as other:
        await other.events.record(EVENT)
        await other.commit()
    async with work(COUNCIL) as unit:
        assert await unit.events.about(EVENT.subject) == (EVENT, EVENT)
