"""The answer doesn't satisfy: a dispute goes to the next level (WC-11, SW-09, WB-13, KT-05)."""

from datetime import datetime

from programme.dispute import Dispute, StepKind
from programme.dispute_steps import move_on
from programme.ports import Work
from programme.use_cases.acting_on_dispute import (
    OnDispute,
    dispute_of,
    is_pressed_again,
    require_decider,
    require_version,
)
from programme.use_cases.telling_of_dispute import keep, office_of


async def move_on_dispute(command: OnDispute, *, work: Work, now: datetime) -> Dispute:
    """The dispute at its next level, which is asked; who answered before is told.

    The same press twice has one effect. Raises LookElsewhere, AskSomeoneAllowed,
    CorrectAndRepeat, or ShowAsItIsNow.
    """
    council = command.council
    async with work(council.tenant_id) as w:
        before = await dispute_of(w, command.dispute_id)
        if is_pressed_again(before, command, {StepKind.MOVED_ON}):
            return before
        office = await office_of(council, w, now)
        require_decider(command.person, before, office)
        require_version(before, command.seen_version)
        after = move_on(before, by=command.person.id, words=command.words, office=office)
        kept, _ = await keep(w, council, before, after, office, command.source)
        await w.commit()
        return kept
