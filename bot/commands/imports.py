"""`sightline import staff` and `sightline import cases`."""

from pathlib import Path

import click

from bot.clock import system_clock
from bot.commands.progress import bar
from bot.commands.running import SOURCE, Refused, open_council, run, tenant_option
from programme.import_report import ImportReport, report_lines
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.import_staff import ImportStaff, import_staff

file_argument = click.argument("file", type=click.Path(path_type=Path))


@click.group(name="import")
def imports() -> None:
    """Takes in a council's lists: whole or not at all, as often as you like."""


@imports.command()
@file_argument
@tenant_option
@click.option(
    "--hand-over",
    "hand_overs",
    multiple=True,
    metavar="OLD=NEW",
    help="A team that closes, and the one that takes over its open actions; may be repeated.",
)
def staff(file: Path, tenant: str, hand_overs: tuple[str, ...]) -> None:
    """Takes in the staff list, a CSV or xlsx file."""
    run(_staff(file, tenant, _teams_by_name(hand_overs)))


@imports.command()
@file_argument
@tenant_option
def cases(file: Path, tenant: str) -> None:
    """Takes in the case list: an Annex A workbook, or a CSV file.

    Only references, teams, workers and dates are kept; what identifies a child is dropped.
    """
    run(_cases(file, tenant))


def _teams_by_name(hand_overs: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for each in hand_overs:
        old, equals, new = (part.strip() for part in each.partition("="))
        if not (old and equals and new):
            raise Refused(f'“{each}” is not a hand-over; write it as "Old team=New team".')
        found[old] = new
    return found


async def _staff(file: Path, tenant: str, hand_over: dict[str, str]) -> None:
    # Imported here, for openpyxl takes a third of a second that no other command needs.
    from bot.imports.staff_file import read_staff_file

    async with open_council(tenant) as opened:
        with bar("Reading the staff list") as progress:
            found = read_staff_file(file, ids_from=opened.council.ids_from, progress=progress)
        command = ImportStaff(opened.council, found, SOURCE, hand_over)
        _tell(await import_staff(command, work=opened.storage.work, now=system_clock()))


async def _cases(file: Path, tenant: str) -> None:
    from bot.imports.case_file import read_case_file  # as above

    async with open_council(tenant) as opened:
        async with opened.storage.work(opened.council.tenant_id) as w:
            teams = [team.name for team in await w.teams.all()]
        if not teams:
            raise Refused("Take in the staff list first: cases belong to its teams.")
        with bar("Reading the case list") as progress:
            found = read_case_file(file, teams=teams, progress=progress)
        command = ImportCases(opened.council, found, SOURCE)
        _tell(await import_cases(command, work=opened.storage.work, now=system_clock()))


def _tell(report: ImportReport) -> None:
    lines = "\n".join(report_lines(report))
    if report.refused:
        raise Refused(lines)
    click.echo(lines)
