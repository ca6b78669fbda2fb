"""Delivery reads what it delivers, however much a council was told before; on SQLite, `test_plans`
says the same of each statement."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import text

from programme.message import Message
from storage.councils import StoredCouncils
from storage.delivery_queue import StoredDeliveryQueue
from storage.engine import Engine, create_engine
from storage.migrations import migrate
from storage.work import StoredWork
from tests.postgres import PostgresForTests
from tests.storage.examples import COUNCIL, MESSAGE, NOW, RECORD, queue_up, sent
from tests.storage.rows_read import rows_read_so_far

TABLES = ("outbox", "live_cards", "card_shows")
PEOPLE = 20
BATCH = 40
BATCHES = 5


async def test_four_times_as_long_a_history_is_no_more_to_read(postgres: PostgresForTests) -> None:
    few, many = [await _rows_read(postgres, history) for history in (1_000, 4_000)]
    assert many <= few + BATCH


async def test_a_look_at_what_is_all_delivered_reads_none_of_it(postgres: PostgresForTests) -> None:
    engine = create_engine(await postgres.a_database_without_tables())
    await migrate(engine)
    for council in (COUNCIL, *(f"council {number}" for number in range(4))):
        await StoredCouncils(engine).add(replace(RECORD, tenant_id=council))
        await _deliver(engine, _messages(0, 2_000), 2_000, council)
    async with engine.writing() as connection:
        # PostgreSQL doesn't know how few cards are behind, and takes a third of them to be.
        await connection.execute(text("ANALYZE"))
    before = await rows_read_so_far(engine, TABLES)
    queue = StoredDeliveryQueue(engine)
    assert await queue.councils_with_work("one", NOW) == ()
    assert await queue.claim_edits(COUNCIL, NOW, BATCH) == ()
    assert await rows_read_so_far(engine, TABLES) == before
    await engine.dispose()


async def _rows_read(postgres: PostgresForTests, history: int) -> int:
    """How many rows PostgreSQL looks at while BATCHES are sent, BATCH each, after a history."""
    engine = create_engine(await postgres.a_database_without_tables())
    await migrate(engine)
    await _deliver(engine, _messages(0, history), history)
    before = await rows_read_so_far(engine, TABLES)
    await _deliver(engine, _messages(history, BATCH * BATCHES), BATCH)
    read = await rows_read_so_far(engine, TABLES) - before
    await engine.dispose()
    assert read >= 2 * BATCH * BATCHES  # each message, as it is claimed and as it is settled
    return read


def _messages(first: int, count: int) -> Sequence[Message]:
    return [
        replace(MESSAGE, key=f"k{number}", person_id=f"p{number % PEOPLE}", subject=str(number))
        for number in range(first, first + count)
    ]


async def _deliver(
    engine: Engine, messages: Sequence[Message], at_once: int, council: str = COUNCIL
) -> None:
    queue = StoredDeliveryQueue(engine)
    await queue_up(StoredWork(engine), *messages, council=council)
    while claimed := await queue.claim(council, NOW, at_once):
        await queue.settle(council, [sent(message) for message in claimed])
