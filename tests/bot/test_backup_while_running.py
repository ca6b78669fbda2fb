"""A backup taken while the service pushes and is pressed is of one moment, and the service runs on
it in the other database."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.clock import clock_starting_at
from bot.delivery import pace
from bot.demo import Demo, run_demo
from bot.demo_council import DEMO_COUNCILS
from bot.local_teams import OFF
from bot.settings import Settings
from tests.bot.chats import START, buttons, free_port
from tests.postgres import PostgresForTests
from tests.storage.backup.databases import a_file, rows_of

COUNCIL = DEMO_COUNCILS[4]
"""The smallest that acknowledges its audits."""
AUDITS = "Your audits for December 2026"


@asynccontextmanager
async def _serving(url: str, folder: Path) -> AsyncIterator[Demo]:
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own argument
        host="127.0.0.1",
        port=free_port(),
        database_url=url,
    )
    clock = clock_starting_at(START)
    async with run_demo(
        settings, folder, clock, limits=OFF, pace=pace.OFF, demo_councils=[COUNCIL]
    ) as demo:
        await demo.teams.install_everyone()
        await demo.service.jobs.tick_all()
        yield demo


async def _sightline(url: str, *words: str) -> str:
    """What a command says, run in a process of its own as the council's IT would."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", *words),
        env={**os.environ, "SIGHTLINE_DATABASE_URL": url},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, refused = await running.communicate()
    assert running.returncode == 0, refused.decode()
    return said.decode()


async def _acknowledge_all(demo: Demo) -> int:
    """Presses Acknowledge on every card that asks for it; how many did."""
    pressed = 0
    for resident in demo.teams.directory.residents:
        for message in demo.teams.messages(resident.object_id, limit=50):
            if message.activity.get("summary") != AUDITS:
                continue
            card = message.activity["attachments"][0]["content"]
            acknowledge = [a for a, _ in buttons(card) if a["title"] == "Acknowledge"]
            if acknowledge:
                await demo.teams.press(resident.object_id, message.id, acknowledge[0])
                pressed += 1
    return pressed


async def test_it_is_of_one_moment_and_the_service_goes_on_from_it_elsewhere(
    dialect: str, tmp_path: Path, postgres: PostgresForTests
) -> None:
    there, other = await postgres.a_database_without_tables(), a_file(tmp_path / "database")
    url, into = (there, other) if dialect == "postgresql" else (other, there)
    files = [tmp_path / f"{number}.backup" for number in range(2)]
    async with _serving(url, tmp_path / "chats") as demo:
        taking = asyncio.create_task(_take_one_after_the_other(url, files))
        while not taking.done():
            await _acknowledge_all(demo)
            await asyncio.sleep(0)
        await taking
        await demo.service.worker.drain(COUNCIL.tenant_id)
        await _acknowledge_all(demo)
    for file in files:
        _is_of_one_moment(file)
    assert "Restored" in await _sightline(into, "restore", str(files[-1]))
    async with _serving(into, tmp_path / "chats") as demo:
        who = demo.teams.directory.residents[0]
        answer = await demo.teams.say(who.object_id, "my work")
        await demo.service.worker.drain(COUNCIL.tenant_id)
        assert not answer.failed
        assert demo.teams.messages(who.object_id, limit=5)[-1].from_bot


async def _take_one_after_the_other(url: str, files: list[Path]) -> None:
    for file in files:
        await _sightline(url, "backup", str(file))


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
    assert sent
