"""The auditor who is asked records whose views were sought, and why not (WC-06)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from programme.audit import Audit, require_part, with_views
from programme.audit_record import ViewSought
from programme.council import Council
from programme.event import Event
from programme.people import Person, Verb, require
from programme.ports import Work
from programme.use_cases.acting_on_audit import audit_of, cards_of


@dataclass(frozen=True, slots=True)
class RecordViews:
    """`views` by the framework's ids of whose they are."""

    council: Council
    person: Person
    audit_id: str
    views: Mapping[str, ViewSought]
    source: str


async def record_views(command: RecordViews, *, work: Work, now: datetime) -> Audit:
    """The audit with the views recorded.

    The same answers twice have one effect. Raises LookElsewhere, AskSomeoneAllowed, or
    CorrectAndRepeat where something is missing.
    """
    require(command.person, Verb.RECORD_AUDIT)
    async with work(command.council.tenant_id) as w:
        audit = await audit_of(w, command.audit_id)
        if audit.views_recorded_at and audit.record.views == command.views:
            require_part(audit, command.person.id)
            return audit
        recorded = with_views(
            audit,
            by=command.person.id,
            views=command.views,
            framework=command.council.framework_of(audit.framework_version),
            today=command.council.today(now),
            now=now,
        )
        await w.audits.save(recorded)
        await w.events.record(
            Event(now, command.person.id, "record_views", audit.id, command.source)
        )
        await w.live_cards.touch(cards_of(recorded))
        await w.commit()
        return recorded
