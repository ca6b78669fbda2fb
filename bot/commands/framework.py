"""`sightline framework check` and `sightline framework show`."""

from pathlib import Path

import click

from bot.commands.running import Refused
from programme.errors import SightlineError
from programme.framework import Framework
from programme.frameworks.load import load_shipped, parse, read_file, shipped
from programme.in_words.framework import framework_in_words


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
