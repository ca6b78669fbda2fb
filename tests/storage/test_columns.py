"""Instants."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import DateTime
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.exc import StatementError

from programme.ports import Work
from storage.columns import Instant
from tests.storage.examples import COUNCIL, EVENT


async def test_an_instant_comes_back_aware_in_utc_to_the_microsecond(work: Work) -> None:
    summer_time = timezone(timedelta(hours=1))
    at = datetime(2026, 10, 25, 1, 30, 0, 123_456, summer_time)
    async with work(COUNCIL) as unit:
        await unit.events.record(replace(EVENT, at=at))
        await unit.commit()
        (event,) = await unit.events.about(EVENT.subject)

    assert event.at == at
    assert event.at.tzinfo is UTC


async def test_an_instant_without_a_zone_is_refused(work: Work) -> None:
    async with work(COUNCIL) as unit:
        with pytest.raises((ValueError, StatementError), match="without a time zone"):
            await unit.events.record(replace(EVENT, at=datetime(2026, 12, 1)))  # noqa: DTZ001 # meant


@given(st.datetimes(timezones=st.timezones() | st.just(UTC)))
def test_sqlite_keeps_an_instant_as_sqlalchemy_writes_one(at: datetime) -> None:
    sqlite = dialect()
    write, read = Instant().bind_processor(sqlite), Instant().result_processor(sqlite, None)
    by_sqlalchemy = DateTime().dialect_impl(sqlite).bind_processor(sqlite)
    assert write
    assert read
    assert by_sqlalchemy
    try:
        in_utc = at.astimezone(UTC)
    except OverflowError:  # before the year 1, or after 9999
        return

    assert write(at) == by_sqlalchemy(in_utc)
    assert read(write(at)) == in_utc
