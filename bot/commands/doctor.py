"""`sightline doctor`: is everything as it must be?"""

import os
import sys

import click
from dotenv import dotenv_values

from bot.clock import system_clock
from bot.commands.running import read_settings, run
from bot.doctor.examine import examine
from bot.doctor.line import Verdict
from bot.doctor.names import judge_names
from bot.settings import Settings
from bot.wiring import open_as_it_is, open_session


@click.command()
def doctor() -> None:
    """Says of everything that Sightline needs whether it is ok, or what to do.

    A line that begins with “look” is for somebody to know; one that begins with “mend” must be
    mended, and the exit code is 2 then. Nothing is changed, and nobody is named.
    """
    if run(_doctor(read_settings())):
        sys.exit(2)


async def _doctor(settings: Settings) -> int:
    """How many things must be mended."""
    to_mend = 0
    if line := judge_names([*os.environ, *dotenv_values(".env")]):
        click.echo(str(line))
    async with open_session() as session:
        async for line in examine(settings, session, system_clock, open_as_it_is):
            click.echo(str(line))
            to_mend += line.verdict is Verdict.MEND
    return to_mend
