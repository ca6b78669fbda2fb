"""`sightline demo`: Sightline and local Teams on this machine."""

import asyncio
import os
import signal
from datetime import datetime, time, timedelta
from pathlib import Path

import click

from bot.bank_holidays import england
from bot.clock import Clock, clock_starting_at, system_clock
from bot.commands.running import Refused, read_settings, run
from bot.logs import set_up_logs
from bot.settings import Settings
from programme.calendar import LONDON, Calendar, day_in_words

START_OF_DAY = time(9, 0)
END_OF_DAY = time(17, 0)


@click.command()
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that it is in the demo, from nine in the morning; without it, today, or the "
    "latest working day when the council is closed.",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var"),
    show_default=True,
    help="Where the demo keeps its chats and the fictional councils' files.",
)
def demo(date: datetime | None, folder: Path) -> None:
    """Starts Sightline with five fictional councils, and a page to chat as anyone of them."""
    settings = read_settings()
    set_up_logs(settings.log_format)
    _require_place(folder)
    run(_demo(settings, _clock(date), folder))


def _require_place(folder: Path) -> None:
    place = folder.absolute()
    there = next(each for each in (place, *place.parents) if each.exists())
    if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        raise Refused("Nothing may be written into the demo's folder; name another with --folder.")


def _clock(day: datetime | None) -> Clock:
    if day is not None:
        return clock_starting_at(datetime.combine(day.date(), START_OF_DAY, LONDON))
    now = system_clock()
    calendar = Calendar(england(now.date()))
    today, wall = calendar.today(now), calendar.wall_time(now)
    if calendar.is_working_day(today) and START_OF_DAY <= wall < END_OF_DAY:
        return system_clock
    # The council is closed, and would be written to only when it opens: nothing would be to see.
    latest = today if wall >= START_OF_DAY else today - timedelta(days=1)
    return clock_starting_at(calendar.at(calendar.working_day_on_or_before(latest), START_OF_DAY))


async def _demo(settings: Settings, clock: Clock, folder: Path) -> None:
    # Imported here because no other command needs local Teams.
    from bot.demo import begin, run_demo

    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with run_demo(settings, folder, clock) as running:
        click.echo(_first_steps(running.url, clock()))
        await begin(running)
        await stop.wait()


def _first_steps(url: str, now: datetime) -> str:
    there = now.astimezone(LONDON)
    return (
        f"Sightline is up at {url}\n"
        f"  It is {there:%H:%M} on {day_in_words(there.date())} there.\n"
        "  Open it in a browser. Marlshire's people are on the left; above them is the choice of\n"
        "  four more councils, each with a framework of its own.\n"
        "  Choose a team manager: their audits of the month have come. Acknowledge them, record\n"
        "  one with an action, and submit it.\n"
        "  Then open the same chat's actions card and complete the action; the peer auditor and\n"
        "  Eleanor Marsh, the QA officer, see it at once. Type “help” to see what else there is.\n"
        "Ctrl+C stops it; nothing is lost."
    )
