"""A round's cases are drawn and paired with their auditors (WC-01, WC-03)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from programme.allocation import draw_allocation as decide
from programme.assignment import Solver
from programme.audit import Audit, audit_id
from programme.calendar import Month
from programme.council import Council
from programme.draw import Draw, Pairing, TeamNumbers, preview_by_team
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.event import Event
from programme.monthly_allocation import MonthlyAllocation
from programme.people import Person, Verb, require
from programme.ports import LISTS, UnitOfWork, Work
from programme.round_period import RoundPeriod
from programme.shown import allocation_entity, theme_entity
from programme.timetable import due_day
from programme.use_cases.drawing_lists import drawing_lists

MONTHS_AHEAD = 12
"""A month that is further away is a slip, and would keep its cases out of every draw till then."""


@dataclass(frozen=True, slots=True)
class DrawAllocation:
    """Draws a round's period with `seed`. `person` is None for the command line.

    `previewed` is the fingerprint of the preview that is being confirmed, None to draw outright.
    """

    council: Council
    person: Person | None
    of: RoundPeriod
    seed: int
    source: str
    previewed: str | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw, its numbers a team, and a fingerprint that tells whether another is the same."""

    draw: Draw
    teams: tuple[TeamNumbers, ...]
    fingerprint: str
    names: Mapping[str, str]


async def preview_allocation(
    command: DrawAllocation, *, work: Work, solver: Solver, now: datetime
) -> Drawn:
    """What the draw would come to; nothing is kept.

    Raises AskSomeoneAllowed, or CorrectAndRepeat for a period that is over, far off or allocated
    already.
    """
    _allow(command, now)
    async with work(command.council.tenant_id) as w:
        return await _draw(command, w, solver)


async def draw_allocation(
    command: DrawAllocation, *, work: Work, solver: Solver, now: datetime
) -> Drawn:
    """The draw, kept as the period's allocation.

    Raises AskSomeoneAllowed, CorrectAndRepeat as the preview does, or ShowAsItIsNow when the lists
    have changed since the preview, so that it would come out otherwise.
    """
    _allow(command, now)
    council, of = command.council, command.of
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        drawn = await _draw(command, w, solver)
        if command.previewed not in (None, drawn.fingerprint):
            raise ShowAsItIsNow(
                "The lists have changed since this preview; please look at the new one."
            )
        kept = MonthlyAllocation(
            of.round_id,
            of.month,
            command.seed,
            of.framework_version,
            command.person.id if command.person else None,
            now,
            tuple(gap.sentence for gap in drawn.draw.gaps),
        )
        if not await w.allocations.add(kept):
            raise _allocated_already(of)
        await w.audits.add([_audit(council, drawn.draw, of, p) for p in drawn.draw.pairings])
        await w.events.record(
            Event(
                now,
                command.person.id if command.person else "command line",
                "draw_allocation",
                of.subject,
                command.source,
                {"seed": command.seed, "audits": len(drawn.draw.pairings)},
            )
        )
        await w.live_cards.touch([allocation_entity(of.subject), theme_entity(str(of.month))])
        await w.commit()
        return drawn


async def undrawn(w: UnitOfWork, periods: Sequence[RoundPeriod]) -> list[RoundPeriod]:
    """Those of the periods that have no allocation yet."""
    return [of for of in periods if await w.allocations.get(of.round_id, of.month) is None]


async def _draw(command: DrawAllocation, w: UnitOfWork, solver: Solver) -> Drawn:
    council, of = command.council, command.of
    if await w.allocations.get(of.round_id, of.month) is not None:
        raise _allocated_already(of)
    people = await w.people.all()
    lists = await drawing_lists(council, of, w, people)
    draw = decide(lists, seed=command.seed, solver=solver)
    return Drawn(
        draw,
        preview_by_team(draw, lists.teams, people),
        _fingerprint(draw.pairings),
        {person.id: person.name for person in people},
    )


def _allow(command: DrawAllocation, now: datetime) -> None:
    if command.person:
        require(command.person, Verb.DRAW_ALLOCATION)
    this_month = Month.of(command.council.today(now))
    of = command.of
    if of.month > this_month.plus(MONTHS_AHEAD):
        raise CorrectAndRepeat(
            f"{of.title} is more than {MONTHS_AHEAD} months away; please draw a nearer month."
        )
    if of.period.last_day < this_month.first:
        raise CorrectAndRepeat(f"{of.title} is over; please draw this month or a later one.")


def _allocated_already(of: RoundPeriod) -> CorrectAndRepeat:
    return CorrectAndRepeat(f"The {of.audits} are already allocated; nothing was changed.")


def _fingerprint(pairings: Sequence[Pairing]) -> str:
    told = "\n".join(f"{p.case_reference} {p.lead_id} {p.peer_id}" for p in pairings)
    return sha256(told.encode()).hexdigest()[:16]


def _audit(council: Council, draw: Draw, of: RoundPeriod, pairing: Pairing) -> Audit:
    return Audit(
        id=audit_id(council.ids_from, of.subject, pairing.case_reference),
        month=of.month,
        case_reference=pairing.case_reference,
        cohort=pairing.cohort,
        team=pairing.team,
        service_area=pairing.service_area,
        tool_id=pairing.tool_id,
        lead_id=pairing.lead_id,
        peer_id=pairing.peer_id,
        due=due_day(of.period, of.rule, council.calendar),
        why=pairing.why,
        round_id=of.round_id,
        theme=draw.theme,
        practice_of=pairing.practice_of,
        framework_version=of.framework_version,
    )
