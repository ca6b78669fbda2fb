"""A day on which people press whatever is before them, while Teams fails now and then: each gets an
answer, no fault is logged, and in the end every card says what is so."""

import random
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from itertools import filterfalse
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select, update

from bot.delivery.pace import OFF as UNPACED
from bot.demo import Demo, run_demo
from bot.demo_council import DEMO_COUNCILS, DemoCouncil
from bot.local_teams import OFF, Resident
from bot.local_teams.faults import FaultKind
from bot.settings import Settings
from programme.calendar import LONDON
from programme.message import MessageKind
from programme.use_cases.verify_events import verify_events
from storage.engine import Engine
from storage.live_card_tables import live_cards
from tests.bot.chats import free_port
from tests.bot.serving import Clock
from tests.dialogs.live_concerns import LISTS, PICTURES_OF_A_DAY
from tests.soak.at_random import AtRandom, cards_of
from tests.soak.figures import tell

SEED = 20261229
FAULTS: Sequence[FaultKind] = (
    *("throttled", "bad_gateway", "unavailable"),
    *("drop_before", "empty", "resent_invoke"),
)
"""Of those that local Teams knows; with `drop_after` a message may come twice, as it must."""
SOME_PEOPLE = 12
"""Of each council: they have more to do with each other than all would have."""
TEAMS_WAS_DOWN = ("A turn failed: TryLater", "An answered card could not be made to last")
"""How that begins which is logged where somebody was to be answered just then."""
THANKS = 2
"""Elements above what a card says, of the last press: they may go when it is drawn anew."""
A_RETRY = timedelta(minutes=20)


@pytest.mark.soak
@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2026, 12, 29)])
async def test_5000_presses_at_random_leave_every_card_as_it_should_be(
    url: str, database: Engine, tmp_path: Path, day: date, caplog: pytest.LogCaptureFixture
) -> None:
    await _check(DEMO_COUNCILS, 5_000, url, database, tmp_path, day, fails=1 / 200, waits=1 / 50)
    assert [said for said in caplog.messages if not said.startswith(TEAMS_WAS_DOWN)] == []


async def test_presses_at_random_leave_every_card_as_it_should_be(
    url: str, database: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    day = date(2026, 12, 29)
    await _check(DEMO_COUNCILS[:1], 200, url, database, tmp_path, day, fails=0, waits=1)
    assert caplog.messages == []


async def _check(
    councils: Sequence[DemoCouncil],
    acts: int,
    url: str,
    database: Engine,
    folder: Path,
    day: date,
    *,
    fails: float,
    waits: float,
) -> None:
    """So many acts; before how many of them Teams begins to fail, and after how many everything is
    delivered first."""
    clock = Clock()
    clock.now = datetime(day.year, day.month, day.day, 9, 30, tzinfo=LONDON)
    chance = random.Random(SEED)
    async with _demo(councils, url, folder, clock) as demo:
        somebody = AtRandom(demo.teams, _some(demo, councils, chance), day, chance)
        for _ in range(acts):
            if chance.random() < fails:
                fault, times = chance.choice(FAULTS), chance.randrange(1, 5)
                demo.teams.faults.order(fault, times=times, seconds=0)
            was_fine = demo.teams.faults.current is None
            did = await somebody.act()
            assert did is None or not did[1].failed or not was_fine, did
            if chance.random() < waits:
                clock.advance(seconds=30)
                await _deliver(demo)
        demo.teams.faults.clear()
        await demo.service.jobs.tick_all()
        for _ in range(12):  # whatever has failed is tried again within that
            clock.now += A_RETRY
            await _deliver(demo)
        cards = await _every_card_is_true(demo, database)
        for council in demo.councils:
            found = await verify_events(council.tenant_id, work=demo.service.storage.work)
            assert found.fault is None
    told = f"{somebody.done.total()} acts of {len(somebody.done)} sorts, {cards} cards kept true"
    tell(f"{database.dialect}, {day}: {told}")


@asynccontextmanager
async def _demo(
    councils: Sequence[DemoCouncil], url: str, folder: Path, clock: Clock
) -> AsyncIterator[Demo]:
    settings = Settings(_env_file=None, port=free_port(), database_url=url)  # type: ignore[call-arg]  # pydantic's own
    async with run_demo(
        settings, folder, clock, limits=OFF, pace=UNPACED, demo_councils=councils
    ) as demo:
        await demo.teams.install_everyone()
        await demo.service.jobs.tick_all()
        await _deliver(demo)
        yield demo


def _some(demo: Demo, councils: Sequence[DemoCouncil], chance: random.Random) -> list[Resident]:
    there = [each for each in demo.teams.directory.residents if each.installed]
    return [
        person
        for council in councils
        for person in chance.sample(
            [each for each in there if each.tenant_id == council.tenant_id], SOME_PEOPLE
        )
    ]


async def _deliver(demo: Demo) -> None:
    for council in demo.councils:
        await demo.service.worker.drain(council.tenant_id)


async def _every_card_is_true(demo: Demo, database: Engine) -> int:
    """How many cards there are; each says and sends the same once it is drawn anew."""
    before = _in_chats(demo)
    async with database.writing() as connection:
        rows = (await connection.execute(select(live_cards), {})).all()
        assert [row.kind for row in rows if row.wanted > row.shown] == []
        await connection.execute(update(live_cards).values(wanted=live_cards.c.wanted + 1), {})
    await _deliver(demo)
    after = _in_chats(demo)
    for row in rows:
        if MessageKind(row.kind) not in LISTS | PICTURES_OF_A_DAY:
            was, now = before[row.activity_id], after[row.activity_id]
            differs = row.kind, [*filterfalse(was.__contains__, now)]
            assert now in [was[above:] for above in range(THANKS + 1)], differs
    return len(rows)


def _in_chats(demo: Demo) -> Mapping[str, list[bytes]]:
    """The elements and buttons of each card, with what they send, by its message's id."""
    return {
        message.id: [
            orjson.dumps(part)
            for card in cards_of(message)
            for part in (*card["body"], *card.get("actions", ()))
        ]
        for each in demo.teams.directory.residents
        for message in demo.teams.messages(each.object_id, limit=1_000)
    }
