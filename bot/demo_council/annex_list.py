"""What the lists of Annex A have in common."""

from dataclasses import dataclass
from datetime import date
from random import Random

from bot.demo_council.children import Child, since

Cell = str | int | date | None
Row = tuple[Cell, ...]

CHILD_HEADERS = (
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Age of Child (Years)",
)
HOLDER_HEADERS = ("Allocated Team", "Allocated Worker")


@dataclass(frozen=True, slots=True)
class AnnexList:
    """One list: its number in Annex A, its headers as Ofsted writes them, and its rows."""

    number: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """What a row is made up with: the day of the export, and a chance of its list's own."""

    today: date
    rng: Random

    def recently(self, child: Child, days: int) -> date:
        """A weekday of the last `days`, but not before the child was known."""
        return since(child.opened, self.today, days, self.rng)


def identity(child: Child) -> Row:
    """The cells under CHILD_HEADERS."""
    return (child.reference, child.gender, child.ethnicity, child.born, child.age)


def holders(child: Child, draw: Draw) -> Row:
    """The cells under HOLDER_HEADERS: the team as people key it in, so now and then in another
    case or with a space too many."""
    typed = draw.rng.choices(
        (child.team, child.team.upper(), child.team.lower(), f"{child.team} ", f" {child.team}"),
        (93, 2, 2, 2, 1),
    )
    return (typed[0], child.worker)
