"""What every use case that takes a dispute a step further shares."""

from collections.abc import Collection
from dataclasses import dataclass

from programme.council import Council
from programme.dispute import Dispute, StepKind
from programme.dispute_ladder import Office
from programme.errors import AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow
from programme.people import Person, Verb, require
from programme.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class OnDispute:
    """`person` says `words` about a dispute, whose version they saw."""

    council: Council
    person: Person
    dispute_id: str
    seen_version: int
    words: str
    source: str


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


def require_decider(person: Person, dispute: Dispute, office: Office) -> None:
    """Raises AskSomeoneAllowed, saying who may, unless the person may resolve the dispute or move
    it on; ShowAsItIsNow when it has ended."""
    if dispute.is_over:
        raise ShowAsItIsNow("This has ended already; here it is as it stands now.")
    deciders = dispute.deciders(office)
    if person.id not in [one.id for one in deciders]:
        names = " or ".join(one.name for one in deciders) or "a QA officer"
        raise AskSomeoneAllowed(f"This is for {names} to say; please ask them.")
    require(person, Verb.DECIDE_DISPUTE)
