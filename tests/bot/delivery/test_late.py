"""What couldn't be sent in its own time is held back until the council opens."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.councils import CouncilRegistry
from bot.delivery.late import LateMessages
from programme.frameworks.load import parse, read_shipped
from programme.message import Message, MessageKind
from programme.people import Absence, Person, Role
from programme.remind_later import key_of
from programme.use_cases.add_council import AddCouncil, add_council
from storage.councils import StoredCouncils
from storage.engine import create_engine
from storage.migrations import migrate
from storage.work import StoredWork

RULES = read_shipped("swindon")
TENANT = "22222222-2222-4222-8222-222222222222"
MONDAY_9, MONDAY_23 = (datetime(2026, 11, 30, hour, 0, tzinfo=UTC) for hour in (9, 23))
TUESDAY_OPENS = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
THURSDAY_OPENS = datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
ANN = Person("ann", "Ann", "ann@c.example", frozenset({Role.TEAM_MANAGER}), "Ash")
BEN = replace(ANN, id="ben", email="ben@c.example")


@pytest.fixture
async def late(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LateMessages]:
    """Of a council where Ben is away until Wednesday."""
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('late')}/late.db")
    await migrate(engine)
    councils, work = StoredCouncils(engine), StoredWork(engine)
    adding = AddCouncil(TENANT, parse(RULES, "swindon"), RULES, id_key="")
    await add_council(adding, councils=councils, now=MONDAY_9)
    async with work(TENANT) as w:
        away = Absence(date(2026, 12, 1), date(2026, 12, 2))
        await w.people.save([ANN, replace(BEN, absences=(away,))])
        await w.commit()
    yield LateMessages(CouncilRegistry(councils, lambda: MONDAY_9), work)
    await engine.dispose()


def _message(person_id: str, due: datetime) -> Message:
    return Message(f"a:{person_id}:{due}", person_id, MessageKind.ACTIONS, "a", due)


async def test_a_message_of_the_day_waits_for_its_reader_s_next_morning(
    late: LateMessages,
) -> None:
    to_ann, to_ben, asked = (
        _message("ann", MONDAY_9),
        _message("ben", MONDAY_9),
        _message("ann", MONDAY_23),
    )
    held = await late(TENANT, [to_ann, to_ben, asked], MONDAY_23)
    assert held == {to_ann.key: TUESDAY_OPENS, to_ben.key: THURSDAY_OPENS}


async def test_in_time_or_in_hours_nothing_is_held_back(late: LateMessages) -> None:
    message = _message("ann", MONDAY_9)
    for hour in (9, 10, 14):
        assert await late(TENANT, [message], MONDAY_9.replace(hour=hour)) == {}


async def test_what_was_asked_for_again_waits_for_whoever_is_away_by_then(
    late: LateMessages,
) -> None:
    """The leave was noted after the time was chosen; nobody else waits for theirs."""
    tuesday = TUESDAY_OPENS.replace(minute=45)
    kind = MessageKind.ACTIONS
    to_ann, to_ben = (
        Message(key_of(who, kind, "a", tuesday), who, kind, "a", tuesday) for who in ("ann", "ben")
    )
    other = _message("ben", tuesday)
    assert await late(TENANT, [to_ann, to_ben, other], tuesday) == {to_ben.key: THURSDAY_OPENS}
