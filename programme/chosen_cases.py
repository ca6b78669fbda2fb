"""Choosing a round's cases: from which, how many, and what may not be chosen (SW-11)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from programme.calendar import Month
from programme.case import Case
from programme.draw_lists import DrawLists
from programme.errors import CorrectAndRepeat
from programme.holders import holders_of_roles
from programme.own_and_other import Choices, folded

CHOSEN_MEANWHILE = "Somebody else has chosen cases meanwhile; here they are as now."


@dataclass(frozen=True, slots=True)
class ChosenCase:
    """That somebody chose a case for the round's period that begins with `month`. `chosen_at` is
    UTC."""

    round_id: str
    month: Month
    case_reference: str
    chosen_by: str
    chosen_at: datetime


@dataclass(frozen=True, slots=True)
class ToChooseFrom:
    """The cases that the round may audit, those that are open longest first, and how many it
    does."""

    cases: tuple[Case, ...]
    wanted: int


def to_choose_from(lists: DrawLists) -> ToChooseFrom:
    """What the lists allow, as the draw will see it."""
    choices = Choices(lists)
    # Whom the round asks depends on no chance: turns aren't taken where cases are chosen by hand.
    gathered = holders_of_roles(lists, choices, Random(0))  # noqa: S311 - nothing is drawn
    cases = sorted(choices.open, key=lambda case: (case.opened or date.max, case.reference))
    return ToChooseFrom(tuple(cases), min(sum(one.cases for one in gathered.asked), len(cases)))


def matching(cases: Sequence[Case], words: str) -> tuple[Case, ...]:
    """Those whose reference, team, worker or cohort has every one of the `words` in it."""
    sought = folded(words).split()
    return tuple(
        case
        for case in cases
        if all(
            any(
                word in folded(text)
                for text in (case.reference, case.team, case.worker, case.cohort.words)
            )
            for word in sought
        )
    )


def require_choosable(references: Collection[str], of: ToChooseFrom) -> None:
    """Raises CorrectAndRepeat for a case that the round may not audit, or for too many."""
    unknown = sorted({*references} - {case.reference for case in of.cases})
    if unknown:
        raise CorrectAndRepeat(
            "The choice was not saved yet: please see below.",
            {"pick": f"{unknown[0]} can't be audited in this round now; please choose another."},
        )
    if len({*references}) > of.wanted:
        cases = "one case is" if of.wanted == 1 else f"{of.wanted} cases are"
        raise CorrectAndRepeat(
            "The choice was not saved yet: please see below.",
            {"pick": f"Only {cases} audited; please take {len({*references}) - of.wanted} away."},
        )
