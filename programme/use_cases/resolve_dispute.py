"""A dispute is resolved at the level where it stands (WC-11, SW-09, WB-13, KT-05)."""

from datetime import datetime

from programme.dispute import Dispute, StepKind
from programme.dispute_steps import resolve
from programme.ports import Work
from programme.use_cases.acting_on_dispute import (
    OnDispute,
    dispute_of,
    is_pressed_again,
    require_decider,
    require_version,
)
from programme.use_cases.telling_of_dispute import keep, office_of


async def resolve_dispute(command: OnDispute, *, work: Work, now: datetime) -> Dispute:
    """The dispute as resolved; those who stood at its level are told.

    The same press twice has one effect. Raises LookElsewhere, AskSomeoneAllowed,
    CorrectAndRepeat, or ShowAsItIsNow.
    """
    council = command.council
    async with work(council.tenant_id) as w:
        before = await dispute_of(w, command.dispute_id)
        if is_pressed_again(before, command, {StepKind.RESOLVED}):
            return before
        office = await office_of(council, w, now)
        require_decider(command.person, before, office)
        require_version(before, command.seen_version)
        after = resolve(before, by=command.person.id, words=command.words, office=office)
        kept, _ = await keep(w, council, before, after, office, command.source)
        await w.commit()
        return kept
