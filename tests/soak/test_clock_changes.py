"""The machine's clock is set back, and the council's clocks change: each message comes once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.clock import system_clock
from programme.calendar import LONDON, Month
from programme.message import Message, MessageKind
from programme.rules.round import FallsOn
from programme.use_cases.tick import tick
from storage.engine import Engine
from tests.little_council import FRAMEWORK, LittleCouncil, little_council
from tests.soak.connector import remembering
from tests.soak.figures import tell
from tests.soak.queueing import queue, standing
from tests.soak.worker_process import Deployment, delivering

TENANT = "11111111-1111-4111-8111-111111111111"
HALF_A_MINUTE = timedelta(seconds=30)
HOUR = timedelta(hours=1)
LAST_DAY = 28
SPRING, AUTUMN, NEXT_SPRING = date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28)
SUNDAYS = {"2026-03-29": SPRING, "2026-10-25": AUTUMN, "2027-03-28": NEXT_SPRING}
EXPECTED = {
    (AUTUMN, "00:30"): "2026-10-24 23:30",
    (AUTUMN, "02:00"): "2026-10-25 02:00",
    (AUTUMN, "09:00"): "2026-10-25 09:00",
    (NEXT_SPRING, "00:30"): "2027-03-28 00:30",
    (NEXT_SPRING, "02:00"): "2027-03-28 01:00",
    (NEXT_SPRING, "09:00"): "2027-03-28 08:00",
    # A round's day is one that every month has; that of March 2026 falls on the Monday after.
    (SPRING, "00:30"): "2026-03-29 23:30",
    (SPRING, "02:00"): "2026-03-30 01:00",
    (SPRING, "09:00"): "2026-03-30 08:00",
}
"""When (UTC) a round comes that is announced on that Sunday at that hour of the council's. The
rules allow none from 01:00 to 02:00, which there is twice or not at all."""


@pytest.mark.parametrize("set_back_after", [1, 150])
async def test_a_worker_whose_clock_is_set_back_an_hour_goes_on_and_sends_nothing_twice(
    database: Engine, set_back_after: int
) -> None:
    ahead, stop = timedelta(0), asyncio.Event()
    deployment = Deployment("", lease=2.0)
    async with remembering(seconds=0.02) as teams:
        await queue(database, teams.url, tenants=[TENANT], messages=300)

        def look() -> None:
            nonlocal ahead
            if teams.count == set_back_after:
                ahead = -HOUR + HALF_A_MINUTE

        teams.on_post = look
        async with delivering(database, deployment, "", lambda: system_clock() + ahead) as worker:
            running = asyncio.create_task(worker.run(stop))
            async with asyncio.timeout(60):
                while len(teams.posts) < 300:  # noqa: ASYNC110 - the worker tells nobody
                    await asyncio.sleep(0.02)
            stop.set()
            await running
    assert teams.twice == []
    assert (await standing(database)).all_sent


@pytest.mark.soak
@pytest.mark.parametrize("dialect", ["sqlite"])  # what is due at an hour is the same on either
@pytest.mark.parametrize("sunday", SUNDAYS)
@pytest.mark.parametrize("at", ["00:30", "02:00", "09:00"])
async def test_a_weekend_of_ticks_brings_each_message_once_at_its_hour(
    engine: Engine, sunday: str, at: str
) -> None:
    day = SUNDAYS[sunday]
    await _weekend(engine, day, at, _every_half_minute(day))


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("sunday", ["2027-03-28", "2026-10-25"])
async def test_ticks_through_the_hour_that_changes_bring_each_message_once(
    engine: Engine, sunday: str
) -> None:
    day = SUNDAYS[sunday]
    await _weekend(engine, day, "02:00", _about_the_change(day))


async def _weekend(engine: Engine, sunday: date, at: str, ticks: Iterator[datetime]) -> None:
    """A council whose round is announced on the Sunday; the rest comes at the hour of digests."""
    falls_on: FallsOn = "next_working_day" if sunday.day > LAST_DAY else "the_day"
    day = min(sunday.day, LAST_DAY)
    # A period of some months that begins in this one: so late in it, a single one leaves no time.
    months = next(each for each in (2, 3) if (sunday.month - 1) % each == 0)
    first = replace(
        FRAMEWORK.rounds[0],
        day=day,
        at=time.fromisoformat(at),
        falls_on=falls_on,
        every_months=months,
    )
    all_day = replace(FRAMEWORK.hours, opens=time(0), closes=time(23, 59))
    rules = replace(FRAMEWORK, hours=all_day, rounds=(first,), moderation=(), loop_check=None)
    little = little_council(engine, framework=rules)
    before = datetime.combine(sunday - timedelta(days=14), time(10), LONDON)
    await little.fill()
    await little.draw(Month(sunday.year, sunday.month), now=before)
    monday = sunday + timedelta(days=1)
    came = [each async for each in _queued(little, ticks)]
    announced = [(now, each) for now, each in came if each.kind is MessageKind.ALLOCATION]
    assert len(announced) == len({each.person_id for _, each in announced}) > 0
    expected = datetime.fromisoformat(EXPECTED[sunday, at]).replace(tzinfo=UTC)
    assert {now for now, _ in announced} == {expected}
    tell(
        f"{sunday} at {at}: {len(came)} messages, each once; {len(announced)} cards of the "
        f"round at {expected.astimezone(LONDON):%H:%M %Z}"
    )
    assert len({(each.person_id, each.kind, each.subject) for _, each in came}) == len(came)
    others = [now.astimezone(LONDON) for now, _ in came if now != expected]
    digest = rules.hours.digest
    assert {now.time() for now in others if now.date() == monday} <= {digest}


async def _queued(
    little: LittleCouncil, ticks: Iterator[datetime]
) -> AsyncIterator[tuple[datetime, Message]]:
    """What each tick queued."""
    there: set[str] = {each.key for each in await little.messages()}
    for now in ticks:
        if not (await tick(little.council, work=little.work, now=now)).queued:
            continue
        for message in await little.messages():
            if message.key not in there:
                there.add(message.key)
                yield now, message


def _every_half_minute(sunday: date) -> Iterator[datetime]:
    """From the Saturday evening to the Monday morning."""
    now = datetime.combine(sunday - timedelta(days=1), time(22), UTC)
    while now < datetime.combine(sunday + timedelta(days=1), time(10), UTC):
        yield now
        now += HALF_A_MINUTE


def _about_the_change(sunday: date) -> Iterator[datetime]:
    """The same by half hours, but for each half minute of the hour about the change."""
    start = datetime.combine(sunday - timedelta(days=1), time(22), UTC)
    change = datetime.combine(sunday, time(1), UTC)
    seldom = {start + number * HOUR / 2 for number in range(72)}
    often = {change + number * HALF_A_MINUTE for number in range(-65, 65)}
    yield from sorted(seldom | often)
