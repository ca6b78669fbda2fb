"""A dispute is resolved at the level where it stands (WC-11, SW-09, WB-13, KT-05)."""

from datetime import datetime

from programme.dispute import Dispute, StepKind
from programme.dispute_steps import resolve
from programme.ports import Work
from programme.use_cases.acting_on_dispute import OnDispute, decide


async def resolve_dispute(command: OnDispute, *, work: Work, now: datetime) -> Dispute:
    """The dispute as resolved; those who stood at its level are told.

    The same press twice has one effect. Raises LookElsewhere, AskSomeoneAllowed,
    CorrectAndRepeat, or ShowAsItIsNow.
    """
    return await decide(command, StepKind.RESOLVED, resolve, work=work, now=now)
