"""Once a working day: audits that no round announces are brought and reminded of (SW-06, WC-14)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from programme.audit import Audit
from programme.council import Council
from programme.event import Event
from programme.message import Message, MessageKind
from programme.outside_rounds import CommissionedAudit, FollowedAudit, stage_of
from programme.people import Person
from programme.ports import UnitOfWork, Work
from programme.recipients import qa_officers
from programme.timetable import digest


async def remind_of_audits(council: Council, *, work: Work, now: datetime) -> int:
    """Queues what the auditors are due to hear, and says how many messages.

    Each stage of an audit is sent once, and a missed one is caught up by the latest. Past its day
    the QA officers hear too; where its auditor has left, they hear from the first stage on.
    """
    due = digest(council.framework.hours, council.calendar, now)
    if due is None:
        return 0
    today = council.today(now)
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim("audits_outside_rounds", due):
            return 0
        audits = await w.audits.unsubmitted_outside_rounds()
        people = await w.people.all() if audits else ()
        queued = 0
        for audit, kind, stage in await _due(w, audits, today):
            readers = _readers(audit, stage, people)
            new = await w.outbox.add([card_of(audit, kind, stage, one, now) for one in readers])
            if new:
                await w.events.record(
                    Event(
                        now,
                        "sightline",
                        "remind_of_audit",
                        audit.id,
                        "schedule",
                        {"stage": stage, "messages": new},
                    )
                )
            queued += new
        await w.commit()
        return queued


def card_of(
    audit: Audit, kind: MessageKind, stage: str, person_id: str, not_before: datetime
) -> Message:
    """The card about the audit that the person is due at this stage."""
    return Message(
        key=f"{kind}:{audit.id}:{stage}:{person_id}",
        person_id=person_id,
        kind=kind,
        subject=audit.id,
        not_before=not_before,
    )


async def _due(
    w: UnitOfWork, audits: Iterable[Audit], today: date
) -> list[tuple[Audit, MessageKind, str]]:
    by_id = {audit.id: audit for audit in audits}
    re_audits = await w.outside_rounds.re_audits(by_id)
    commissioned = await w.outside_rounds.commissioned(by_id)
    return [*_stages(by_id, re_audits, commissioned, today)]


def _stages(
    audits: Mapping[str, Audit],
    re_audits: Mapping[str, FollowedAudit],
    commissioned: Mapping[str, CommissionedAudit],
    today: date,
) -> Iterator[tuple[Audit, MessageKind, str]]:
    for audit_id, audit in audits.items():
        followed = re_audits.get(audit_id)
        opens = followed.opens_on if followed else None
        remind = (followed or commissioned[audit_id]).remind_on
        stage = stage_of(audit.due, today, opens_on=opens, remind_on=remind)
        if stage:
            kind = MessageKind.RE_AUDIT if followed else MessageKind.COMMISSIONED
            yield audit, kind, stage


def _readers(audit: Audit, stage: str, people: Iterable[Person]) -> list[str]:
    staff = tuple(people)
    lead = {person.id for person in staff if person.active and person.id == audit.lead_id}
    officers = {person.id for person in qa_officers(staff)}
    return sorted(lead | officers if stage == "overdue" or not lead else lead)
