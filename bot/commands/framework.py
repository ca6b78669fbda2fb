"""`sightline framework`: check a file, show a framework in words, adopt a later version."""

from pathlib import Path

import click

from bot.clock import system_clock
from bot.commands.running import Refused, read_settings, run, tenant_option
from bot.wiring import open_storage
from programme.calendar import day_in_words
from programme.errors import SightlineError
from programme.framework import Framework
from programme.frameworks.load import load_shipped, parse, read_file, shipped
from programme.in_words.framework import framework_in_words
from programme.use_cases.adopt_framework import AdoptFramework, adopt_framework


@click.group()
def framework() -> None:
    """What a council's framework says, and whether a file of one is sound."""


@framework.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Says whether FILE can serve as a framework, or what to mend first."""
    found = _read(file)
    click.echo(
        f"{file.name} is sound: {found.title}, version {found.version}, holding from "
        f"{found.holds_from.day} {found.holds_from:%B %Y}."
    )


@framework.command()
@click.argument("which", metavar="ID|FILE")
def show(which: str) -> None:
    """Prints in plain English who is asked for what, when and by which rule.

    ID is that of a framework which comes with Sightline; FILE is a council's own.
    """
    is_id = which in shipped() or not (which.endswith(".toml") or Path(which).exists())
    found = _shipped(which) if is_id else _read(Path(which))
    click.echo(framework_in_words(found), nl=False)


@framework.command()
@click.argument("file", type=click.Path(path_type=Path))
@tenant_option
def adopt(file: Path, tenant: str) -> None:
    """Gives a council FILE as the next version of its framework, from the day that it names."""
    run(_adopt(file, tenant))


async def _adopt(file: Path, tenant: str) -> None:
    text = read_file(file)
    found = parse(text, file.name)
    async with open_storage(read_settings().database_url) as storage:
        await adopt_framework(
            AdoptFramework(tenant, found, text), councils=storage.councils, now=system_clock()
        )
    click.echo(
        f"{found.title} has version {found.version} from {day_in_words(found.holds_from)}; "
        "what is begun before that ends under the version of its day."
    )


def _read(file: Path) -> Framework:
    try:
        return parse(read_file(file), file.name)
    except SightlineError as refusal:
        raise Refused(str(refusal)) from refusal


def _shipped(framework_id: str) -> Framework:
    try:
        return load_shipped(framework_id)
    except SightlineError as refusal:
        raise Refused(str(refusal)) from refusal
