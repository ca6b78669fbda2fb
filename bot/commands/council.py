"""`sightline council add`."""

import secrets
from pathlib import Path

import click

from bot.clock import system_clock
from bot.commands.running import read_settings, run
from bot.wiring import open_storage
from programme.frameworks.load import parse, read_file, read_shipped
from programme.use_cases.add_council import AddCouncil, add_council


@click.group()
def council() -> None:
    """Councils that this deployment serves."""


@council.command()
@click.option("--framework", required=True, metavar="ID", help="The framework's id.")
@click.option("--tenant", required=True, metavar="GUID", help="The Microsoft Entra tenant id.")
@click.option(
    "--rules",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The council's own version of the framework, a TOML file.",
)
def add(framework: str, tenant: str, rules: Path | None) -> None:
    """Adds a council by its tenant and its framework."""
    run(_add(framework, tenant, rules))


async def _add(framework_id: str, tenant: str, rules: Path | None) -> None:
    text = read_file(rules) if rules else read_shipped(framework_id)
    framework = parse(text, rules.name if rules else f"{framework_id}.toml")
    async with open_storage(read_settings().database_url) as storage:
        adding = AddCouncil(tenant, framework, text, id_key=secrets.token_hex(16))
        kept = await add_council(adding, councils=storage.councils, now=system_clock())
    click.echo(
        f"{framework.title}, version {kept.framework_version}, serves tenant {kept.tenant_id}. "
        "Next: sightline import staff FILE."
    )
