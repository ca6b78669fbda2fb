"""Whoever stands at a dispute's level answers it (WC-11, SW-09, WB-13, KT-05)."""

from dataclasses import dataclass
from datetime import datetime

from programme.dispute import ANSWERS, Dispute
from programme.dispute_steps import answer
from programme.errors import AskSomeoneAllowed
from programme.people import Verb, require
from programme.ports import LISTS, Work
from programme.use_cases.acting_on_dispute import (
    OnDispute,
    dispute_of,
    is_pressed_again,
    require_version,
)
from programme.use_cases.telling_of_dispute import keep, office_of


@dataclass(frozen=True, slots=True)
class AnswerDispute(OnDispute):
    """The answer; `agreed` says that what was agreed resolves it."""

    agreed: bool = False


async def answer_dispute(command: AnswerDispute, *, work: Work, now: datetime) -> Dispute:
    """The dispute as answered; whoever raised it is asked whether that resolves it.

    The same answer twice has one effect. Raises LookElsewhere, AskSomeoneAllowed,
    CorrectAndRepeat, or ShowAsItIsNow.
    """
    council, person = command.council, command.person
    require(person, Verb.ANSWER_DISPUTE)
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        before = await dispute_of(w, command.dispute_id)
        if is_pressed_again(before, command, ANSWERS):
            return before
        require_version(before, command.seen_version)
        office = await office_of(council, w, now)
        standing = before.stands(office).people
        if person.id not in [one.id for one in standing]:
            names = " or ".join(one.name for one in standing) or "nobody"
            raise AskSomeoneAllowed(f"At this level {names} answers; please speak to them.")
        after = answer(
            before, by=person.id, words=command.words, agreed=command.agreed, office=office
        )
        kept, _ = await keep(w, council, before, after, office, command.source)
        await w.commit()
        return kept
