"""`sightline allocate`: draws a month."""

import secrets
from collections.abc import Sequence
from datetime import datetime

import click

from bot.clock import system_clock
from bot.commands.running import SOURCE, Opened, Refused, open_council, run, tenant_option
from bot.solver import ScipySolver
from programme.calendar import Month
from programme.council import Council
from programme.errors import CorrectAndRepeat, SightlineError
from programme.round_period import (
    RoundPeriod,
    find_round,
    round_period,
    rounds_beginning,
)
from programme.timetable import announcement
from programme.use_cases.draw_allocation import (
    DrawAllocation,
    Drawn,
    draw_allocation,
    preview_allocation,
    undrawn,
)
from programme.use_cases.show_round import CARRY_THE_ALLOCATION


@click.command()
@tenant_option
@click.option("--month", required=True, metavar="YYYY-MM", help="The month to draw.")
@click.option("--round", "round_id", metavar="ID", help="One round; else all that begin then.")
@click.option("--seed", type=click.IntRange(0), help="Draws the same again from the same lists.")
@click.option("--dry-run", is_flag=True, help="Shows what would be drawn; nothing is kept.")
@click.option("--why", is_flag=True, help="Says the reasons of every pairing.")
def allocate(
    tenant: str, month: str, round_id: str | None, seed: int | None, dry_run: bool, why: bool
) -> None:
    """Draws a month's cases and pairs them with their auditors."""
    run(_allocate(tenant, month, round_id, seed, dry_run=dry_run, why=why))


async def _allocate(
    tenant: str, month: str, round_id: str | None, seed: int | None, *, dry_run: bool, why: bool
) -> None:
    chosen = secrets.randbelow(1_000_000) if seed is None else seed
    async with open_council(tenant) as opened:
        rounds, before = await _asked_for(opened, Month.parse(month), round_id)
        told = await _drawn_before(opened, before)
        for at, of in enumerate(rounds):
            try:
                drawn = await _draw(opened, of, chosen, dry_run=dry_run)
            except SightlineError as refusal:
                _tell(told)
                kept = () if dry_run else rounds[:at]
                raise Refused(_what_stands(refusal, kept, rounds[at:])) from refusal
            told += _lines(drawn, why=why)
        kept_now = what_is_kept(opened.council, rounds, system_clock())
    # Told at the end: whoever closes the output after some lines has all rounds drawn.
    told += ["Nothing was kept: this was a dry run."] if dry_run else kept_now
    _tell(told)


def what_is_kept(council: Council, rounds: Sequence[RoundPeriod], now: datetime) -> list[str]:
    """That the rounds are kept, and when their cards go where the day of one has come already."""
    late = [of for of in rounds if announcement(of.month, of.rule, council.calendar) <= now]
    if not late:
        return ["Kept. The cards go on the day."]
    at_once = "Its day has come, so its cards go as soon as the council is open."
    return [
        f"Kept: {of.named}. {at_once if of in late else 'Its cards go on the day.'}"
        for of in rounds
    ]


def _tell(lines: Sequence[str]) -> None:
    for line in lines:
        click.echo(line)


async def _drawn_before(opened: Opened, before: Sequence[RoundPeriod]) -> list[str]:
    told = []
    async with opened.storage.work(opened.council.tenant_id) as w:
        for of in before:
            gone = await w.outbox.fates(CARRY_THE_ALLOCATION, of.subject)
            cards = "; its cards have gone out" if gone else ""
            told.append(f"{of.named}: allocated before, and left as it is{cards}.")
    return told


def _what_stands(
    refusal: SightlineError, kept: Sequence[RoundPeriod], left: Sequence[RoundPeriod]
) -> str:
    """The refusal; where other rounds are kept, which, and which are still to be drawn."""
    if not kept:
        return str(refusal)
    return (
        f"{refusal} Kept: {_named(kept)}. Not kept: {_named(left)}; once that is mended, repeat "
        "the command, which draws what isn't drawn yet."
    )


def _named(rounds: Sequence[RoundPeriod]) -> str:
    return "; ".join(of.named for of in rounds)


async def _asked_for(
    opened: Opened, month: Month, round_id: str | None
) -> tuple[Sequence[RoundPeriod], Sequence[RoundPeriod]]:
    """The round that was named; else those that begin in the month and aren't drawn yet, and those
    that are. Where all are drawn they are the ones asked for, for the refusal to say so."""
    framework = opened.council.framework_on(month.first)
    if round_id is not None:
        return [round_period(framework, find_round(framework, round_id), month)], []
    beginning = rounds_beginning(framework, month)
    if not beginning:
        raise CorrectAndRepeat(
            f"No round begins in {month.title}; name one with --round to draw it late."
        )
    async with opened.storage.work(opened.council.tenant_id) as w:
        left = await undrawn(w, beginning)
    return (left, [of for of in beginning if of not in left]) if left else (beginning, [])


async def _draw(opened: Opened, of: RoundPeriod, seed: int, *, dry_run: bool) -> Drawn:
    command = DrawAllocation(opened.council, None, of, seed, SOURCE)
    act = preview_allocation if dry_run else draw_allocation
    return await act(command, work=opened.storage.work, solver=ScipySolver(), now=system_clock())


def _lines(drawn: Drawn, *, why: bool) -> list[str]:
    draw, names = drawn.draw, drawn.names
    lines = [f"{draw.of.named}: {len(draw.pairings)} cases to audit, seed {draw.seed}."]
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
