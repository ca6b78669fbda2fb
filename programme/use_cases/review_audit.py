"""The case's team manager records that an audit was reviewed, its actions completed and its
learning shared (WC-08)."""

from dataclasses import dataclass
from datetime import datetime

from programme.audit_review import AuditReview, is_to_be_reviewed, review
from programme.council import Council
from programme.errors import AskSomeoneAllowed, LookElsewhere
from programme.event import Event
from programme.people import Person, Verb, require
from programme.ports import LISTS, Work
from programme.shown import audit_entity
from programme.use_cases.acting_on_action import manages, teams_to_know
from programme.use_cases.acting_on_audit import audit_of


@dataclass(frozen=True, slots=True)
class ReviewAudit:
    """`person` says with whom and how the audit's learning was `shared`."""

    council: Council
    person: Person
    audit_id: str
    shared: str
    source: str


async def review_audit(command: ReviewAudit, *, work: Work, now: datetime) -> AuditReview:
    """The review as recorded; the audit's cards show it. Reviewed before, it is as it was.

    Raises LookElsewhere, AskSomeoneAllowed for another team's audit, ShowAsItIsNow while an
    action is open, CorrectAndRepeat for the words.
    """
    council, person = command.council, command.person
    require(person, Verb.COMPLETE_ACTION)
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        audit = await audit_of(w, command.audit_id)
        if audit.team not in manages(person, await teams_to_know(w, [person])):
            raise AskSomeoneAllowed(f"This case is {audit.team}'s; please ask its team manager.")
        if not is_to_be_reviewed(council.framework_of(audit.framework_version), audit):
            raise LookElsewhere(
                "Your council's framework doesn't ask for this to be recorded; type “help” for "
                "what there is."
            )
        before = (await w.audit_reviews.of_audits([audit.id])).get(audit.id)
        if before is not None:
            return before
        done = review(
            audit,
            await w.actions.of_audits([audit.id]),
            shared=command.shared,
            by=person.id,
            today=council.today(now),
            now=now,
        )
        if not await w.audit_reviews.add(done):
            return (await w.audit_reviews.of_audits([audit.id]))[audit.id]
        await w.events.record(Event(now, person.id, "review_audit", audit.id, command.source))
        await w.live_cards.touch([audit_entity(audit.id)])
        await w.commit()
        return done
