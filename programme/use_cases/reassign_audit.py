"""A QA officer gives an audit to another auditor, or withdraws it, with a reason."""

from dataclasses import dataclass
from datetime import datetime

from programme.audit import Audit
from programme.council import Council
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.event import Event
from programme.hand_over import Standing
from programme.people import Person, Verb, require
from programme.ports import HAND_OVERS, LISTS, UnitOfWork, Work
from programme.reassignment import Reassignment, auditor_of, reassigned, withdrawn
from programme.rules.tool import AuditPart
from programme.shown import AUDITORS, moderation_entity, part_entity, theme_entity
from programme.use_cases.acting_on_audit import audit_of, cards_of
from programme.use_cases.bring_allocation import bring_allocation, round_of
from programme.use_cases.ending_hand_overs import Ending, end_requests


@dataclass(frozen=True, slots=True)
class ReassignAudit:
    """`person` gives that part of the audit to the person of `to_id`, because of `reason`."""

    council: Council
    person: Person
    audit_id: str
    part: AuditPart
    seen_version: int
    to_id: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class WithdrawAudit:
    """`person` withdraws the audit, because of `reason`."""

    council: Council
    person: Person
    audit_id: str
    seen_version: int
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class PassPart:
    """`part` of the audit goes to `to`, because of `reason`; `by` is the id of who said so."""

    council: Council
    audit: Audit
    part: AuditPart
    to: Person
    reason: str
    by: str
    source: str


async def reassign_audit(command: ReassignAudit, *, work: Work, now: datetime) -> Audit:
    """The audit with its new auditor, who gets the allocation card; the old one's card says so.

    The same request twice has one effect. Raises LookElsewhere, AskSomeoneAllowed, ShowAsItIsNow,
    or CorrectAndRepeat for the reason or for somebody who is barred.
    """
    require(command.person, Verb.REASSIGN_AUDIT)
    council, part, by = command.council, command.part, command.person.id
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        await w.turns.take(HAND_OVERS)
        audit = await audit_of(w, command.audit_id)
        if auditor_of(audit, part) == command.to_id:
            return audit
        _require_version(audit, command.seen_version)
        to = await w.people.get(command.to_id)
        if to is None:
            raise CorrectAndRepeat("The audit was not passed on yet.", {"to": "Please choose one."})
        passing = PassPart(council, audit, part, to, command.reason, by, command.source)
        changed = await pass_part(passing, w, now)
        given = Ending(council, Standing.GIVEN, by, command.source)
        await end_requests(given, w, audit.id, part, now)
        await touch_passed(passing, w, changed)
        await w.commit()
        return changed


async def pass_part(passing: PassPart, w: UnitOfWork, now: datetime) -> Audit:
    """The audit with its new auditor, kept; who has it now is told. `touch_passed` is to follow.

    Raises as `programme.reassignment.reassigned` does.
    """
    council, audit, part, to = passing.council, passing.audit, passing.part, passing.to
    old = await w.people.get(auditor_of(audit, part) or "")
    moderation = await w.moderations.get(audit.id)
    conflicts = await w.hand_overs.conflicts([audit.case_reference])
    changed = reassigned(
        audit,
        part,
        to=to,
        old=old.name if old else "nobody",
        reason=passing.reason,
        framework=council.framework_of(audit.framework_version),
        case=await w.cases.get(audit.case_reference),
        today=council.today(now),
        moderator_id=moderation.moderator_id if moderation else None,
        conflicted=conflicts.get(audit.case_reference, ()),
    )
    await w.audits.save(changed)
    old_id = old.id if old else ""
    await _keep(passing, w, changed, old_id, now)
    await bring_allocation(council, w, changed, to.id, now)
    return changed


async def touch_passed(passing: PassPart, w: UnitOfWork, changed: Audit) -> None:
    """Has every card follow. It is last: whoever changes a request touches cards when they have it,
    and who had the cards first and then needed the request would wait for them for ever."""
    of = round_of(passing.council, changed)
    both = (auditor_of(passing.audit, passing.part) or "", passing.to.id)
    parts = [part_entity(of.subject, each) for each in both if of]
    moderation = moderation_entity(changed.id)
    await w.live_cards.touch([*cards_of(changed), *parts, moderation, AUDITORS])


async def withdraw_audit(command: WithdrawAudit, *, work: Work, now: datetime) -> Audit:
    """The audit, withdrawn: it leaves the counts, and its auditors and whoever asked for it hear.

    The same request twice has one effect. Raises LookElsewhere, AskSomeoneAllowed, ShowAsItIsNow
    once it is submitted, or CorrectAndRepeat for the reason.
    """
    require(command.person, Verb.WITHDRAW_AUDIT)
    async with work(command.council.tenant_id) as w:
        await w.turns.share(LISTS)
        await w.turns.take(HAND_OVERS)
        audit = await audit_of(w, command.audit_id)
        if audit.is_withdrawn:
            return audit
        _require_version(audit, command.seen_version)
        changed = withdrawn(audit, reason=command.reason, today=command.council.today(now))
        await w.audits.save(changed)
        await w.events.record(
            Event(now, command.person.id, "withdraw_audit", audit.id, command.source)
        )
        over = Ending(
            command.council, Standing.OVERTAKEN, command.person.id, command.source, tells=False
        )
        await end_requests(over, w, audit.id, None, now)
        await tell_auditors(command.council, w, changed, now)
        month = str(changed.month)
        await w.live_cards.touch([*cards_of(changed), AUDITORS, theme_entity(month)])
        await w.commit()
        return changed


async def tell_auditors(council: Council, w: UnitOfWork, audit: Audit, now: datetime) -> None:
    """Its auditors, and whoever asked for it, who would wait for its result."""
    asked = (await w.outside_rounds.commissioned([audit.id])).get(audit.id)
    named = {audit.lead_id, audit.peer_id, asked.asked_by if asked else None}
    for person in await w.people.some({each for each in named if each}):
        if person.active:
            await bring_allocation(council, w, audit, person.id, now)


async def _keep(
    passing: PassPart, w: UnitOfWork, changed: Audit, old_id: str, now: datetime
) -> None:
    audit, part, to_id = passing.audit, passing.part, passing.to.id
    await w.reassignments.add(
        Reassignment(
            audit_id=audit.id,
            version=changed.version,
            month=audit.month,
            case_reference=audit.case_reference,
            part=part,
            from_id=old_id,
            to_id=to_id,
            reason=passing.reason.strip(),
            by=passing.by,
            at=now,
        )
    )
    detail = {"part": part, "from": old_id, "to": to_id}
    await w.events.record(
        Event(now, passing.by, "reassign_audit", audit.id, passing.source, detail)
    )


def _require_version(audit: Audit, seen_version: int) -> None:
    if audit.version != seen_version:
        raise ShowAsItIsNow("This audit has changed since; please look at it once more.")
