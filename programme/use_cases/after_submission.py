"""What follows when an audit is submitted, or a grade agreed, in the same transaction."""

from collections.abc import Awaitable, Callable

from programme.ports import UnitOfWork
from programme.use_cases.alert_of_grade import alert_of_grade
from programme.use_cases.ask_moderator import ask_moderator
from programme.use_cases.bring_actions import bring_actions
from programme.use_cases.bring_outcome import bring_outcome, celebrate
from programme.use_cases.re_audit_if_needed import re_audit_if_needed
from programme.use_cases.submission import Submission
from programme.use_cases.tell_team_manager import tell_team_manager

Consequence = Callable[[UnitOfWork, Submission], Awaitable[None]]

CONSEQUENCES: tuple[Consequence, ...] = (
    bring_actions,
    tell_team_manager,
    ask_moderator,
    alert_of_grade,
    re_audit_if_needed,
    bring_outcome,
)
OF_THE_GRADE: tuple[Callable[[UnitOfWork, Submission], Awaitable[object]], ...] = (
    alert_of_grade,
    re_audit_if_needed,
    celebrate,
)
"""Those that the grade alone decides on, and so a grade that is agreed later."""


async def follow_up(w: UnitOfWork, submission: Submission) -> None:
    """Does all that the framework asks for at once; what is due later is left to the ticks."""
    for consequence in CONSEQUENCES:
        await consequence(w, submission)


async def follow_agreed_grade(w: UnitOfWork, agreed: Submission) -> None:
    """Does what follows the agreed grade and didn't follow the auditor's (SW-06, WB-08, KT-07,
    BD-09)."""
    for consequence in OF_THE_GRADE:
        await consequence(w, agreed)
