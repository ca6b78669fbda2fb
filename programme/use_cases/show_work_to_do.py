"""What is still to do of someone's own work and their team's, and what of a case they may see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from programme.action import Action
from programme.audit import Audit
from programme.council import Council
from programme.people import Person, Role, Verb, require
from programme.ports import UnitOfWork
from programme.use_cases.acting_on_action import manages, teams_to_know
from programme.use_cases.action_lines import ActionLine, lines_for
from programme.use_cases.active_case import as_known
from programme.use_cases.show_allocation import AllocatedAudit, allocated
from programme.use_cases.show_work import show_my_work, show_team_work


@dataclass(frozen=True, slots=True)
class WorkToDo:
    """Audits and open actions as one reader sees them, each the most urgent first."""

    audits: tuple[AllocatedAudit, ...]
    actions: tuple[ActionLine, ...]


async def show_work_to_do(council: Council, w: UnitOfWork, reader: Person, today: date) -> WorkToDo:
    """The audits that are to do and the open actions, the reader's own and their team's."""
    mine = await show_my_work(council, w, reader, today)
    if not reader.may(Verb.SEE_TEAM_WORK):
        return WorkToDo(mine.audits, mine.actions)
    team = await show_team_work(council, w, reader, today)
    to_do = (line for line in team.audits if not line.audit.is_submitted)
    audits = {line.audit.id: line for line in (*mine.audits, *to_do)}
    actions = {line.action.id: line for line in (*mine.actions, *team.actions)}
    return WorkToDo(
        tuple(sorted(audits.values(), key=lambda line: (line.audit.due, line.audit.id))),
        tuple(actions.values()),
    )


async def show_actions_to_do(
    council: Council,
    w: UnitOfWork,
    reader: Person,
    today: date,
    among: Collection[str] = (),
) -> tuple[ActionLine, ...]:
    """The open actions that the reader may complete; of `among`, where it names some. Raises
    AskSomeoneAllowed for those who may complete none."""
    require(reader, Verb.COMPLETE_ACTION)
    if among:
        named = [await w.actions.get(action_id) for action_id in among]
        lines = await lines_for(council, w, [each for each in named if each], reader, today)
        return tuple(line for line in lines if line.may_act)
    teams = manages(reader, await teams_to_know(w, [reader]))
    return await lines_for(council, w, await w.actions.open_of_teams(teams), reader, today)


async def work_on_audit(
    council: Council, w: UnitOfWork, reader: Person, audit_id: str
) -> AllocatedAudit | None:
    """The audit, for those who may see where it stands; None for anyone else, and where there is
    none, so that nothing is learnt by asking."""
    audit = await w.audits.get(audit_id)
    teams = manages(reader, await teams_to_know(w, [reader]))
    seen = await _lines(council, w, reader, _seen([audit] if audit else [], reader, teams))
    return seen[0] if seen else None


async def work_on_action(
    council: Council, w: UnitOfWork, reader: Person, action_id: str, today: date
) -> ActionLine | None:
    """As `work_on_audit`, of an action."""
    action = await w.actions.get(action_id)
    seen = await _actions_seen(w, reader, [action] if action else [])
    lines = await lines_for(council, w, seen, reader, today)
    return lines[0] if lines else None


async def work_on_case(
    council: Council, w: UnitOfWork, reader: Person, reference: str, today: date
) -> WorkToDo | None:
    """What the reader may see of the case's audits and of its open actions; None without any.

    The case list writes references in capitals, and they are typed as it comes.
    """
    known = await as_known(w, reference)
    teams = manages(reader, await teams_to_know(w, [reader]))
    of_case = await w.audits.of_case(known)
    set_by_audits = await w.actions.of_audits({audit.id for audit in of_case})
    of_teams = await w.actions.open_of_teams(teams)
    actions = {
        action.id: action
        for action in (*set_by_audits, *of_teams)
        if action.is_open and action.case_reference == known
    }
    audits = await _lines(council, w, reader, _seen(of_case, reader, teams))
    seen = await _actions_seen(w, reader, actions.values())
    lines = await lines_for(council, w, seen, reader, today)
    return WorkToDo(audits, lines) if audits or lines else None


def _seen(audits: Iterable[Audit], reader: Person, teams: Iterable[str]) -> list[Audit]:
    """Those that count and are the reader's own, their team's, or anybody's for a QA officer."""
    managed = frozenset(teams)
    return [
        audit
        for audit in audits
        if not audit.is_withdrawn
        and (reader.has(Role.QA_OFFICER) or audit.part_of(reader.id) or audit.team in managed)
    ]


async def _actions_seen(
    w: UnitOfWork, reader: Person, actions: Iterable[Action]
) -> tuple[Action, ...]:
    """Those of the reader's teams, and those that they set or whose audit is theirs."""
    found = tuple(actions)
    teams = manages(reader, await teams_to_know(w, [reader]))
    audits = await w.audits.some({action.audit_id for action in found})
    own = {audit.id for audit in audits if audit.part_of(reader.id)}
    return tuple(
        action
        for action in found
        if reader.has(Role.QA_OFFICER)
        or action.team in teams
        or action.set_by == reader.id
        or action.audit_id in own
    )


async def _lines(
    council: Council, w: UnitOfWork, reader: Person, audits: Iterable[Audit]
) -> tuple[AllocatedAudit, ...]:
    found = sorted(audits, key=lambda audit: (audit.due, audit.id))
    people = {person.id: person for person in await w.people.all()} if found else {}
    return tuple(allocated(council, audit, people, reader.id) for audit in found)
