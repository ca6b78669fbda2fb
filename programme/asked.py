"""Someone whom a round asks to audit, and out of which cases."""

from dataclasses import dataclass

from programme.auditors import Absentee
from programme.calendar import Month
from programme.draw import Gap
from programme.people import Person
from programme.places import Choice
from programme.rules.tool import AuditTool


@dataclass(frozen=True, slots=True)
class Turn:
    """Someone's turn on a rota: how many take turns, and when theirs was last (BD-10)."""

    of_how_many: int
    last: Month | None


@dataclass(frozen=True, slots=True)
class Asked:
    """`person` is to audit `cases` of the choice as `role` (in words), with `tool` or the round's
    for the case. `barred` are the references that can't be theirs."""

    person: Person
    role: str
    cases: int
    choice: Choice
    barred: frozenset[str]
    tool: AuditTool | None = None
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the cases that someone is `asked` to audit: of `choice`. `practice_of` is whose
    practice it looks at, where the round does (WC-12)."""

    asked: Asked
    choice: Choice
    practice_of: Person | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """Someone who would have been asked as `role`."""

    absentee: Absentee
    role: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """Whom a round asks, who is away, and what else could not be met."""

    asked: tuple[Asked, ...]
    away: tuple[Away, ...]
    gaps: tuple[Gap, ...]
