"""Who audits what in a period of a round: cases drawn from the lists, each with its auditors, the
reason for every pairing, and a sentence for everything that could not be met."""

from collections.abc import Mapping, Sequence
from random import Random

from programme.assignment import Solver
from programme.by_role import by_role
from programme.case import Case
from programme.changed_copy import replace
from programme.draw import Draw, Pairing
from programme.draw_lists import DrawLists
from programme.errors import CorrectAndRepeat
from programme.gaps import round_gaps
from programme.lead_and_peer import lead_and_peer


def draw_allocation(lists: DrawLists, *, seed: int, solver: Solver) -> Draw:
    """Draws a period's audits. The order of the lists makes no difference; `seed` does.

    Raises CorrectAndRepeat when two cases have one reference.
    """
    _refuse_doubles(lists.cases)
    chance = Random(seed)  # noqa: S311 - to be drawn again at will, not a secret
    by_team = lists.of.rule.auditors == "case_responsible_team_managers"
    decided = (lead_and_peer if by_team else by_role)(lists, chance, solver)
    theme, away = lists.themed.title, _away_at_first(lists)
    pairings = tuple(
        _with_theme(_with_absences(pairing, away), theme, lists) for pairing in decided.pairings
    )
    gaps = (*decided.gaps, *round_gaps(lists))
    return Draw(seed, lists.of, pairings, gaps, decided.cohorts, theme)


def _away_at_first(lists: DrawLists) -> Mapping[str, str]:
    """Why those audit who are away when the auditors hear, by their ids."""
    presence = lists.presence
    told = ((person.id, presence.why_drawn(person)) for person in lists.people if person.absences)
    return {person_id: why for person_id, why in told if why}


def _with_absences(pairing: Pairing, away: Mapping[str, str]) -> Pairing:
    both = (pairing.lead_id, pairing.peer_id)
    found = tuple(away[one] for one in both if one is not None and one in away)
    return replace(pairing, why=(*pairing.why, *found)) if found else pairing


def _with_theme(pairing: Pairing, theme: str | None, lists: DrawLists) -> Pairing:
    if theme is None:
        return pairing
    focus = lists.focus()
    said = f"The theme of {lists.of.period.title} is {theme}"
    if focus.steers and focus.covers(pairing.cohort, pairing.service_area):
        said += ", whose cases are drawn first: this is one of them"
    elif focus.steers:
        said += ", and none of its cases was left that this auditor can be given"
    said += "."
    return replace(pairing, why=(*pairing.why, said))


def _refuse_doubles(cases: Sequence[Case]) -> None:
    if len({case.reference for case in cases}) < len(cases):
        raise CorrectAndRepeat(
            "Some cases stand in the case list twice; import the lists again, then draw."
        )
