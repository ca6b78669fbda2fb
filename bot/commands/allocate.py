"""`sightline allocate`: draws a month."""

import secrets

import click

from bot.clock import system_clock
from bot.commands.running import SOURCE, Opened, open_council, run, tenant_option
from bot.solver import ScipySolver
from programme.calendar import Month
from programme.use_cases.draw_allocation import (
    DrawAllocation,
    Drawn,
    draw_allocation,
    preview_allocation,
)


@click.command()
@tenant_option
@click.option("--month", required=True, metavar="YYYY-MM", help="The month to draw.")
@click.option("--seed", type=click.IntRange(0), help="Draws the same again from the same lists.")
@click.option("--dry-run", is_flag=True, help="Shows what would be drawn; nothing is kept.")
@click.option("--why", is_flag=True, help="Says the reasons of every pairing.")
def allocate(tenant: str, month: str, seed: int | None, dry_run: bool, why: bool) -> None:
    """Draws a month's cases and pairs them with their auditors."""
    run(_allocate(tenant, month, seed, dry_run=dry_run, why=why))


async def _allocate(tenant: str, month: str, seed: int | None, *, dry_run: bool, why: bool) -> None:
    chosen = secrets.randbelow(1_000_000) if seed is None else seed
    async with open_council(tenant) as opened:
        drawn = await _draw(opened, Month.parse(month), chosen, dry_run=dry_run)
    for line in _lines(drawn, why=why):
        click.echo(line)
    click.echo(
        "Nothing was kept: this was a dry run." if dry_run else "Kept. The cards go on the day."
    )


async def _draw(opened: Opened, month: Month, seed: int, *, dry_run: bool) -> Drawn:
    command = DrawAllocation(opened.council, None, month, seed, SOURCE)
    act = preview_allocation if dry_run else draw_allocation
    return await act(command, work=opened.storage.work, solver=ScipySolver(), now=system_clock())


def _lines(drawn: Drawn, *, why: bool) -> list[str]:
    draw, names = drawn.draw, drawn.names
    lines = [f"{draw.month.title}: {len(draw.pairings)} cases to audit, seed {draw.seed}."]
    for pairing in draw.pairings:
        peer = names[pairing.peer_id] if pairing.peer_id else "no peer"
        lines.append(
            f"  {pairing.case_reference}  {pairing.team}: {names[pairing.lead_id]}, with {peer}"
        )
        if why:
            lines += [f"      {reason}" for reason in pairing.why]
    if draw.gaps:
        lines.append("What could not be met:")
        lines += [f"  {gap.sentence}" for gap in draw.gaps]
    return lines
