"""Serves a fictional council for Microsoft's Agents Playground, to be tried by hand; no test needs
it. See docs/tried-in-the-agents-playground.md.

    python -m tests.playground FOLDER

The Playground signs nothing and has one user of its own, so whoever is on this machine speaks as
the first team manager of the council.
"""

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.authentication import FixedToken
from bot.clock import system_clock
from bot.demo import fill
from bot.demo_council import DEMO_COUNCILS, DemoCouncil
from bot.server import serving
from bot.settings import Settings
from bot.wiring import Outside, Service, open_service, open_session
from programme.council import CouncilRecord
from programme.frameworks.load import parse, read_shipped
from programme.people import Role
from tests.unauthenticated import NoAuthentication

TENANT = "00000000-0000-0000-0000-0000000000001"
USER = "00000000-0000-0000-0000-0000000000020"
"""What the Playground says of itself; a digit too long for a GUID."""
THE_FIRST = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


def main() -> None:
    """Serves until it is stopped."""
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(_serve(folder))


async def _serve(folder: Path) -> None:
    ahead = THE_FIRST - system_clock()
    settings = Settings(database_url=f"sqlite+aiosqlite:///{folder}/sightline.db")
    async with open_session() as session:
        outside = Outside(
            session=session,
            authentication=NoAuthentication(settings.host),
            tokens=FixedToken(),
            allowed=lambda url: url.startswith(("http://127.0.0.1:", "http://localhost:")),
        )
        async with open_service(settings, outside, lambda: system_clock() + ahead) as service:
            who = await _fill(service, DEMO_COUNCILS[0], folder)
            async with serving(service.app, settings):
                await service.jobs.tick_all()
                service.jobs.start()
                click.echo(f"You are {who} on http://{settings.host}:{settings.port}/api/messages")
                await asyncio.Event().wait()


async def _fill(service: Service, fictional: DemoCouncil, folder: Path) -> str:
    """The council, made once, with December drawn; the name of whoever the Playground's user is."""
    rules = read_shipped(fictional.framework)
    framework = parse(rules, fictional.framework)
    record = CouncilRecord(TENANT, framework.id, framework.version, rules, THE_FIRST)
    await service.storage.councils.add(record)
    council = await service.councils.get(TENANT)
    assert council is not None
    await fill(replace(fictional, tenant_id=TENANT), council, service, folder, THE_FIRST)
    async with service.storage.work(TENANT) as w:
        managers = [one for one in await w.people.all() if one.has(Role.TEAM_MANAGER)]
        who = min(managers, key=lambda one: one.name)
        await w.people.save([replace(who, object_id=USER)])
        await w.commit()
    return f"{who.name}, {who.title}"


if __name__ == "__main__":
    main()
