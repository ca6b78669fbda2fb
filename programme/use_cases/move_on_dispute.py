"""The answer doesn't satisfy: a dispute goes to the next level (WC-11, SW-09, WB-13, KT-05)."""

from datetime import datetime

from programme.dispute import Dispute, StepKind
from programme.dispute_steps import move_on
from programme.ports import Work
from programme.use_cases.acting_on_dispute import OnDispute, decide


async def move_on_dispute(command: OnDispute, *, work: Work, now: datetime) -> Dispute:
    """The dispute at its next level, which is asked; who answered before is told.

    The same press twice has one effect. Raises LookElsewhere, AskSomeoneAllowed,
    CorrectAndRepeat, or ShowAsItIsNow.
    """
    return await decide(command, StepKind.MOVED_ON, move_on, work=work, now=now)
