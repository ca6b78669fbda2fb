"""The command `sightline`. Exit code 0: done; 2: refused, with a sentence; 1: a fault of ours;
130: stopped with Ctrl+C."""

import io
import sys
from traceback import walk_tb
from typing import IO, NoReturn

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
from bot.commands.stopped import STOPPED, STOPPED_EXITS_WITH
from bot.commands.subjects import erase, subject_data
from bot.commands.tick import tick
from bot.commands.verify import verify
from bot.delivery.rendering import place_of
from bot.logs import set_up_logs


class _Stopped(click.ClickException):
    exit_code = STOPPED_EXITS_WITH

    def show(self, file: IO[str] | None = None) -> None:
        click.echo(f"\n{self.message}", file=file, err=file is None)


class _Commands(click.Group):
    """Says of Ctrl+C more than that it was pressed."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise _Stopped(STOPPED) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # An old code page has no place for every name: better a question mark than no word.
            stream.reconfigure(errors="replace")
    try:
        sightline(prog_name="sightline")
    except OSError as error:
        if not _is_of_telling(error):
            _fail(error)
        click.echo(
            f"Standard output can't be written ({error.strerror}). What the command changes is "
            "kept; only what it had to say is missing.",
            err=True,
        )
        sys.exit(2)
    except Exception as error:  # noqa: BLE001 - the last word of the command line
        _fail(error)


def _is_of_telling(error: OSError) -> bool:
    *_, (last, _line) = walk_tb(error.__traceback__)
    return last.f_code is click.echo.__code__


def _fail(error: Exception) -> NoReturn:
    # An exception's words could name a person or a case, so only its kind and place are told.
    click.echo(
        f"Sightline failed ({place_of(error)}); nothing was half done. Please report this.",
        err=True,
    )
    sys.exit(1)
