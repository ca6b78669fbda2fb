"""An action that is not a team's own passes to another team, with a reason."""

from collections.abc import Collection
from datetime import date, datetime

from programme.action import NOTE_AT_MOST, Action, must_be_open, with_step
from programme.action_step import Step, StepKind, standing
from programme.calendar import day_of
from programme.changed_copy import replace
from programme.errors import CorrectAndRepeat
from programme.own_area import is_above_a_team
from programme.people import Person
from programme.personal_data import problem_with
from programme.rules.action import ActionRule

_OFTEN = {1: "once", 2: "twice"}
NO_TEAM_PASSES_ON = "Here no team passes an action on by itself"
NOT_PASSED = "The action was not passed on yet: please see below."


def passings(action: Action) -> tuple[Step, ...]:
    """How it came to its team, what was taken back left out."""
    return tuple(step for step in standing(action.steps) if step.kind is StepKind.PASSED_ON)


def teams_before(action: Action) -> frozenset[str]:
    """The teams that had it and passed it on."""
    return frozenset(step.from_team for step in passings(action))


def teams_of(action: Action) -> frozenset[str]:
    """The team that has it, and every one that had it, if only until that was taken back: their
    cards say what became of it."""
    had = (name for step in action.steps for name in (step.from_team, step.to_team) if name)
    return frozenset({action.team, *had})


def passed_by(action: Action, person_id: str, own: Collection[str]) -> bool:
    """Whether the person passed it on from one of the teams `own`, and it is with none of them."""
    return action.team not in own and any(
        step.by == person_id and step.from_team in own for step in passings(action)
    )


def taken_back(action: Action) -> Step | None:
    """The passing on that was taken back just now: nothing has happened since."""
    if len(action.steps) < 2 or action.steps[-1].kind is not StepKind.TAKEN_BACK:
        return None
    undone = action.steps[-2]
    return undone if undone.kind is StepKind.PASSED_ON else None


def came_back(action: Action) -> bool:
    """Whether it was passed to a team that had passed it on itself."""
    return action.team in teams_before(action)


def why_stays(action: Action, setter: str, by: Person, rule: ActionRule) -> str | None:
    """Why that person can't pass it on any more, and whom to ask; None while they can. `setter` is
    a name. After so many times whoever stands above the team that has it decides whose it is."""
    times = len(passings(action))
    if times < rule.passed_on_at_most or is_above_a_team(by):
        return None
    who = f"{setter}, who set it, or a QA officer" if setter else "a QA officer"
    often = _OFTEN.get(times, f"{times} times")
    already = f"This action has been passed on {often} already" if times else NO_TEAM_PASSES_ON
    return (
        f"{already}, so it stays with {action.team}, unless a manager above the team passes it on; "
        f"please ask {who} whose it is."
    )


def pass_on(
    action: Action,
    *,
    to_team: str,
    why: str,
    by: Person,
    teams: Collection[str],
    setter: str,
    rule: ActionRule,
    now: datetime,
) -> Action:
    """The action as the other team's, due when it was. `teams` are the council's.

    Raises CorrectAndRepeat for the team, the reason, or when it has passed on too often already;
    ShowAsItIsNow when it is completed.
    """
    must_be_open(action)
    stays = why_stays(action, setter, by, rule)
    if stays:
        raise CorrectAndRepeat(stays)
    today = day_of(now)
    problems = {
        "to": _problem_with_team(action, to_team, teams),
        "why": problem_with(why, most=NOTE_AT_MOST, today=today),
    }
    found = {field: problem for field, problem in problems.items() if problem}
    if found:
        raise CorrectAndRepeat(NOT_PASSED, found)
    step = Step(
        StepKind.PASSED_ON,
        action.version + 1,
        by.id,
        now,
        why.strip(),
        action.escalated_on,
        from_team=action.team,
        to_team=to_team,
    )
    return replace(with_step(action, step), team=to_team)


def told_afresh(action: Action, escalated_on: date | None = None) -> Action:
    """The action as nobody has been told of its delay: those who follow its new team haven't.
    Back with the team that it came from, they have where it was `escalated_on` a day before."""
    return replace(action, tracked=None, tracked_on=None, escalated_on=escalated_on)


def _problem_with_team(action: Action, to_team: str, teams: Collection[str]) -> str | None:
    if to_team == action.team:
        return f"It is with {to_team} already; please choose another team."
    return None if to_team in teams else "Please choose one of the council's teams."


def is_same_passing(action: Action, *, by: str, to_team: str, why: str) -> bool:
    """Whether the last that happened to it is this very passing on."""
    last = action.steps[-1] if action.steps else None
    return (
        last is not None
        and last.kind is StepKind.PASSED_ON
        and (last.by, last.to_team, last.words) == (by, to_team, why.strip())
        and last.version == action.version
    )
