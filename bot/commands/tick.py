"""`sightline tick`: does once what the scheduler does."""

from datetime import datetime

import click

from bot.clock import system_clock
from bot.commands.running import open_council, run, tenant_option
from programme.calendar import LONDON
from programme.use_cases.tick import tick as tick_once


@click.command()
@tenant_option
@click.option(
    "--now",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]),
    help="The council's wall-clock time to act at; without it, the present.",
)
def tick(tenant: str, now: datetime | None) -> None:
    """Queues what has fallen due; the running service delivers it. Twice is harmless."""
    run(_tick(tenant, now.replace(tzinfo=LONDON) if now else system_clock()))


async def _tick(tenant: str, now: datetime) -> None:
    async with open_council(tenant) as opened:
        done = await tick_once(opened.council, work=opened.storage.work, now=now)
    told = ", ".join(f"{name}: {count}" for name, count in done.counts.items())
    messages = "1 message" if done.queued == 1 else f"{done.queued} messages"
    click.echo(f"Queued {messages}{f' ({told})' if told else ''}.")
