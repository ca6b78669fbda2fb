"""The case that somebody names, and the team that has it."""

from programme.case import Case
from programme.errors import CorrectAndRepeat
from programme.people import Team
from programme.ports import UnitOfWork


async def active_case(w: UnitOfWork, reference: str) -> tuple[Case, Team]:
    """The council's active case of that reference, as typed or in capitals.

    Raises CorrectAndRepeat, without the reference, which may be something else by mistake.
    """
    case = await case_named(w, reference)
    if case is None or not case.active:
        said = "No open case has this reference; please look it up in your case system."
        raise CorrectAndRepeat("Please check the case reference.", {"case": said})
    return case, await team_of(w, case)


async def as_known(w: UnitOfWork, reference: str) -> str:
    """The reference as the case list writes it; as typed, where the list has none such."""
    case = await case_named(w, reference)
    return case.reference if case else reference.strip()


async def case_named(w: UnitOfWork, reference: str) -> Case | None:
    """The case of that reference, active or not. References are in capitals, and phones don't type
    so."""
    typed = reference.strip()
    return await w.cases.get(typed) or await w.cases.get(typed.upper())


async def team_of(w: UnitOfWork, case: Case) -> Team:
    """The case's team; one that isn't in the staff list has no service area."""
    teams = {team.name: team for team in await w.teams.all()}
    return teams.get(case.team, Team(case.team, ""))
