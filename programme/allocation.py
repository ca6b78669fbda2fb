"""Who audits what in a period of a round: cases drawn from the lists, each with its auditors, the
reason for every pairing, and a sentence for everything that could not be met."""

from collections.abc import Sequence
from random import Random

from programme.assignment import Solver
from programme.case import Case
from programme.draw import Draw
from programme.draw_lists import DrawLists
from programme.errors import CorrectAndRepeat
from programme.lead_and_peer import lead_and_peer


def draw_allocation(lists: DrawLists, *, seed: int, solver: Solver) -> Draw:
    """Draws a period's audits. The order of the lists makes no difference; `seed` does.

    Raises CorrectAndRepeat when two cases have one reference.
    """
    _refuse_doubles(lists.cases)
    chance = Random(seed)  # noqa: S311 - to be drawn again at will, not a secret
    decided = lead_and_peer(lists, chance, solver)
    return Draw(seed, lists.of, decided.pairings, decided.gaps, decided.cohorts)


def _refuse_doubles(cases: Sequence[Case]) -> None:
    if len({case.reference for case in cases}) < len(cases):
        raise CorrectAndRepeat(
            "Some cases stand in the case list twice; import the lists again, then draw."
        )
