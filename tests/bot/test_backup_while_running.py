"""A backup taken while the service pushes and is pressed is of one moment, and the service runs on
it in the other database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.clock import clock_starting_at
from bot.delivery import pace
from bot.demo import Demo, run_demo
from bot.demo_council import DEMO_COUNCILS
from bot.local_teams import OFF
from bot.settings import Settings
from tests.bot.chats import START, buttons, free_port
from tests.postgres import PostgresForTests
from tests.storage.backup.databases import a_file, restore, rows_of, take

COUNCIL = DEMO_COUNCILS[1]
"""The smallest that acknowledges its audits."""
AUDITS = "Your audits for December 2026"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)])
def dialect(request: pytest.FixtureRequest) -> str:
    """Which database is backed up; the other is restored into."""
    return str(request.param)


@asynccontextmanager
async def _serving(url: str, folder: Path, port: int) -> AsyncIterator[Demo]:
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own argument
        host="127.0.0.1",
        port=port,
        database_url=url,
    )
    clock = clock_starting_at(START)
    async with run_demo(
        settings, folder, clock, limits=OFF, pace=pace.OFF, demo_councils=[COUNCIL]
    ) as demo:
        await demo.teams.install_everyone()
        await demo.service.jobs.tick_all()
        yield demo


async def _acknowledge_all(demo: Demo) -> None:
    """Presses Acknowledge on every card that asks for it."""
    for resident in demo.teams.directory.residents:
        for message in demo.teams.messages(resident.object_id, limit=50):
            if message.activity.get("summary") != AUDITS:
                continue
            card = message.activity["attachments"][0]["content"]
            acknowledge = [a for a, _ in buttons(card) if a["title"] == "Acknowledge"]
            if acknowledge:
                await demo.teams.press(resident.object_id, message.id, acknowledge[0])


async def test_it_is_of_one_moment_and_the_service_goes_on_from_it_elsewhere(
    dialect: str, tmp_path: Path, postgres: PostgresForTests
) -> None:
    there, other = await postgres.a_database_without_tables(), a_file(tmp_path / "database")
    url, into = (there, other) if dialect == "postgresql" else (other, there)
    file, port = tmp_path / "council.backup", free_port()
    async with _serving(url, tmp_path / "chats", port) as demo:
        # On a thread with a loop of its own, as though it were another process.
        taking = asyncio.create_task(asyncio.to_thread(asyncio.run, take(url, file)))
        await _acknowledge_all(demo)
        await taking
        await demo.service.worker.drain(COUNCIL.tenant_id)
        _is_of_one_moment(file)
        await _acknowledge_all(demo)
        await take(url, tmp_path / "later.backup")
    _is_of_one_moment(tmp_path / "later.backup")
    await restore(file, into)
    async with _serving(into, tmp_path / "chats", port) as demo:
        # What they pressed after the backup is to be pressed again, on the cards that they have.
        await _acknowledge_all(demo)
        who = demo.teams.directory.residents[0]
        answer = await demo.teams.say(who.object_id, "my work")
        await demo.service.worker.drain(COUNCIL.tenant_id)
        assert not answer.failed
        assert demo.teams.messages(who.object_id, limit=5)[-1].from_bot
        await take(into, tmp_path / "last.backup")
    _is_of_one_moment(tmp_path / "last.backup")


def _is_of_one_moment(file: Path) -> None:
    """What one transaction wrote into several tables is in all of them or in none."""
    rows = rows_of(file)
    cards = {row["id"] for row in rows["live_cards"]}
    assert {row["card_id"] for row in rows["card_shows"]} <= cards
    verbs = [row["verb"] for row in rows["events"]]
    assert verbs.count("acknowledge_allocation") == len(rows["acknowledgements"])
    keys = ("person_id", "kind", "subject")
    shown = {tuple(row[key] for key in keys) for row in rows["live_cards"]}
    sent = {tuple(row[key] for key in keys) for row in rows["outbox"] if row["state"] == "sent"}
    assert sent <= shown
