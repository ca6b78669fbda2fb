"""What somebody may pass on to another team, and to which."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from programme.council import Council
from programme.passing_on import why_stays
from programme.people import Person, Team, Verb, require
from programme.ports import UnitOfWork
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_work_to_do import show_actions_to_do


@dataclass(frozen=True, slots=True)
class ToPassOn:
    """The open actions, the most urgent first, and the council's teams, the reader's service area
    first. `stays` says of an action, by its id, why the reader can't pass it on any more."""

    lines: tuple[ActionLine, ...]
    teams: tuple[Team, ...]
    stays: dict[str, str]


async def show_to_pass_on(
    council: Council, w: UnitOfWork, reader: Person, action_ids: Collection[str], today: date
) -> ToPassOn:
    """Of those actions the ones that the reader may act on; without any, all that they may.

    Raises AskSomeoneAllowed for those who may pass none on.
    """
    require(reader, Verb.PASS_ACTION_ON)
    lines = await show_actions_to_do(council, w, reader, today, action_ids)
    offered = tuple(line for line in lines if line.may_act)
    told = ((line.action.id, _why_stays(council, line, reader)) for line in offered)
    teams = sorted(
        await w.teams.all(),
        key=lambda team: (team.service_area != reader.service_area, team.service_area, team.name),
    )
    return ToPassOn(offered, tuple(teams), {of: why for of, why in told if why})


def _why_stays(council: Council, line: ActionLine, reader: Person) -> str | None:
    rule = council.under(line.action).framework.actions
    return why_stays(line.action, line.set_by, reader, rule)
