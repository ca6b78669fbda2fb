"""What every use case that takes a dispute a step further shares."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from programme.council import Council
from programme.dispute import Dispute, StepKind
from programme.dispute_ladder import Office
from programme.errors import AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow
from programme.people import Person, Verb, require
from programme.ports import LISTS, UnitOfWork, Work
from programme.use_cases.telling_of_dispute import keep, office_of


@dataclass(frozen=True, slots=True)
class OnDispute:
    """`person` says `words` about a dispute, whose version they saw."""

    council: Council
    person: Person
    dispute_id: str
    seen_version: int
    words: str
    source: str


class Deciding(Protocol):
    """A step of `programme.dispute_steps` that a decider takes."""

    def __call__(self, dispute: Dispute, *, by: str, words: str, office: Office) -> Dispute: ...


async def decide(
    command: OnDispute, kind: StepKind, step: Deciding, *, work: Work, now: datetime
) -> Dispute:
    """The dispute after the step; the same press twice has one effect.

    Raises LookElsewhere, AskSomeoneAllowed, CorrectAndRepeat, or ShowAsItIsNow.
    """
    council, person = command.council, command.person
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        before = await dispute_of(w, command.dispute_id)
        if is_pressed_again(before, command, {kind}):
            return before
        office = await office_of(council, w, now)
        _require_decider(person, before, office)
        require_version(before, command.seen_version)
        after = step(before, by=person.id, words=command.words, office=office)
        kept, _ = await keep(w, council, before, after, office, command.source)
        await w.commit()
        return kept


async def dispute_of(w: UnitOfWork, dispute_id: str) -> Dispute:
    """The dispute. Raises LookElsewhere when there is none."""
    dispute = await w.disputes.get(dispute_id)
    if dispute is None:
        raise LookElsewhere("This dispute isn't there; type “disputes” for those that are open.")
    return dispute


def is_pressed_again(dispute: Dispute, command: OnDispute, kinds: Collection[StepKind]) -> bool:
    """Whether the latest step that somebody took is this very press."""
    last = next(s for s in reversed(dispute.history) if s.kind is not StepKind.PASSED_OVER)
    pressed = (last.by, last.words) == (command.person.id, command.words.strip())
    return last.kind in kinds and pressed


def require_version(dispute: Dispute, seen_version: int) -> None:
    """Raises ShowAsItIsNow when the dispute has changed since the card showed it."""
    if dispute.version != seen_version:
        raise ShowAsItIsNow("This has changed since; here it is as it stands now.")


def _require_decider(person: Person, dispute: Dispute, office: Office) -> None:
    """Raises AskSomeoneAllowed, saying who may, unless the person may resolve the dispute or move
    it on; ShowAsItIsNow when it has ended."""
    if dispute.is_over:
        raise ShowAsItIsNow("This has ended already; here it is as it stands now.")
    deciders = dispute.deciders(office)
    if person.id not in [one.id for one in deciders]:
        names = " or ".join(one.name for one in deciders) or "a QA officer"
        raise AskSomeoneAllowed(f"This is for {names} to say; please ask them.")
    require(person, Verb.DECIDE_DISPUTE)
