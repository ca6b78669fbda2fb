"""What is someone's own to do, and what is their team's: the most urgent first."""

from dataclasses import dataclass
from datetime import date

from programme.audit import Audit
from programme.calendar import Month
from programme.changed_copy import replace
from programme.council import Council
from programme.people import Person, Verb, require
from programme.ports import UnitOfWork
from programme.use_cases.acting_on_action import manages
from programme.use_cases.action_lines import ActionLine, lines_for
from programme.use_cases.rounds_in_force import rounds_in_force
from programme.use_cases.show_allocation import AllocatedAudit, allocated
from programme.use_cases.show_hand_over import open_requests


@dataclass(frozen=True, slots=True)
class WorkView:
    """A list of work. `teams` is empty for someone's own audits alone."""

    reader: Person
    today: date
    teams: tuple[str, ...]
    audits: tuple[AllocatedAudit, ...]
    actions: tuple[ActionLine, ...]


async def show_my_work(council: Council, w: UnitOfWork, reader: Person, today: date) -> WorkView:
    """The audits that the person still has a part in, and the open actions of their own team."""
    require(reader, Verb.SEE_OWN_WORK)
    people = {person.id: person for person in await w.people.all()}
    audits = sorted(await w.audits.unfinished_of(reader.id), key=lambda a: (a.due, a.id))
    asked = await open_requests(council, w)
    mine = [
        replace(line, asked=asked.get((line.audit.id, line.part)) if line.part else None)
        for line in (allocated(council, audit, people, reader.id) for audit in audits)
        if line.views_awaited or (line.part == "lead" and not line.audit.is_submitted)
    ]
    teams = (reader.team,) if reader.team and reader.may(Verb.COMPLETE_ACTION) else ()
    actions = await w.actions.open_of_teams(teams)
    return WorkView(
        reader,
        today,
        teams,
        tuple(mine),
        await lines_for(council, w, actions, reader, today),
    )


async def _current(council: Council, w: UnitOfWork, this: Month) -> list[Audit]:
    """The audits of every round's period that it is now, and those of the month outside rounds."""
    now = {(of.round_id, of.month) for of in await rounds_in_force(council, w, this)}
    return [
        audit
        for month in sorted({this, *(month for _, month in now)})
        for audit in await w.audits.of_month(month)
        if audit.month == this or (audit.round_id, audit.month) in now
    ]


async def show_team_work(council: Council, w: UnitOfWork, reader: Person, today: date) -> WorkView:
    """The current periods' audits and the open actions of the teams that the person answers for.

    Raises AskSomeoneAllowed for those who manage nobody.
    """
    require(reader, Verb.SEE_TEAM_WORK)
    listed = await w.teams.all()
    own = manages(reader, listed)
    teams = tuple(team.name for team in listed if team.name in own)
    people = {person.id: person for person in await w.people.all()}
    audits = await _current(council, w, Month.of(today))
    return WorkView(
        reader,
        today,
        teams,
        tuple(
            allocated(council, audit, people, reader.id) for audit in audits if audit.team in teams
        ),
        await lines_for(council, w, await w.actions.open_of_teams(teams), reader, today),
    )
