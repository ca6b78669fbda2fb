"""An auditor keeps what they have written so far, to come back to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from programme.audit import Audit, with_draft
from programme.audit_record import AuditRecord
from programme.council import Council
from programme.event import Event
from programme.hand_over import parts_begun
from programme.people import Person, Verb, require
from programme.ports import Work
from programme.shown import version_entity
from programme.use_cases.acting_on_audit import audit_of, cards_of


@dataclass(frozen=True, slots=True)
class SaveAuditDraft:
    """`change` makes the new draft of what is kept, so that the other auditor's part stands."""

    council: Council
    person: Person
    audit_id: str
    change: Callable[[AuditRecord], AuditRecord]
    source: str


async def save_audit_draft(command: SaveAuditDraft, *, work: Work, now: datetime) -> Audit:
    """The audit with its new draft; one that changes nothing leaves it as it was.

    Raises LookElsewhere, AskSomeoneAllowed, ShowAsItIsNow when it is submitted, CorrectAndRepeat
    for text that may not be kept, and whatever `change` raises about the input.
    """
    require(command.person, Verb.RECORD_AUDIT)
    async with work(command.council.tenant_id) as w:
        audit = await audit_of(w, command.audit_id)
        framework = command.council.framework_of(audit.framework_version)
        draft = with_draft(
            audit,
            by=command.person.id,
            record=command.change(audit.record),
            framework=framework,
            today=command.council.today(now),
        )
        if draft.record == audit.record:
            return audit
        await w.audits.save(draft)
        await w.events.record(
            Event(now, command.person.id, "save_audit_draft", audit.id, command.source)
        )
        # A request to be spared a part comes to nothing once that part is begun.
        begun = parts_begun(audit, framework) != parts_begun(draft, framework)
        if begun or draft.state is not audit.state:
            await w.live_cards.touch(cards_of(draft))
        await w.live_cards.touch([version_entity(draft.id)])
        await w.commit()
        return draft
