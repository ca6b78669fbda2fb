"""What moderation says of an audit: the seam at which it tells those who show grades."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import TYPE_CHECKING

from programme.ports import UnitOfWork

if TYPE_CHECKING:
    from programme.use_cases.after_submission import Submission

AgreedGrades = Callable[[UnitOfWork, Collection[str]], Awaitable[Mapping[str, str]]]
"""From audits' ids, the overall grade that was agreed for those that were moderated."""

Awaits = Callable[[UnitOfWork, "Submission"], Awaitable[bool]]
"""Whether the audit that was submitted is moderated before its result goes out. Who agrees its
grade then calls `bring_outcome` with the same submission."""

AGREED: tuple[AgreedGrades, ...] = ()
AWAITED: tuple[Awaits, ...] = ()


async def agreed_grades(w: UnitOfWork, audit_ids: Collection[str]) -> Mapping[str, str]:
    """Audit id to the overall grade (its id) that moderation agreed on; others are left out."""
    found: dict[str, str] = {}
    for source in AGREED:
        found |= await source(w, audit_ids)
    return found


async def awaits_moderation(w: UnitOfWork, submission: "Submission") -> bool:
    """Whether the audit's result waits for moderation (BD-06)."""
    return any([await awaited(w, submission) for awaited in AWAITED])
