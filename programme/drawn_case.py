"""Drawing one case for whoever asks for an audit and names none (WC-14, SW-13, KT-04)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from random import Random

from programme.case import Case
from programme.peers import works_on
from programme.people import Person


@dataclass(frozen=True, slots=True)
class Drawing:
    """Out of which open cases one is drawn: of a team, of a cohort, or of any where it is empty.

    The same seed draws the same case again from the same list.
    """

    seed: int
    team: str = ""
    cohort: str = ""


@dataclass(frozen=True, slots=True)
class OneDrawn:
    """The case, drawn from among `out_of`."""

    case: Case
    out_of: int

    @property
    def words(self) -> str:
        """How it was chosen, in a sentence."""
        if self.out_of == 1:
            return "It is the only case that could be drawn."
        return f"It was drawn at random from {self.out_of:,} cases."


def may_audit(
    people: Iterable[Person], case: Case, conflicted: Collection[str] = ()
) -> tuple[Person, ...]:
    """Those of the people who neither work on the case nor have declared a conflict of interest for
    it (`conflicted`, by id), in the same order."""
    return tuple(
        person for person in people if person.id not in conflicted and not works_on(person, case)
    )


def draw_one(cases: Iterable[Case], drawing: Drawing, *, taken: Collection[str]) -> OneDrawn | None:
    """One of the open cases that the drawing asks for, each as likely as the next; None without
    any. `taken` are the references of those that can't be drawn."""
    found = sorted(
        (
            case
            for case in cases
            if case.active
            and case.reference not in taken
            and drawing.team in {"", case.team}
            and drawing.cohort in {"", case.cohort.value}
        ),
        key=lambda case: case.reference,
    )
    if not found:
        return None
    chance = Random(drawing.seed)  # noqa: S311 - a draw that anybody can repeat, not a secret
    # Random promises the same numbers in later versions of Python for random() alone.
    return OneDrawn(found[int(chance.random() * len(found))], len(found))
