"""A request to be spared an audit changes or ends: it is kept, its cards follow, and whoever waits
for it is told."""

from dataclasses import dataclass
from datetime import datetime

from programme.audit import Audit
from programme.council import Council
from programme.event import Event
from programme.hand_over import (
    HandOver,
    Standing,
    WhyOfficers,
    ended,
    stands_again,
    with_officers,
)
from programme.message import Message, MessageKind
from programme.ports import UnitOfWork
from programme.recipients import qa_officers
from programme.rules.tool import AuditPart
from programme.shown import AUDITORS, audit_entity, hand_over_entity
from programme.timetable import at_work, in_hours


@dataclass(frozen=True, slots=True)
class Ending:
    """How requests end, by whom (a person's id or "sightline") and from where; `tells` where the
    asker doesn't hear of it otherwise. `spares` is the id of one that doesn't end."""

    council: Council
    state: Standing
    by: str
    source: str
    tells: bool = True
    spares: str = ""


async def end_requests(
    ending: Ending, w: UnitOfWork, audit_id: str, part: AuditPart | None, now: datetime
) -> None:
    """Ends what is open about the part of the audit, or about either of its parts."""
    for request in await w.hand_overs.all_open():
        about = request.audit_id == audit_id and part in (None, request.part)
        if about and request.id != ending.spares:
            await end(ending, w, request, now)


async def end(ending: Ending, w: UnitOfWork, request: HandOver, now: datetime) -> int:
    """Ends the request; how many messages that queued."""
    changed = ended(request, ending.state, by=ending.by, now=now)
    verb = f"hand_over_{ending.state}"
    await keep(w, changed, verb=verb, who=ending.by, source=ending.source, now=now)
    return await tell_asker(ending.council, w, changed, ending.by, now) if ending.tells else 0


async def open_again(
    undone: Ending, w: UnitOfWork, audit: Audit, ended_at: datetime, now: datetime
) -> None:
    """What had come to the state `undone` at that instant, of either part of the audit, stands as
    it did before; whoever is to answer is told once more."""
    council, by = undone.council, undone.by
    for request in await w.hand_overs.of_case(audit.case_reference):
        how = (request.audit_id, request.state, request.ended_at)
        if how != (audit.id, undone.state, ended_at):
            continue
        again = stands_again(request)
        verb = "hand_over_stands_again"
        await keep(w, again, verb=verb, who=by, source=undone.source, now=now)
        if again.state is Standing.WITH_OFFICERS:
            await tell_officers(council, w, again, now)
        else:
            await tell(council, w, again, again.to_id or "", now)


async def keep(
    w: UnitOfWork, changed: HandOver, *, verb: str, who: str, source: str, now: datetime
) -> None:
    """Keeps the changed request and the event; what waited to be sent of it is out of date."""
    await w.hand_overs.save(changed)
    detail = {
        "part": changed.part,
        "ground": changed.ground.value,
        "to": changed.to_id,
        "why": changed.why_officers.value if changed.why_officers else None,
    }
    await w.events.record(Event(now, who, verb, changed.audit_id, source, detail))
    await w.outbox.supersede(MessageKind.HAND_OVER, changed.id, now)
    await touch(w, changed)


async def touch(w: UnitOfWork, request: HandOver) -> None:
    """Asks for every card that shows the request to be brought up to date."""
    await w.live_cards.touch(
        [hand_over_entity(request.id), audit_entity(request.audit_id), AUDITORS]
    )


async def tell_asker(
    council: Council, w: UnitOfWork, request: HandOver, by: str, now: datetime
) -> int:
    """One card to whoever asked, unless they did it themselves or have left."""
    return 0 if by == request.asked_by else await tell(council, w, request, request.asked_by, now)


async def tell(
    council: Council, w: UnitOfWork, request: HandOver, person_id: str, now: datetime
) -> int:
    """One card of how the request stands, when the person is at work."""
    person = await w.people.get(person_id)
    if person is None or not person.active:
        return 0
    return await w.outbox.add(
        [
            Message(
                key=f"hand_over:{request.id}:{request.version}:{person_id}",
                person_id=person_id,
                kind=MessageKind.HAND_OVER,
                subject=request.id,
                not_before=at_work(person, council.framework.hours, council.calendar, now),
            )
        ]
    )


async def to_officers(
    council: Council, w: UnitOfWork, request: HandOver, why: WhyOfficers, by: str, now: datetime
) -> tuple[HandOver, int]:
    """The request, kept with the QA officers, and how many messages tell them and the asker."""
    changed = with_officers(request, why)
    source = "schedule" if by == "sightline" else "card"
    await keep(w, changed, verb="pass_hand_over_on", who=by, source=source, now=now)
    told = await tell_officers(council, w, changed, now)
    return changed, told + await tell_asker(council, w, changed, by, now)


async def tell_officers(council: Council, w: UnitOfWork, request: HandOver, now: datetime) -> int:
    """The card of audits that need another auditor, to each QA officer, at once."""
    when = in_hours(council.framework.hours, council.calendar, now)
    return await w.outbox.add(
        [
            Message(
                key=f"auditors_needed:{request.id}:{request.version}:{person.id}",
                person_id=person.id,
                kind=MessageKind.AUDITORS_NEEDED,
                subject=AUDITORS,
                not_before=when,
            )
            for person in qa_officers(await w.people.all())
        ]
    )
