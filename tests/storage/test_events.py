"""The append-only record."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from programme.ports import Work
from storage.engine import Engine
from tests.storage.examples import COUNCIL, EVENT, NOW


async def test_events_come_in_the_order_in_which_they_were_recorded(work: Work) -> None:
    second = replace(EVENT, at=NOW - timedelta(days=1), detail={"reason": None})
    async with work(COUNCIL) as unit:
        for event in (EVENT, second, replace(EVENT, subject="action:ac2")):
            await unit.events.record(event)
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert await unit.events.about("action:ac1") == (EVENT, second)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET who = 'p2' WHERE tenant_id = 'marlshire'",
        "DELETE FROM events WHERE tenant_id = 'marlshire'",
    ],
)
async def test_the_database_refuses_to_change_an_event(
    work: Work, engine: Engine, change: str
) -> None:
    async with work(COUNCIL) as unit:
        await unit.events.record(EVENT)
        await unit.commit()

    with pytest.raises(DBAPIError, match="events are only ever added to"):
        async with engine.writing() as connection:
            await connection.execute(text(change))
    async with work(COUNCIL) as unit:
        assert await unit.events.about(EVENT.subject) == (EVENT,)
