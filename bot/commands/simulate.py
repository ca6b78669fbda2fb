"""`sightline simulate`: a framework's year before anyone gets a message."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from bot.commands.progress import bar
from bot.commands.running import run
from bot.interpreter import seldom_looking_for_cycles
from bot.simulation.lists import FEWEST
from programme.calendar import Month
from programme.errors import CorrectAndRepeat
from programme.frameworks.load import parse, read_file, read_shipped, shipped

if TYPE_CHECKING:
    from bot.simulation.year import Year


_YEARS = range(2000, 2100)
"""For which bank holidays, and cases that were open long before, can be made up."""


@click.command()
@click.option(
    "--framework",
    "named",
    required=True,
    metavar="ID|FILE",
    help=f"One of {', '.join(shipped())}, or a TOML file of your own.",
)
@click.option("--from", "first", required=True, metavar="DATE", help="A day of the first month.")
@click.option("--months", default=12, show_default=True, type=click.IntRange(1, 36))
@click.option(
    "--people", default=60, show_default=True, type=click.IntRange(FEWEST, 3000), help="Managers."
)
@click.option("--day-by-day", is_flag=True, help="Lists everything that would go out as well.")
def simulate(named: str, first: str, months: int, people: int, day_by_day: bool) -> None:
    """Runs a framework on a simulated clock with a fictional council, and reports who would get
    how many messages, what would go out on days off, and what would be missed or doubled.

    The real rules and use cases run, in a database that is thrown away; nobody gets anything.
    """
    # Imported here, for the service's parts take a second that no other command needs.
    from bot.simulation.report import day_by_day as lines_of_days
    from bot.simulation.report import report_lines

    year = run(_year(named, first, months, people))
    for line in report_lines(year):
        click.echo(line)
    if day_by_day:
        click.echo()
        for line in lines_of_days(year):
            click.echo(line)


async def _year(named: str, first: str, months: int, people: int) -> "Year":
    from bot.simulation.year import Span, simulate  # as above

    rules, name = _rules(named)
    framework = parse(rules, name)
    span = Span(_first_month(first), months, people)
    with (
        TemporaryDirectory() as folder,
        bar("Simulating", "days") as progress,
        seldom_looking_for_cycles(),
    ):
        return await simulate(framework, rules, span, Path(folder), progress)


def _first_month(first: str) -> Month:
    """The month that "2027-01-01" lies in, or that "2027-01" is."""
    try:
        day = date.fromisoformat(first if len(first) > len("2027-01") else f"{first}-01")
    except ValueError:
        raise CorrectAndRepeat(
            f"“{first}” is no day to begin with; write it as year, month and day, such as "
            "2027-01-01."
        ) from None
    if day.year not in _YEARS:
        raise CorrectAndRepeat(
            f"A simulated year begins from {_YEARS[0]} to {_YEARS[-1]}, not in {first[:4]}."
        )
    return Month.of(day)


def _rules(named: str) -> tuple[str, str]:
    """The TOML text, and the name that a sentence about it uses."""
    if not named.endswith(".toml"):
        return read_shipped(named), f"{named}.toml"
    path = Path(named)
    return read_file(path), path.name
