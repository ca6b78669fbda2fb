"""What people have about what they were told, found by person, kind and subject together."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from sqlalchemy import select

from programme.message import MessageKind
from programme.ports import Work
from storage.about import About, about_of, about_these
from storage.engine import Engine
from storage.outbox_table import outbox
from storage.transaction import Transaction
from tests.storage.examples import COUNCIL, MESSAGE, OTHER_COUNCIL, queue_up

SUBJECTS = ("2026-12", "it's", 'a "b"', "back\\slash", "line\nbreak", "$[0]", "null", "Åsa 日本")
MESSAGES = [
    replace(MESSAGE, key=f"{who} {kind} {subject}", person_id=who, kind=kind, subject=subject)
    for who in ("p1", "p2")
    for kind in (MessageKind.ALLOCATION, MessageKind.FINDINGS)
    for subject in SUBJECTS
]


@pytest.fixture
async def queued(work: Work) -> None:
    """Messages to two people, of two kinds, about each subject; and the same in another council."""
    await queue_up(work, *MESSAGES)
    await queue_up(work, *MESSAGES, council=OTHER_COUNCIL)


async def _found(engine: Engine, abouts: Collection[About]) -> list[str]:
    async with Transaction(engine, COUNCIL) as transaction:
        statement = about_these(select(outbox), outbox, transaction.dialect)
        return [row.key for row in await transaction.rows(statement, of_abouts=abouts)]


@pytest.mark.usefixtures("queued")
async def test_each_finds_its_own_whatever_stands_in_it(engine: Engine) -> None:
    for message in MESSAGES:
        assert await _found(engine, [about_of(message)]) == [message.key]
    every = await _found(engine, [about_of(message) for message in MESSAGES])
    assert sorted(every) == sorted(message.key for message in MESSAGES)


@pytest.mark.usefixtures("queued")
async def test_part_of_it_finds_nothing(engine: Engine) -> None:
    kind = MESSAGE.kind.value
    others = [("p3", kind, "2026-12"), ("p1", "thanks", "2026-12"), ("p1", kind, "2027-01")]
    assert await _found(engine, others) == []
    assert await _found(engine, []) == []


@pytest.mark.usefixtures("queued")
async def test_several_about_the_same_are_all_found_and_once(work: Work, engine: Engine) -> None:
    first, *_ = MESSAGES
    await queue_up(work, replace(first, key="again"))

    found = await _found(engine, [about_of(first), about_of(first), about_of(MESSAGES[-1])])

    assert sorted(found) == sorted(["again", first.key, MESSAGES[-1].key])
