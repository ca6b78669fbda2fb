"""Units of presses that come in at about the same time."""

import asyncio
from contextlib import suppress
from dataclasses import replace

from programme.people import Person
from storage.work import StoredKeeping, StoredWork
from tests.storage.examples import COUNCIL, EVENT, PERSON


def named(person_id: str, name: str = "A") -> Person:
    """Somebody of that id, whom nobody else is taken for."""
    return replace(PERSON, id=person_id, email=f"{person_id}@x", object_id=person_id, name=name)


class _Refused(Exception):
    """What a unit raises of itself."""


async def write(keeping: StoredKeeping, person_id: str, rounds: int = 0, name: str = "A") -> None:
    """A unit that adds a person, and stays in its midst for some rounds of the event loop."""
    async with keeping.work(COUNCIL) as unit:
        await unit.people.save([named(person_id, name)])
        for _ in range(rounds):
            await asyncio.sleep(0)
        await unit.events.record(EVENT)
        await unit.commit()


async def refused(keeping: StoredKeeping, rounds: int = 0) -> None:
    """A unit that writes, and then fails."""
    with suppress(_Refused):
        async with keeping.work(COUNCIL) as unit:
            await unit.people.save([replace(PERSON, id="refused")])
            for _ in range(rounds):
                await asyncio.sleep(0)
            raise _Refused


async def people(work: StoredWork) -> set[str]:
    async with work(COUNCIL) as unit:
        return {person.id for person in await unit.people.all()}


async def joined(work: StoredWork, person_id: str) -> tuple[StoredKeeping, asyncio.Task[None]]:
    """A unit that has ended, and isn't committed yet."""
    keeping = work.keeping()
    writing = asyncio.create_task(write(keeping, person_id))
    await asyncio.sleep(0)
    return keeping, writing
