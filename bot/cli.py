"""The command `sightline`. Exit code 0: done; 2: refused, with a sentence; 1: a fault of ours."""

import sys

import click

from bot.commands.allocate import allocate
from bot.commands.backup import backup, restore
from bot.commands.council import council
from bot.commands.demo import demo
from bot.commands.doctor import doctor
from bot.commands.framework import framework
from bot.commands.imports import imports
from bot.commands.package import package
from bot.commands.run import run
from bot.commands.simulate import simulate
from bot.commands.subjects import erase, subject_data
from bot.commands.tick import tick
from bot.commands.verify import verify
from bot.delivery.rendering import place_of
from bot.logs import set_up_logs


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sightline")
def sightline() -> None:
    """Quality assurance in children's social care, in Microsoft Teams."""
    set_up_logs()


for command in (
    allocate,
    backup,
    council,
    demo,
    doctor,
    erase,
    framework,
    imports,
    package,
    restore,
    run,
    simulate,
    subject_data,
    tick,
    verify,
):
    sightline.add_command(command)


def main() -> None:
    """Runs the command line."""
    try:
        sightline(prog_name="sightline")
    except Exception as error:  # noqa: BLE001 - the last word of the command line
        # An exception's words could name a person or a case, so only its kind and place are told.
        click.echo(
            f"Sightline failed ({place_of(error)}); nothing was half done. Please report this.",
            err=True,
        )
        sys.exit(1)
