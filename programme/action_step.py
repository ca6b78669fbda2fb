"""What has happened to an action, step by step: nothing that was typed is overwritten."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from programme.record import record


class StepKind(StrEnum):
    """What somebody did with an action."""

    PART_DONE = "part_done"
    COMPLETED = "completed"
    MORE_TIME = "more_time"
    PASSED_ON = "passed_on"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"


@record(frozen=True, slots=True)
class Step:
    """One step: `by` is a person's id, `words` what they wrote, `version` the action's since then.

    `day` is the one on which it was done, or part of it; of more time, the due date before; of
    passing on, the day on which its delay had been escalated. `at` is UTC.
    """

    kind: StepKind
    version: int
    by: str
    at: datetime
    words: str = ""
    day: date | None = None
    from_team: str = ""
    to_team: str = ""


def standing(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Those that were not taken back. Only the last one can be, so each that takes back undoes the
    one before it."""
    if not steps:
        return ()
    left: list[Step] = []
    for step in steps:
        if step.kind is not StepKind.TAKEN_BACK:
            left.append(step)
        elif left:
            left.pop()
    return tuple(left)


def last_of(steps: Sequence[Step], kind: StepKind) -> Step | None:
    """The last that stands of that kind."""
    return next((step for step in reversed(standing(steps)) if step.kind is kind), None)
