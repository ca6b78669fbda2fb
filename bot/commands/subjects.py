"""`sightline subject-data` and `sightline erase`: one case's or one person's data."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
import orjson

from bot.clock import system_clock
from bot.commands.running import Refused, open_council, run, tenant_option
from programme.errors import LookElsewhere
from programme.use_cases.subject_data import Subject, erase_subject, give_subject_data

C = TypeVar("C", bound=Callable[..., object])

_MEANT = (
    "This erases what is held on this {kind}, for good: a backup from before still has it. Go on?"
)


def _subject_options(command: C) -> C:
    case = click.option("--case", metavar="REFERENCE", help="A case, by its reference.")
    person = click.option("--person", metavar="EMAIL", help="One of the staff, by e-mail address.")
    return case(person(command))


@click.command(name="subject-data")
@tenant_option
@_subject_options
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE.json",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write it; a file that is there already stays as it is.",
)
def subject_data(tenant: str, case: str | None, person: str | None, output: Path) -> None:
    """Writes all that is held on one case or one person to a file, as JSON."""
    run(_give(tenant, case, person, output))


async def _give(tenant: str, case: str | None, person: str | None, output: Path) -> None:
    subject, now = Subject(case, person), system_clock()
    async with open_council(tenant) as opened:
        held = await give_subject_data(
            opened.council.tenant_id, subject, work=opened.storage.work, now=now
        )
    told = {"council": tenant, "given_at": now, subject.kind: case or person, "held": held}
    _write(output, orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    records = sum(map(len, held.values()))
    click.echo(f"Wrote {records:,} {'record' if records == 1 else 'records'} to {output.name}.")


def _write(path: Path, told: bytes) -> None:
    """Nobody else on the machine may read it."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(file, "wb") as writing:
                writing.write(told)
        except BaseException:
            path.unlink(missing_ok=True)  # half of it would pass for all
            raise
    except FileExistsError:
        raise Refused(f"{path.name} is there already; please name another file.") from None
    except OSError as error:
        raise Refused(f"{path.name} can't be written ({error.strerror}).") from None


@click.command()
@tenant_option
@_subject_options
@click.option("--yes", is_flag=True, help="Don't ask whether it is meant.")
def erase(tenant: str, case: str | None, person: str | None, *, yes: bool) -> None:
    """Erases one case or one person for good.

    Take a case off the case list first: the next import would bring it back.
    """
    run(_erase(tenant, case, person, yes=yes))


async def _erase(tenant: str, case: str | None, person: str | None, *, yes: bool) -> None:
    subject = Subject(case, person)
    async with open_council(tenant) as opened:
        if not yes:
            _require_meant(subject)
        try:
            erased = await erase_subject(
                opened.council.tenant_id, subject, work=opened.storage.work, now=system_clock()
            )
        except LookElsewhere:
            # It may have been erased while the file was in use, and be asked for again.
            await opened.storage.sweep()
            raise
        swept = await opened.storage.sweep()
    click.echo(
        f"Removed {_records(erased.removed)}, and took it out of {_records(erased.blanked)} more."
    )
    if not swept:
        click.echo(
            "The database file was in use, so that what is erased may stand in its unused parts: "
            "erase it again when the service has stopped, which then finds nothing but clears them."
        )


def _require_meant(subject: Subject) -> None:
    try:
        meant = click.confirm(_MEANT.format(kind=subject.kind), err=True)
    except click.Abort:  # there is nobody at a terminal, or they pressed Ctrl+C
        click.echo(err=True)
        raise Refused("Nothing was erased: nobody said yes, and there is no --yes.") from None
    if not meant:
        raise Refused("Nothing was erased.")


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count:,} records"
